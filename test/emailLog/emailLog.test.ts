import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DomainCounts, EmailLog } from '../../src/emailLog/model.ts';
import {
  analyse,
  analyseRows,
  csv,
  delivered,
  EVERY_KIND,
  fields,
  HEADER,
  input,
  logCsv,
  SECRETS,
  TLS12,
  TLS13,
  type RowParts,
} from './logFiles.ts';
import { analyseEmailLog } from '../../src/emailLog/read/emailLog.ts';

const NONE = { 'no-tls': 0, certificate: 0, demanded: 0, named: 0 };

const domain = (log: EmailLog, name: string) => {
  const found = log.domains.find((one) => one.domain === name);
  if (!found) throw new Error(`${name} is not in the log: ${log.domains.map((one) => one.domain).join(', ')}`);
  return found;
};

/** What is not zero. */
const counts = (log: EmailLog, name: string): Readonly<Record<string, unknown>> => {
  const some: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(domain(log, name))) {
    if (typeof value === 'string' || key === 'texts') continue;
    if (typeof value === 'number') {
      if (value > 0) some[key] = value;
    } else {
      const parts = Object.entries(value as Record<string, number>).filter(([, count]) => count > 0);
      if (parts.length > 0) some[key] = Object.fromEntries(parts);
    }
  }
  return some;
};

describe('every kind of row', () => {
  it.each<[string, object]>([
    [
      'acme.example',
      {
        received: 1,
        delivered: 2,
        internal: 1,
        tls: { verified: 1, unverified: 1 },
        versions: { 'TLSv1.2': 1, 'TLSv1.3': 1 },
      },
    ],
    ['globex.example', { delivered: 1, clear: 1 }],
    ['initech.example', { delivered: 1, tls: { unstated: 1 }, versions: { 'TLSv1.2': 1 } }],
    ['hooli.example', { delivered: 1, unstated: 1 }],
    ['old.example', { delivered: 1, oldTls: 1, versions: { TLSv1: 1 } }],
    ['soylent.example', { transient: 1, tlsTransient: { 'no-tls': 1 }, permanent: 1, tlsPermanent: { 'no-tls': 1 } }],
    ['wonka.example', { transient: 1, permanent: 1 }],
    ['stark.example', { transient: 1, tlsTransient: { 'no-tls': 1 } }],
    ['umbrella.example', { permanent: 1, tlsPermanent: { demanded: 1 } }],
  ])('is counted: %s', async (name, expected) => {
    expect(counts(await analyseRows(EVERY_KIND), name)).toEqual(expected);
  });

  it('adds up', async () => {
    const log = await analyseRows(EVERY_KIND);
    expect(log).toMatchObject({
      rows: EVERY_KIND.length,
      broken: { count: 0 },
      tlsColumns: 'named',
      otherDomains: null,
      limits: [],
    });
    const sum = (of: (one: DomainCounts) => number): number => log.domains.reduce((all, one) => all + of(one), 0);
    for (const key of [
      'received',
      'delivered',
      'clear',
      'internal',
      'transient',
      'permanent',
      'unstated',
      'oldTls',
    ] as const)
      expect(log.totals[key], key).toBe(sum((one) => one[key]));
    const [day] = log.days;
    expect(day).toEqual({
      time: '2026-11-16',
      received: 1,
      tls: 4,
      clear: 1,
      unstated: 1,
      transient: 3,
      tlsFailures: 3,
      permanent: 3,
    });
  });

  it('keeps of texts what is about no person', async () => {
    const log = await analyseRows(EVERY_KIND);
    expect(domain(log, 'wonka.example').texts.map(({ text }) => text)).toEqual([
      '450 4.2.2 … for … mailbox full',
      '550 5.1.1 user … unknown',
    ]);
    const json = JSON.stringify(log);
    for (const secret of [...SECRETS, '@']) expect(json.toLowerCase()).not.toContain(secret.toLowerCase());
  });
});

