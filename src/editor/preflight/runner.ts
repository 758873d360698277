import { type CancellationToken, EventEmitter, type Event, type LogOutputChannel } from 'vscode';
import type * as engine from '../../preflight/probe/bundle.ts';
import { loadPreflightProbe } from '../../preflight/probe/lazy.ts';
import type { PreflightOptions, PreflightProgress } from '../../preflight/probe/options.ts';
import type { DomainPreflight, PreflightReport } from '../../preflight/result.ts';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import type { Registration } from '../projects/documents.ts';
import { preflightSettings } from '../settings.ts';
import { keyOf } from './resultStore.ts';
import { networkOff } from './network.ts';
import type { Results } from './results.ts';

/** Where preflights start: nothing else of the editor touches the network. */
export interface Runner extends Registration {
  /**
   * Probes the targets and keeps each result as it comes in, so that what was seen before a cancellation is not lost.
   *
   * @returns undefined if it was cancelled
   * @throws RangeError for a resolver that cannot be understood; Error where the network is off
   */
  readonly run: (
    targets: readonly PreflightTarget[],
    token?: CancellationToken,
    onProgress?: (progress: PreflightProgress) => void,
  ) => Promise<PreflightReport | undefined>;
  /** The host names with which an address is known to the DNS, and which lead back to it. */
  readonly hostNames: (address: string, token?: CancellationToken) => Promise<HostNames | undefined>;
  /** What is being probed at this moment; fires when that changes. */
  readonly onDidChange: Event<void>;
  readonly isRunning: (domain: string, relayPort?: number) => boolean;
  /** For tests: options that settings cannot give, such as the way into a lab. */
  readonly use: (options: PreflightOptions) => void;
}

type Engine = typeof engine;
export type HostNames = Awaited<ReturnType<Engine['hostNamesOf']>>;

interface State {
  readonly results: Results;
  readonly log: LogOutputChannel;
  readonly changed: EventEmitter<void>;
  /** How many runs are probing it at this moment, by target. */
  readonly running: Map<string, number>;
  readonly aborts: Set<AbortController>;
  extra: PreflightOptions;
}

export function openRunner(results: Results, log: LogOutputChannel): Runner {
  const state: State = {
    results,
    log,
    changed: new EventEmitter<void>(),
    running: new Map(),
    aborts: new Set(),
    extra: {},
  };
  return {
    onDidChange: state.changed.event,
    isRunning: (domain, relayPort) => state.running.has(keyOf(domain, relayPort)),
    use: (options) => {
      state.extra = options;
    },
    run: (targets, token, onProgress) => run(state, targets, token, onProgress),
    hostNames: (address, token) => withEngine(state, token, (engine, options) => engine.hostNamesOf(address, options)),
    dispose: () => {
      for (const abort of state.aborts) abort.abort();
      state.changed.dispose();
    },
  };
}

async function run(
  state: State,
  ...[targets, token, onProgress]: Parameters<Runner['run']>
): ReturnType<Runner['run']> {
  const { results, log } = state;
  const keys = targets.map(targetKey);
  const started = Date.now();
  const early: DomainPreflight[] = [];
  count(state, keys, 1);
  try {
    const report = await withEngine(state, token, (engine, options) =>
      engine.preflight(targets, {
        ...options,
        onProgress: (progress) => {
          if (progress.kind === 'done') early.push(progress.result);
          onProgress?.(progress);
        },
      }),
    );
    log.info(`preflight of ${targets.length}: ${report ? 'done' : 'cancelled'}, ${Date.now() - started} ms`);
    if (report) results.put(report, Date.now());
    // How the run as a whole would have judged port 25 is not known.
    else if (early.length > 0)
      results.put({ version: 1, trustStore: 'system+mozilla', port25: 'unknown', domains: early }, Date.now());
    return report;
  } finally {
    count(state, keys, -1);
  }
}

function count({ running, changed }: State, keys: readonly string[], by: 1 | -1): void {
  for (const key of keys) {
    const now = (running.get(key) ?? 0) + by;
    if (now > 0) running.set(key, now);
    else running.delete(key);
  }
  changed.fire();
}

/** Runs a task with the engine, until it ends, is cancelled, or the window closes. */
async function withEngine<T>(
  state: State,
  token: CancellationToken | undefined,
  task: (engine: Engine, options: PreflightOptions) => Promise<T>,
): Promise<T | undefined> {
  const off = networkOff();
  if (off !== undefined) throw new Error(off);
  if (token?.isCancellationRequested === true) return undefined;
  const abort = new AbortController();
  state.aborts.add(abort);
  const listener = token?.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    // Behind this import is all that speaks to the network.
    const engine = await loadPreflightProbe();
    return await task(engine, { ...fromSettings(engine), ...state.extra, signal: abort.signal });
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  } finally {
    listener?.dispose();
    state.aborts.delete(abort);
  }
}

function fromSettings({ deadlinesWithin }: Engine): PreflightOptions {
  const { resolver, timeout, concurrency, allowPrivateAddresses } = preflightSettings();
  return {
    ...(resolver === '' ? {} : { resolver }),
    ...(timeout === undefined ? {} : { deadlines: deadlinesWithin(timeout) }),
    concurrency,
    allowPrivate: allowPrivateAddresses,
  };
}

export const targetKey = (target: PreflightTarget): string =>
  target.kind === 'domain' ? target.domain : keyOf(target.host, target.port);

/** What to tell a person of an error that a run ended with. */
export const problemText = (error: unknown): string =>
  `Could not be checked: ${error instanceof Error ? error.message : String(error)}`;
