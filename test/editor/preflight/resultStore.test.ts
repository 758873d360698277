import { describe, expect, it, vi } from 'vitest';
import { MAX_RESULTS, openResultStore, type ResultStore } from '../../../src/editor/preflight/resultStore.ts';
import { plainMessage } from '../../../src/editor/plainMessage.ts';
import type { DomainPreflight, PreflightReport } from '../../../src/preflight/result.ts';
import { parseKept, readPreflight, type KeptPreflight } from '../../../src/preflight/read/parse.ts';

const HOUR = 3_600_000;
const TLS = ['tls'] as const;

const result = (domain: string): DomainPreflight => ({
  domain,
  outcomes: { Off: ['clear'], Preferred: TLS, Required: TLS, PreferredVerify: TLS, RequiredVerify: TLS },
  reasons: [],
  mx: [],
  promises: { mtaSts: null, tlsRpt: null, dane: null },
});
const report = (...domains: readonly string[]): PreflightReport => ({
  version: 1,
  trustStore: 'mozilla',
  port25: 'open',
  domains: domains.map(result),
});
const stored = (domain: string, at: number): KeptPreflight => ({
  result: result(domain),
  at,
  trustStore: 'mozilla',
  port25: 'open',
});

/** A store in memory, with a clock that is set by hand and a first reading that takes as long as it is told to. */
function place(content: readonly KeptPreflight[] = [], hours = 24) {
  const here = { now: 1000 * HOUR, text: JSON.stringify(content), changes: 0 };
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const store = openResultStore({
    load: () => gate.then(() => content),
    store: (text) => {
      here.text = text;
      return Promise.resolve();
    },
    keep: () => hours * HOUR,
    now: () => here.now,
    onChange: () => here.changes++,
  });
  return { here, store, open };
}

const names = (store: ResultStore): readonly string[] => store.all().map((one) => one.result.domain);
const written = (text: string): readonly string[] => parseKept(text).map((one) => one.result.domain);

describe('while the stored results are read', () => {
  it('clearing forgets them too', async () => {
    const { here, store, open } = place([stored('old.example', 999 * HOUR)]);
    const cleared = store.clear();
    open();
    await cleared;
    expect(names(store)).toEqual([]);
    expect(written(here.text)).toEqual([]);
    store.dispose();
  });

  it('new ones come in, and none is lost', async () => {
    const { here, store, open } = place([stored('old.example', 999 * HOUR), stored('both.example', 999 * HOUR)]);
    store.put(report('new.example', 'both.example'), here.now);
    const settled = store.settled();
    open();
    await settled;
    expect(written(here.text)).toEqual(['old.example', 'both.example', 'new.example']);
    expect(store.get('both.example')?.at).toBe(here.now);
    store.dispose();
  });
});

describe('a clock', () => {
  it('that was ahead does not keep a result for ever, nor what is seen after it out', () => {
    const { here, store } = place();
    here.now = 9000 * HOUR;
    store.put(report('a.example', 'b.example'), here.now);
    here.now = 1000 * HOUR;
    expect(names(store)).toEqual([]);
    store.put(report('a.example'), here.now);
    expect(store.get('a.example')?.at).toBe(here.now);
    store.dispose();
  });

  it('that is set back a little hides nothing, and what is seen then counts', () => {
    const { here, store } = place();
    store.put(report('a.example'), here.now);
    here.now -= 60_000;
    expect(names(store)).toEqual(['a.example']);
    store.put(report('a.example'), here.now);
    expect(store.get('a.example')?.at).toBe(here.now);
    store.dispose();
  });

  it('that jumps, as over a sleep, is noticed within a minute', () => {
    vi.useFakeTimers();
    try {
      const { here, store } = place();
      store.put(report('a.example'), here.now);
      const { changes } = here;
      vi.advanceTimersByTime(60_001);
      expect(here.changes).toBe(changes);
      here.now += 25 * HOUR;
      vi.advanceTimersByTime(60_001);
      expect(here.changes).toBe(changes + 1);
      expect(names(store)).toEqual([]);
      store.dispose();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an import', () => {
  it('does not replace what was seen later', () => {
    const { here, store } = place();
    store.put(report('a.example'), here.now);
    store.put(report('a.example', 'b.example'), here.now - HOUR, 'preflight.json');
    expect(store.all().map(({ result: { domain }, from }) => [domain, from])).toEqual([
      ['a.example', undefined],
      ['b.example', 'preflight.json'],
    ]);
    store.dispose();
  });

  it('of more than there is room for pushes out nothing newer', () => {
    const { here, store } = place();
    store.put(report('own.example'), here.now);
    const many = Array.from({ length: MAX_RESULTS + 5 }, (_, index) => `d${index}.example`);
    store.put(report(...many), here.now - HOUR, 'preflight.json');
    expect(store.all()).toHaveLength(MAX_RESULTS);
    expect(store.get('own.example')).toBeDefined();
    expect(store.counts(here.now - HOUR)).toBe(true);
    store.dispose();
  });

  it('that is refused makes no link of what stands in the file', () => {
    const link = '[Open the log](command:workbench.action.quit)';
    const read = readPreflight({ ...report(), trustStore: 'mozilla', port25: link });
    expect(read.ok ? '' : read.message).toContain(link);
    expect(read.ok ? '' : plainMessage(read.message)).not.toContain('](');
  });
});

it('counts nothing where results are not kept at all', () => {
  const { here, store } = place([], 0);
  store.put(report('a.example'), here.now);
  expect(names(store)).toEqual([]);
  store.dispose();
});
