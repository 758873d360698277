import { EventEmitter } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import type { PreflightSource } from '../projects/projects.ts';
import { loadEditorPreflight } from './lazy.ts';
import type { Results } from './results.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

/** What the rules may know of the results: the same array until they change. */
export function knownPreflights(results: Results): PreflightSource & Registration {
  const changed = new EventEmitter<void>();
  let known: readonly KnownPreflight[] = [];
  const read = async (): Promise<void> => {
    const { knownPreflight } = await loadEditorPreflight();
    known = results.all().map(({ result, at }) => knownPreflight(result, at));
    changed.fire();
  };
  const listener = results.onDidChange(() => void read());
  return {
    known: () => known,
    onDidChange: changed.event,
    dispose: () => {
      listener.dispose();
      changed.dispose();
    },
  };
}