describe('is read the same', () => {
  const rows = EVERY_KIND.map(fields);
  const plain = csv([HEADER, ...rows]);
  const bytes = (text: string): Buffer => Buffer.from(text);
  const shuffled = [3, 14, 0, 13, 12, 11, 2, 1, 4, 5, 6, 7, 8, 9, 10];
  const reorder = (row: readonly string[]): readonly string[] => shuffled.map((index) => row[index] ?? '');
  it.each<[string, string | Uint8Array]>([
    ['with CRLF', csv([HEADER, ...rows], ',', '\r\n')],
    ['with semicolons', csv([HEADER, ...rows], ';')],
    ['with tabs', csv([HEADER, ...rows], '\t')],
    ['with a byte order mark', Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes(plain)])],
    ["with Excel's sep=", `sep=;\r\n${csv([HEADER, ...rows], ';', '\r\n')}`],
    [
      'with every field in quotes',
      [HEADER, ...rows].map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n'),
    ],
    ['without a header', csv(rows)],
    ['with a header in another language', csv([HEADER.map((_, index) => `Spalte ${index}`), ...rows])],
    [
      'with other spellings in the header',
      csv([HEADER.map((name) => name.replace('Date/Time', 'Date Time').replaceAll('_', ' ').toUpperCase()), ...rows]),
    ],
    ['with underscores', csv([HEADER.map((name) => name.replaceAll(' ', '_')), ...rows])],
    ['with columns in another order', csv([reorder(HEADER), ...rows.map(reorder)])],
    ['with columns that nobody knows', csv([[...HEADER, 'New 1', 'New 2'], ...rows.map((row) => [...row, 'x', 'y'])])],
    ['with a second header in the middle', csv([HEADER, ...rows.slice(0, 5), HEADER, ...rows.slice(5)])],
    ['with empty lines', plain.replaceAll('\n', '\n\n')],
    ['in gzip', gzipSync(plain)],
    ['in gzip of two members', Buffer.concat([gzipSync(plain.slice(0, 500)), gzipSync(plain.slice(500))])],
  ])('%s', async (_, text) => {
    const same = { tlsColumns: expect.any(String) as string, parts: expect.any(Array) as [] };
    expect(await analyse(text)).toEqual({ ...(await analyse(plain)), ...same });
  });

  it('in any pieces', async () => {
    const whole = await analyse(plain);
    const all = bytes(plain);
    for (const size of [1, 7, 100]) {
      // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for
      async function* stream(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
      }
      expect(await analyseEmailLog([{ name: 'log.csv', stream: stream() }])).toEqual(whole);
    }
  });

  it('as several files and as one', async () => {
    const one = await analyse(plain);
    const two = await analyseEmailLog([
      input(csv([HEADER, ...rows.slice(0, 9)]), 'a.csv'),
      input(csv([HEADER, ...rows.slice(9)]), 'b.csv'),
    ]);
    expect(two).toEqual({
      ...one,
      parts: [
        { name: 'a.csv', rows: 9, broken: 0 },
        { name: 'b.csv', rows: 5, broken: 0 },
      ],
    });
  });
});

describe('columns', () => {
  it('without names for TLS are the last two, if these look like it', async () => {
    const header = [...HEADER.slice(0, 13), 'X', 'Y'];
    const log = await analyse(csv([header, ...EVERY_KIND.map(fields)]));
    expect(log.tlsColumns).toBe('found');
    expect(log.totals.clear).toBe(1);
  });

  it('of TLS that are not there leave all unknown', async () => {
    const log = await analyse(csv([HEADER.slice(0, 12), ...EVERY_KIND.map((row) => fields(row).slice(0, 12))]));
    expect(log).toMatchObject({ tlsColumns: 'none', totals: { unstated: 7, clear: 0, delivered: 7 } });
  });

  it('that are few are enough', async () => {
    const log = await analyse('Recipient,Mail Event,TLS_Cipher\na@acme.example,D,:\n');
    expect(log.totals).toMatchObject({ clear: 1, delivered: 1 });
    expect(log.period).toMatchObject({ first: null, rowsWithoutTime: 1 });
  });

  it('without a name may hold the reply', async () => {
    const header = [...HEADER.slice(0, 13), 'Response', 'TLS_Cipher', 'TLS_Verified'];
    const row = fields({ event: 'T', to: 'a@acme.example', stage: 'during RCPT TO' });
    const log = await analyse(
      csv([header, [...row.slice(0, 13), '451 4.7.5 [internal] TLS negotiation failed', '', '']]),
    );
    expect(domain(log, 'acme.example').texts).toEqual([
      {
        text: '451 4.7.5 [internal] TLS negotiation failed during RCPT TO',
        trouble: 'no-tls',
        transient: 1,
        permanent: 0,
      },
    ]);
  });

  it.each<[string, readonly (readonly [string, number])[]]>([
    ['a host', [['mx.relay.example', 2]]],
    ['an address', [['192.0.2.25', 2]]],
  ])('of relays count %s', async (_, [expected]) => {
    const relay = expected?.[0] ?? '';
    const log = await analyseRows([1, 2].map(() => delivered('a@acme.example', TLS12, '', { relay })));
    expect(log.relays).toEqual([{ relay, rows: 2 }]);
  });

  it('of relays with anything but a host say nothing', async () => {
    const log = await analyseRows([delivered('a@acme.example', TLS12, '', { relay: 'zelda.quimby@acme.example' })]);
    expect(log.relays).toEqual([]);
  });
});

