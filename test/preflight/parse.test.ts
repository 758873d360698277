import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import { preflightJson } from '../../src/preflight/report/json.ts';
import { parseKept, parsePreflight } from '../../src/preflight/read/parse.ts';
import type { PreflightReport } from '../../src/preflight/result.ts';

let lab: Lab;
let report: PreflightReport;
let text: string;

beforeAll(async () => {
  lab = await startLab();
  report = await preflight(
    [
      ...lab.domains.map(({ name }) => ({ kind: 'domain' as const, domain: name })),
      ...lab.relays.flatMap(({ host, ports }) => ports.map((port) => ({ kind: 'relay' as const, host, port }))),
    ],
    {
      resolver: lab.resolver,
      ca: [lab.ca],
      route: lab.route,
      controlDomains: lab.controls,
      deadlines: { dns: 400, connect: 400, banner: 400, reply: 400, handshake: 400, quit: 100, policy: 400 },
    },
  );
  text = preflightJson({
    report,
    setting: 'Required',
    settingSource: 'default',
    notProbed: [],
    notes: [],
    generatedAt: new Date('2026-11-20T08:05:00Z'),
  });
}, 60_000);

afterAll(() => lab.close());

describe('a preflight result read again', () => {
  it('is what was written, for every domain and relay of the lab', () => {
    const read = parsePreflight(text);
    expect(read).toEqual({ ok: true, report, generatedAt: Date.parse('2026-11-20T08:05:00Z') });
  });

  it('is what the cache kept', () => {
    const kept = report.domains.map((result, at) => ({ result, at, trustStore: 'system', port25: 'open' as const }));
    expect(parseKept(JSON.stringify(kept))).toEqual(kept);
    expect(parseKept(JSON.stringify([{ ...kept[0], at: 'now' }, 'x', ...kept]))).toEqual(kept);
    expect(parseKept('{}')).toEqual([]);
  });

  it('is taken with a byte order mark, and from a newer version that knows more', () => {
    const newer = JSON.parse(text) as { domains: { reasons: string[] }[] };
    newer.domains[0]?.reasons.push('of-tomorrow');
    expect(parsePreflight(`\uFEFF${JSON.stringify({ ...newer, more: 1 })}`)).toMatchObject({ ok: true, report });
  });
});

type Change = (document: Record<string, unknown>, domain: Record<string, unknown>) => void;

const REFUSED: readonly (readonly [what: string, change: Change, message: RegExp])[] = [
  ['another version', (document) => (document['version'] = 2), /version/],
  ['no domains', (document) => delete document['domains'], /domains/],
  ['a domain that is a script', (_, domain) => (domain['domain'] = '<script>'), /domain/],
  ['a domain in capitals', (_, domain) => (domain['domain'] = 'ACME.example'), /usual form/],
  ['a domain with a wildcard', (_, domain) => (domain['domain'] = '*.acme.example'), /domain/],
  ['an outcome that is none', (_, domain) => (domain['outcomes'] = { Off: ['fine'] }), /outcomes/],
  ['no outcome', (_, domain) => (domain['outcomes'] = { ...(domain['outcomes'] as object), Required: [] }), /outcomes/],
  [
    'outcomes twice',
    (_, domain) => (domain['outcomes'] = { ...(domain['outcomes'] as object), Off: ['tls', 'tls'] }),
    /sorted/,
  ],
  ['a port that is none', (_, domain) => (domain['relayPort'] = 70_000), /relayPort/],
  ['far too many hosts', (_, domain) => (domain['mx'] = Array.from({ length: 1000 }, () => ({}))), /mx/],
  ['a time that is none', (document) => (document['generatedAt'] = 'yesterday'), /generatedAt/],
];

describe('a file that is no preflight result', () => {
  it.each(REFUSED)('is refused: %s', (_, change, message) => {
    const document = JSON.parse(text) as Record<string, unknown> & { domains: Record<string, unknown>[] };
    change(document, document.domains[0] ?? {});
    const read = parsePreflight(JSON.stringify(document));
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
  });

  it.each(['', 'null', '[]', '{', '"x"', '{"version":1}', '1e999'])('is refused: %j', (some) => {
    expect(parsePreflight(some).ok).toBe(false);
  });

  it('never makes the reader throw, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('domains', 'port25', 'trustStore', 'generatedAt'), (value, key) => {
        const document = { ...(JSON.parse(text) as object), [key]: value };
        expect(typeof parsePreflight(JSON.stringify(document)).ok).toBe('boolean');
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('shows nothing of what could harm a terminal', () => {
    const document = JSON.parse(text) as { domains: { mx: unknown; reasons: unknown }[] };
    const [first] = document.domains;
    if (first) first.mx = [{ host: '\u001b[2J\u202e', preference: 0, implicit: false, probes: [] }];
    const read = parsePreflight(JSON.stringify(document));
    expect(read.ok && read.report.domains[0]?.mx[0]?.host).toBe('\\x1b[2J\\u{202e}');
  });
});
