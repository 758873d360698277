import type { PreflightReport } from '../../preflight/result.ts';
import type { KeptPreflight } from '../../preflight/read/parse.ts';
import { clockTimer, type ClockTimer } from './clockTimer.ts';

/** What results are kept with. */
export interface ResultStoreOptions {
  /** What was stored before; never rejects. */
  readonly load: () => Promise<readonly KeptPreflight[]>;
  /** Never rejects. */
  readonly store: (text: string) => Promise<void>;
  /** Milliseconds that a result counts. */
  readonly keep: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onChange: () => void;
}

export interface ResultStore {
  /** Of a domain, or of a relay's host on a port. */
  readonly get: (domain: string, relayPort?: number) => KeptPreflight | undefined;
  readonly all: () => readonly KeptPreflight[];
  /** @param from the file that it was imported from */
  readonly put: (report: PreflightReport, at: number, from?: string) => void;
  readonly clear: () => Promise<void>;
  /** Whether a result of that time counts. */
  readonly counts: (at: number) => boolean;
  /** What counts may be another now. */
  readonly recount: () => void;
  /** Resolves when what was stored is read, and what is to be stored is written. */
  readonly settled: () => Promise<void>;
  readonly dispose: () => void;
}

/** A dialogue is a few kilobytes; the oldest go first. */
export const MAX_RESULTS = 2000;
/** Results come in one by one: they are written together. */
const WRITE_DELAY_MS = 500;
/** Clocks differ by as much; what is further ahead was seen while the clock was wrong, and its age is not known. */
const CLOCK_STEP_MS = 5 * 60_000;

export const keyOf = (domain: string, relayPort?: number): string =>
  relayPort === undefined ? domain : `${domain}:${relayPort}`;

/** By domain, or by a relay's host and port. */
type KeptResults = Map<string, KeptPreflight>;

interface State {
  readonly options: ResultStoreOptions;
  readonly expiry: ClockTimer;
  kept: KeptResults;
  writing: NodeJS.Timeout | undefined;
  /** What is being read or written, one after the other. */
  work: Promise<void>;
}

export function openResultStore(options: ResultStoreOptions): ResultStore {
  const state: State = {
    options,
    expiry: clockTimer(options.now),
    kept: new Map(),
    writing: undefined,
    work: Promise.resolve(),
  };
  const loaded = options.load().then((stored) => {
    merge(state, stored);
  });
  state.work = loaded;
  return {
    get: (domain, relayPort) => {
      const found = state.kept.get(keyOf(domain, relayPort));
      return found && isFresh(state, found) ? found : undefined;
    },
    all: () => fresh(state),
    put: (report, at, from) => {
      put(state, report, at, from);
    },
    clear: async () => {
      // What is still being read would come back.
      await loaded;
      state.kept = new Map();
      write(state);
      change(state);
      await state.work;
    },
    counts: (at) => counts(options, at),
    recount: () => {
      change(state);
    },
    settled: async () => {
      if (state.writing) write(state);
      await state.work;
    },
    dispose: () => {
      state.expiry.clear();
      if (state.writing) write(state);
    },
  };
}

function counts({ now, keep }: ResultStoreOptions, at: number): boolean {
  const age = now() - at;
  return age < keep() && age >= -CLOCK_STEP_MS;
}

const isFresh = ({ options }: State, { at }: KeptPreflight): boolean => counts(options, at);

const fresh = (state: State): readonly KeptPreflight[] => [...state.kept.values()].filter((one) => isFresh(state, one));

/** What came in while the file was read is newer. */
function merge(state: State, stored: readonly KeptPreflight[]): void {
  const newer = state.kept;
  state.kept = new Map(stored.map((one) => [keyOf(one.result.domain, one.result.relayPort), one]));
  for (const [key, one] of newer) state.kept.set(key, one);
  if (stored.length > 0) change(state);
}

/** Tells that other results count now, and will tell it again when the first of them counts no more. */
function change(state: State): void {
  const { expiry, options } = state;
  const times = fresh(state).map(({ at }) => at);
  if (times.length === 0) expiry.clear();
  else
    expiry.set(times.reduce((a, b) => Math.min(a, b)) + options.keep(), () => {
      change(state);
    });
  options.onChange();
}

function put(state: State, { domains, trustStore, port25 }: PreflightReport, at: number, from?: string): void {
  const { kept } = state;
  for (const result of domains) {
    const key = keyOf(result.domain, result.relayPort);
    const before = kept.get(key);
    // What was just seen counts, whatever the clock said before.
    if (from !== undefined && before && isFresh(state, before) && before.at > at) continue;
    kept.set(key, { result, at, trustStore, port25, ...(from === undefined ? {} : { from }) });
  }
  dropOldest(kept);
  state.writing ??= setTimeout(() => {
    write(state);
  }, WRITE_DELAY_MS);
  change(state);
}

function dropOldest(kept: KeptResults): void {
  const byAge = kept.size > MAX_RESULTS ? [...kept].sort(([, a], [, b]) => a.at - b.at) : [];
  for (const [key] of byAge.slice(0, kept.size - MAX_RESULTS)) kept.delete(key);
}

function write(state: State): void {
  clearTimeout(state.writing);
  state.writing = undefined;
  // Only then: what was stored may not have been read yet, and would be lost.
  state.work = state.work.then(() => state.options.store(JSON.stringify(fresh(state))));
}