describe('a cause that the last row hides', () => {
  const P: RowParts = {
    event: 'P',
    to: 'a@acme.example',
    stage: '554 5.4.7 [internal] exceeded max time without delivery',
  };
  const tls: RowParts = { event: 'T', to: 'a@acme.example', stage: '451 4.7.5 [internal] TLS negotiation failed' };
  const busy: RowParts = { event: 'T', to: 'a@acme.example', stage: '421 4.3.2 busy' };
  const other = (row: RowParts): RowParts => ({ ...row, id: '17/A4-20983-88E21E84' });
  it.each<[string, readonly RowParts[], object, number]>([
    ['is that of the T rows before it', [tls, tls, P], { ...NONE, 'no-tls': 1 }, 0],
    ['is that of the T rows behind it, in a log from new to old', [P, tls, tls], { ...NONE, 'no-tls': 1 }, 0],
    ['is about TLS if one of them is', [tls, busy, P], { ...NONE, 'no-tls': 1 }, 0],
    ['is not that of another message', [other(tls), P], NONE, 1],
    ['is not that of another recipient', [{ ...tls, to: 'b@acme.example' }, P], NONE, 1],
    ['is not known without any', [P], NONE, 1],
    [
      'is not that of a row without an id',
      [
        { ...tls, id: '' },
        { ...P, id: '' },
      ],
      NONE,
      1,
    ],
    ['is not about TLS if none of them is', [busy, P], NONE, 0],
    [
      'is counted for each recipient',
      [tls, { ...tls, to: 'b@acme.example' }, P, { ...P, to: 'b@acme.example' }],
      { ...NONE, 'no-tls': 2 },
      0,
    ],
  ])('%s', async (_, rows, expected, unknown) => {
    const log = await analyseRows(rows);
    expect(domain(log, 'acme.example')).toMatchObject({ tlsPermanent: expected, causeUnknown: unknown });
  });

  it('is looked for among so many messages, and said to be unknown beyond', async () => {
    const numbered = (row: RowParts, index: number): RowParts => ({
      ...row,
      id: `16/A4-00000-${String(index).padStart(8, '0')}`,
    });
    const rows = [
      numbered(tls, 0),
      ...Array.from({ length: 40 }, (_, index) => numbered(busy, index + 1)),
      numbered(P, 0),
      numbered(P, 40),
    ];
    const few = await analyseRows(rows, { limits: { messages: 8 } });
    expect(domain(few, 'acme.example')).toMatchObject({ tlsPermanent: NONE, causeUnknown: 1 });
    expect(few.limits).toEqual([
      'The log has too many open messages at one time: the cause of some permanent failures is not known.',
    ]);
    const enough = await analyseRows(rows);
    expect(domain(enough, 'acme.example')).toMatchObject({ tlsPermanent: { 'no-tls': 1 }, causeUnknown: 0 });
    expect(enough.limits).toEqual([]);
  });
});

