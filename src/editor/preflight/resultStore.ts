import type { PreflightReport } from '../../preflight/result.ts';
import type { KeptPreflight } from '../../preflight/read/parse.ts';

/** What results are kept with. */
export interface KeepingPlace {
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

export interface Keeping {
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
export const MOST_RESULTS = 2000;
/** Results come in one by one: they are written together. */
const WRITE_DELAY_MS = 500;
/** Timers stand still while a machine sleeps, and clocks are set: the time is looked at again. */
const LONGEST_WAIT_MS = 60_000;
/** Clocks differ by as much; what is further ahead was seen while the clock was wrong, and its age is not known. */
const CLOCK_STEP_MS = 5 * 60_000;

export const keyOf = (domain: string, relayPort?: number): string =>
  relayPort === undefined ? domain : `${domain}:${relayPort}`;

export function openKeeping({ load, store, keep, now, onChange }: KeepingPlace): Keeping {
  let kept = new Map<string, KeptPreflight>();
  let expiry: NodeJS.Timeout | undefined;
  let writing: NodeJS.Timeout | undefined;
  const loaded = load().then(merge);
  let work = loaded;

  /** What came in while the file was read is newer. */
  function merge(stored: readonly KeptPreflight[]): void {
    const newer = kept;
    kept = new Map(stored.map((one) => [keyOf(one.result.domain, one.result.relayPort), one]));
    for (const [key, one] of newer) kept.set(key, one);
    if (stored.length > 0) change();
  }
  const counts = (at: number): boolean => {
    const age = now() - at;
    return age < keep() && age >= -CLOCK_STEP_MS;
  };
  const isFresh = ({ at }: KeptPreflight): boolean => counts(at);
  function change(): void {
    waitForExpiry();
    onChange();
  }
  function waitForExpiry(): void {
    clearTimeout(expiry);
    const times = [...kept.values()].filter(isFresh).map(({ at }) => at);
    if (times.length === 0) return;
    const next = times.reduce((a, b) => Math.min(a, b)) + keep();
    const wait = (): void => {
      expiry = setTimeout(
        () => {
          if (now() < next) wait();
          else change();
        },
        Math.min(Math.max(next - now(), 0) + 1, LONGEST_WAIT_MS),
      );
    };
    wait();
  }
  function write(): void {
    clearTimeout(writing);
    writing = undefined;
    // Only then: what was stored may not have been read yet, and would be lost.
    work = work.then(() => store(JSON.stringify([...kept.values()].filter(isFresh))));
  }
  function dropOldest(): void {
    const byAge = kept.size > MOST_RESULTS ? [...kept].sort(([, a], [, b]) => a.at - b.at) : [];
    for (const [key] of byAge.slice(0, kept.size - MOST_RESULTS)) kept.delete(key);
  }
  function put(report: PreflightReport, at: number, from?: string): void {
    const { trustStore, port25 } = report;
    for (const result of report.domains) {
      const key = keyOf(result.domain, result.relayPort);
      const before = kept.get(key);
      // What was just seen counts, whatever the clock said before.
      if (from !== undefined && before && isFresh(before) && before.at > at) continue;
      kept.set(key, { result, at, trustStore, port25, ...(from === undefined ? {} : { from }) });
    }
    dropOldest();
    writing ??= setTimeout(write, WRITE_DELAY_MS);
    change();
  }
  return {
    get: (domain, relayPort) => {
      const found = kept.get(keyOf(domain, relayPort));
      return found && isFresh(found) ? found : undefined;
    },
    all: () => [...kept.values()].filter(isFresh),
    put,
    clear: async () => {
      // What is still being read would come back.
      await loaded;
      kept = new Map();
      write();
      change();
      await work;
    },
    counts,
    recount: change,
    settled: async () => {
      if (writing) write();
      await work;
    },
    dispose: () => {
      clearTimeout(expiry);
      if (writing) write();
    },
  };
}
