import { EventEmitter, Uri, workspace, type Event, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { PreflightReport } from '../../preflight/result.ts';
import type { KeptPreflight } from '../../report/preflightParse.ts';
import type { Registration } from '../files.ts';
import { preflightSettings } from '../settings.ts';

/** What preflights have found, for `cacheHours`; kept in the storage that VS Code gives the workspace. */
export interface Results extends Registration {
  readonly onDidChange: Event<void>;
  /** Of a domain, or of a relay's host on a port. */
  readonly get: (domain: string, relayPort?: number) => KeptPreflight | undefined;
  readonly all: () => readonly KeptPreflight[];
  readonly put: (report: PreflightReport, at: number, from?: string) => void;
  readonly clear: () => Promise<void>;
  /** Resolves when what was stored is read, and what is to be stored is written. */
  readonly settled: () => Promise<void>;
}

/** A dialogue is a few kilobytes; the oldest go first. */
const MOST_RESULTS = 2000;
/** Results come in one by one: they are written together. */
const WRITE_DELAY_MS = 500;
/** `setTimeout` counts in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const keyOf = (domain: string, relayPort?: number): string =>
  relayPort === undefined ? domain : `${domain}:${relayPort}`;

export function openResults(context: ExtensionContext, log: LogOutputChannel): Results {
  const changed = new EventEmitter<void>();
  const file = context.storageUri && Uri.joinPath(context.storageUri, 'preflights.json');
  let kept = new Map<string, KeptPreflight>();
  let expiry: NodeJS.Timeout | undefined;
  let writing: NodeJS.Timeout | undefined;
  let work = file ? load(file, log).then(merge) : Promise.resolve();

  /** What came in while the file was read is newer. */
  function merge(stored: readonly KeptPreflight[]): void {
    const now = kept;
    kept = new Map(stored.map((one) => [keyOf(one.result.domain, one.result.relayPort), one]));
    for (const [key, one] of now) kept.set(key, one);
    if (stored.length > 0) change();
  }
  const isFresh = ({ at }: KeptPreflight): boolean => Date.now() - at < preflightSettings().keep;
  function change(): void {
    clearTimeout(expiry);
    const times = [...kept.values()].filter(isFresh).map(({ at }) => at);
    if (times.length > 0) {
      const next = Math.min(...times) + preflightSettings().keep - Date.now();
      expiry = setTimeout(change, Math.min(Math.max(next, 0) + 1, LONGEST_TIMER_MS));
    }
    changed.fire();
  }
  function write(): void {
    clearTimeout(writing);
    writing = undefined;
    if (!file) return;
    const text = JSON.stringify([...kept.values()].filter(isFresh));
    work = work.then(() => store(file, text, log));
  }
  function put(report: PreflightReport, at: number, from?: string): void {
    const { trustStore, port25 } = report;
    for (const result of report.domains) {
      const key = keyOf(result.domain, result.relayPort);
      if ((kept.get(key)?.at ?? 0) > at) continue;
      kept.delete(key);
      kept.set(key, { result, at, trustStore, port25, ...(from === undefined ? {} : { from }) });
    }
    for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_RESULTS))) kept.delete(key);
    writing ??= setTimeout(write, WRITE_DELAY_MS);
    change();
  }
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sfDeliverability.preflight.cacheHours')) change();
  });
  return {
    onDidChange: changed.event,
    get: (domain, relayPort) => {
      const found = kept.get(keyOf(domain, relayPort));
      return found && isFresh(found) ? found : undefined;
    },
    all: () => [...kept.values()].filter(isFresh),
    put,
    clear: async () => {
      kept = new Map();
      write();
      change();
      await work;
    },
    settled: async () => {
      if (writing) write();
      await work;
    },
    dispose: () => {
      clearTimeout(expiry);
      if (writing) write();
      listener.dispose();
      changed.dispose();
    },
  };
}

/** A file that cannot be used is no reason to stop: what it held can be looked up again. */
async function load(file: Uri, log: LogOutputChannel): Promise<readonly KeptPreflight[]> {
  try {
    const bytes = await workspace.fs.readFile(file);
    const { parseKept } = await import('../../report/preflightParse.ts');
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
