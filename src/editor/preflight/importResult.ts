import { type Uri, window, workspace } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { loadPreflightRead } from '../../preflight/read/lazy.ts';
import { plainMessage } from '../plainMessage.ts';
import { MAX_RESULTS } from './resultStore.ts';
import type { Results } from './results.ts';

/** In bytes; the parser has a limit of its own for what is read. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * Takes over what `sf-deliverability preflight --format json` wrote on another machine, where port 25 is open.
 *
 * @returns what the file is about; undefined if nothing was imported
 */
export async function importResult(results: Results, given?: Uri): Promise<readonly PreflightTarget[] | undefined> {
  const file = given ?? (await chooseFile());
  if (!file) return undefined;
  const name = file.path.split('/').at(-1) ?? '';
  try {
    const { size } = await workspace.fs.stat(file);
    if (size > MAX_BYTES) throw new Error('too large for a preflight result');
    const bytes = await workspace.fs.readFile(file);
    const { parsePreflight } = await loadPreflightRead();
    const read = parsePreflight(new TextDecoder().decode(bytes));
    if (!read.ok) throw new Error(read.message);
    // Without a time in it, the file is as old as it looks.
    const at = Math.min(read.generatedAt ?? (await workspace.fs.stat(file)).mtime, Date.now());
    results.put(read.report, at, name);
    const { domains } = read.report;
    const missing = domains.filter(({ domain, relayPort }) => !results.get(domain, relayPort)).length;
    const why = results.counts(at)
      ? `are not kept: there is room for ${MAX_RESULTS}`
      : 'are older than sfDeliverability.preflight.cacheHours and are not used';
    if (missing > 0)
      void window.showWarningMessage(plainMessage(`${name}: ${missing} of ${domains.length} results ${why}.`));
    return domains.map(({ domain, relayPort }) =>
      relayPort === undefined ? { kind: 'domain', domain } : { kind: 'relay', host: domain, port: relayPort },
    );
  } catch (error) {
    void window.showErrorMessage(
      plainMessage(`${name} was not imported: ${error instanceof Error ? error.message : String(error)}.`),
    );
    return undefined;
  }
}

async function chooseFile(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: 'Import preflight result',
    openLabel: 'Import',
    filters: { 'Preflight result (JSON)': ['json'] },
  });
  return chosen?.[0];
}
