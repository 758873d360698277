import type { KnownPreflight } from '../../project/facts.ts';
import { knownPreflight } from '../../report/knownPreflight.ts';
import type { PreflightSource } from '../projects.ts';
import type { Results } from './results.ts';

/** What the rules may know of the results: the same array until they change. */
export function knownPreflights(results: Results): PreflightSource {
  let known: readonly KnownPreflight[] = [];
  const read = (): void => {
    known = results.all().map(({ result, at }) => knownPreflight(result, at));
  };
  // Registered before any other listener, so that these find the new ones.
  results.onDidChange(read);
  return { known: () => known, onDidChange: results.onDidChange };
}