describe('times', () => {
  const at = (...times: readonly string[]) =>
    analyseRows(times.map((time) => delivered('a@acme.example', TLS12, '', { time })));
  it.each<[string, readonly string[], string, string | null, string | null]>([
    [
      'the month first, by a day above 12',
      ['11/5/2026 9:05', '11/16/2026 23:59'],
      'month-first',
      '2026-11-05T09:05Z',
      '2026-11-16T23:59Z',
    ],
    [
      'the day first, by a day above 12',
      ['5/11/2026 9:05', '16/11/2026 23:59'],
      'day-first',
      '2026-11-05T09:05Z',
      '2026-11-16T23:59Z',
    ],
    [
      'the month first, as a log has 30 days at most',
      ['11/1/2026 9:05', '11/7/2026 9:05'],
      'month-first',
      '2026-11-01T09:05Z',
      '2026-11-07T09:05Z',
    ],
    [
      'the day first, as a log has 30 days at most',
      ['1/11/2026 9:05', '7/11/2026 9:05'],
      'day-first',
      '2026-11-01T09:05Z',
      '2026-11-07T09:05Z',
    ],
    ['not known from one day', ['5/11/2026 9:05', '5/11/2026 10:05'], 'unknown', '5/11/2026 09:05', '5/11/2026 10:05'],
    ['not known from two that fit both', ['5/6/2026 9:05', '6/5/2026 9:05'], 'unknown', null, null],
    [
      'not known from two that contradict',
      ['5/16/2026 9:05', '16/5/2026 9:05'],
      'unknown',
      '5/16/2026 09:05',
      '16/5/2026 09:05',
    ],
    [
      'the year first',
      ['2026-11-05 09:05:17', '2026-11-06T10:00:00.000Z'],
      'year-first',
      '2026-11-05T09:05Z',
      '2026-11-06T10:00Z',
    ],
    [
      'noon and midnight',
      ['11/16/2026 12:05 AM', '11/16/2026 12:05 PM'],
      'month-first',
      '2026-11-16T00:05Z',
      '2026-11-16T12:05Z',
    ],
    ['no dates', ['soon', '99/99/2026 1:00', '2/30/2026 1:00', '11/16/2026 24:00', ''], 'year-first', null, null],
  ])('%s', async (_, times, dateOrder, first, last) => {
    const log = await at(...times);
    expect(log.period).toMatchObject({ dateOrder });
    if (first?.startsWith('5/16') !== true) {
      expect(log.period).toMatchObject({ first, last });
      expect(log.domains[0]).toMatchObject({ first, last });
    }
  });

  it('make hours and days, in their order', async () => {
    const log = await at('11/17/2026 0:10', '11/16/2026 23:50', '11/16/2026 23:59', '11/16/2026 3:00');
    expect(log.days.map(({ time, tls }) => [time, tls])).toEqual([['2026-11-16', 3], ['2026-11-17', 1]]); // prettier-ignore
    expect(log.hours.map(({ time, tls }) => [time, tls])).toEqual([['2026-11-16T03Z', 1], ['2026-11-16T23Z', 2], ['2026-11-17T00Z', 1]]); // prettier-ignore
  });

  it('stand as written where their order is not known', async () => {
    const log = await at('5/11/2026 9:05');
    expect(log.days.map(({ time }) => time)).toEqual(['5/11/2026']);
    expect(log.hours.map(({ time }) => time)).toEqual(['5/11/2026 09h']);
  });
});

describe('broken rows', () => {
  const good = csv([fields(delivered('a@acme.example'))]);
  const header = csv([HEADER]);
  it.each<[string, string, string]>([
    ['too few columns', 'a,b', 'too-few-columns'],
    ['no event', csv([fields({ event: 'X', to: 'zelda.quimby@acme.example' })]).trim(), 'no-mail-event'],
    ['no address', csv([fields(delivered('Zelda Quimby'))]).trim(), 'no-recipient-domain'],
    ['two addresses', csv([fields(delivered('zelda.quimby@a.example, b@b.example'))]).trim(), 'no-recipient-domain'],
    ['an address of no domain', csv([fields(delivered('zelda.quimby@[192.0.2.1]'))]).trim(), 'no-recipient-domain'],
    ['nothing before the @', csv([fields(delivered('@acme.example'))]).trim(), 'no-recipient-domain'],
    ['a quote that is not closed', '"zelda.quimby,b,c', 'quote-not-closed'],
    ['a row without an end', 'zelda'.repeat(30_000), 'too-long'],
  ])('%s: counted and shown without what stands there', async (_, row, reason) => {
    const log = await analyse(`${header}${good}${row}\n${good}`);
    expect(log.rows).toBe(2);
    expect(log.broken).toEqual({ count: 1, examples: [{ part: 'log.csv', line: 3, reason }] });
  });

  it('are shown a few of many', async () => {
    const log = await analyse(`${header}${good}${'a,b\n'.repeat(1000)}`);
    expect(log.broken.count).toBe(1000);
    expect(log.broken.examples).toHaveLength(10);
  });

  it('alone make no log', async () => {
    await expect(analyse('a,b,c,d\n1,2,3,4\n5,6,7,8\n')).rejects.toThrow(
      'log.csv: not an Email Log: none of its 2 rows could be read',
    );
  });

  it('with a header of something else neither', async () => {
    await expect(analyse('Sender,Message ID,User ID\n1,2,3\n')).rejects.toThrow(
      'log.csv: not an Email Log: missing columns: Mail Event, Recipient',
    );
  });

  it.each([
    ['nothing', ''],
    ['a header alone', header],
  ])('%s is an empty log', async (_, text) => {
    expect(await analyse(text)).toMatchObject({ rows: 0, domains: [], broken: { count: 0 } });
  });
});

