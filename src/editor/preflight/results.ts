import { EventEmitter, Uri, workspace, type Event, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { loadPreflightRead } from '../../preflight/read/lazy.ts';
import type { KeptPreflight } from '../../preflight/read/parse.ts';
import type { Registration } from '../projects/documents.ts';
import { preflightSettings } from '../settings.ts';
import { openResultStore, type ResultStore } from './resultStore.ts';

/** What preflights have found, for `cacheHours`; kept in the storage that VS Code gives the workspace. */
export interface Results extends Omit<ResultStore, 'recount' | 'dispose'>, Registration {
  readonly onDidChange: Event<void>;
}

export function openResults(context: ExtensionContext, log: LogOutputChannel): Results {
  const changed = new EventEmitter<void>();
  const file = context.storageUri && Uri.joinPath(context.storageUri, 'preflights.json');
  const kept = openResultStore({
    load: () => (file ? load(file, log) : Promise.resolve([])),
    store: (text) => (file ? store(file, text, log) : Promise.resolve()),
    keep: () => preflightSettings().keep,
    now: Date.now,
    onChange: () => {
      changed.fire();
    },
  });
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sfDeliverability.preflight.cacheHours')) kept.recount();
  });
  return {
    ...kept,
    onDidChange: changed.event,
    dispose: () => {
      kept.dispose();
      listener.dispose();
      changed.dispose();
    },
  };
}

/** A file that cannot be used is no reason to stop: what it held can be looked up again. */
async function load(file: Uri, log: LogOutputChannel): Promise<readonly KeptPreflight[]> {
  try {
    const bytes = await workspace.fs.readFile(file);
    const { parseKept } = await loadPreflightRead();
    return parseKept(new TextDecoder().decode(bytes));
  } catch (error) {
    // Most workspaces have none.
    log.trace(`no stored preflights: ${String(error)}`);
    return [];
  }
}

async function store(file: Uri, text: string, log: LogOutputChannel): Promise<void> {
  try {
    await workspace.fs.createDirectory(Uri.joinPath(file, '..'));
    await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    log.warn(`preflight results could not be stored: ${String(error)}`);
  }
}