describe('recipients', () => {
  it.each<[string, string]>([
    ['zelda@Acme.Example', 'acme.example'],
    ['<zelda@acme.example>', 'acme.example'],
    ['Zelda Quimby <zelda@acme.example>', 'acme.example'],
    ['zelda+tag@acme.example. ', 'acme.example'],
    ['zelda@bücher.example', 'xn--bcher-kva.example'],
    ['zelda@a-very.long-name.of.a.domain.example', 'a-very.long-name.of.a.domain.example'],
  ])('%s counts for %s', async (to, name) => {
    expect((await analyseRows([delivered(to)])).domains.map((one) => one.domain)).toEqual([name]);
  });

  it('of one domain in several spellings are one domain', async () => {
    const log = await analyseRows(['a@ACME.example', 'b@acme.example', 'c@Acme.Example.'].map((to) => delivered(to)));
    expect(log.domains.map((one) => [one.domain, one.delivered])).toEqual([['acme.example', 3]]);
  });
});

describe('bounds', () => {
  const many = (count: number): readonly RowParts[] =>
    Array.from({ length: count }, (_, index) => delivered(`a@d${index}.example`, index % 2 === 0 ? ':' : TLS13));

  it('of domains: the rest is in the totals, and the report says so', async () => {
    const log = await analyseRows([...many(30), ...many(5)], { limits: { domains: 10 } });
    expect(log.domains).toHaveLength(10);
    expect(log.totals).toMatchObject({ delivered: 35 });
    expect(log.otherDomains).toMatchObject({ delivered: 20, clear: 10 });
    expect(log.limits).toEqual([
      'The log has more than 10 recipient domains: 20 rows of the others are counted only in the totals, so domains are missing from the lists.',
    ]);
  });

  it('of texts, of texts of domains, of relays and of hours', async () => {
    const rows = Array.from({ length: 24 }, (_, index): RowParts => ({
      event: 'T',
      to: `a@d${index % 3}.example`,
      time: `11/16/2026 ${index}:00`,
      stage: `4${10 + index} busy`,
      relay: `r${index}.example`,
    }));
    const log = await analyseRows(rows, { limits: { texts: 5, textsOfDomains: 8, relays: 4, hours: 6 } });
    expect(log.relays).toHaveLength(4);
    expect(log.hours).toHaveLength(6);
    expect(log.domains.flatMap(({ texts }) => texts)).toHaveLength(8);
    expect(log.limits).toHaveLength(3);
    expect(log.totals.transient).toBe(24);
  });

  it('of texts keep what is known of TLS', async () => {
    const rows = Array.from({ length: 9 }, (_, index): RowParts => ({
      event: 'T',
      to: 'a@acme.example',
      stage: `4${10 + index} TLS negotiation failed`,
    }));
    const log = await analyseRows(rows, { limits: { texts: 3 } });
    expect(log.totals.tlsTransient['no-tls']).toBe(9);
    expect(domain(log, 'acme.example').texts.map(({ text }) => text)).toContain('(other texts)');
  });
});

it('can be stopped', async () => {
  const stop = new AbortController();
  const text = logCsv(Array.from({ length: 5000 }, () => delivered('a@acme.example')));
  const analysing = analyse(text, {
    signal: stop.signal,
    onProgress: () => {
      stop.abort();
    },
  });
  await analysing.catch(() => undefined);
  stop.abort();
  await expect(analyse(text, { signal: stop.signal })).rejects.toThrow(/abort/i);
});
