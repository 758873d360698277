/** The analysis against a plain one: rows from csv-parse, a Map, and nothing clever. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tlsTrouble, hidesCause } from '../../src/emailLog/tlsFailure.ts';
import { analyse, csv, fields, HEADER, TLS12, TLS13, type RowParts } from './logFiles.ts';

const STAGES = [
  '',
  'during RCPT TO',
  'handshaking TLS',
  '451 4.7.5 [internal] TLS negotiation failed',
  '451 4.7.5 [internal] remote node SSL certificate not signed by a valid CA',
  '450 4.2.2 "full, over quota" <jane@acme.example>',
  '554 5.4.7 [internal] exceeded max time without delivery',
  '530 5.7.0 Must issue a STARTTLS command first',
];

const row: fc.Arbitrary<RowParts> = fc.record({
  event: fc.constantFrom('R', 'D', 'T', 'P'),
  id: fc.constantFrom('16/A4-00001-00000001', '16/A4-00002-00000002'),
  to: fc
    .tuple(
      fc.constantFrom('a', 'b.c', 'D'),
      fc.constantFrom('acme.example', 'ACME.example', 'globex.example', 'x.y.test'),
    )
    .map(([local, domain]) => `${local}@${domain}`),
  time: fc
    .tuple(fc.integer({ min: 13, max: 20 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([day, hour, minute]) => `11/${day}/2026 ${hour}:${String(minute).padStart(2, '0')}`),
  stage: fc.constantFrom(...STAGES),
  cipher: fc.constantFrom('', ':', 'None', TLS12, TLS13, 'TLSv1:AES128-SHA'),
  verified: fc.constantFrom('', 'Verified', 'Unverified'),
});

type Tally = Record<string, number>;

/** Counts by domain, as the documentation of the columns says. */
function plainly(text: string): { readonly domains: Record<string, Tally>; readonly hours: Record<string, Tally> } {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  const domains: Record<string, Tally> = {};
  const hours: Record<string, Tally> = {};
  const add = (into: Record<string, Tally>, key: string, what: string): void => {
    const counts = (into[key] ??= {});
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const causes = new Map<string, { tls: string[]; any: number }>();
  const keyOf = (one: Record<string, string>): string =>
    `${one['Internal Message ID']}\n${one['Recipient']?.toLowerCase()}`;
  for (const one of rows) {
    if (one['Mail Event'] !== 'T') continue;
    const known = causes.get(keyOf(one)) ?? { tls: [], any: 0 };
    const trouble = tlsTrouble(one['Delivery Stage'] ?? '');
    if (trouble) known.tls.push(trouble);
    known.any++;
    causes.set(keyOf(one), known);
  }
  for (const one of rows) {
    const domain = (one['Recipient'] ?? '').split('@')[1]?.toLowerCase() ?? '';
    const [, day = '', hour = ''] = /^11\/(\d+)\/2026 (\d+):/.exec(one['Date/Time'] ?? '') ?? [];
    const time = `2026-11-${day}T${hour.padStart(2, '0')}Z`;
    const stage = one['Delivery Stage'] ?? '';
    const trouble = tlsTrouble(stage);
    const [version = ''] = (one['TLS_Cipher'] ?? '').split(':');
    if (one['Mail Event'] === 'R') {
      add(domains, domain, 'received');
      add(hours, time, 'received');
    } else if (one['Mail Event'] === 'D') {
      const kind =
        version === 'None'
          ? 'internal'
          : one['TLS_Cipher'] === ':'
            ? 'clear'
            : version === ''
              ? 'unstated'
              : version === 'TLSv1'
                ? 'oldTls'
                : `tls ${one['TLS_Verified'] === '' ? 'unstated' : (one['TLS_Verified'] ?? '').toLowerCase()}`;
      add(domains, domain, kind);
      if (kind !== 'internal') add(hours, time, kind === 'clear' || kind === 'unstated' ? kind : 'tls');
    } else {
      const temporary = one['Mail Event'] === 'T';
      const what = temporary ? 'transient' : 'permanent';
      add(domains, domain, what);
      add(hours, time, what);
      if (trouble) {
        add(hours, time, 'tlsFailures');
        add(domains, domain, `${what} ${trouble}`);
      } else if (!temporary && hidesCause(stage)) {
        const cause = causes.get(keyOf(one));
        if (!cause) add(domains, domain, 'causeUnknown');
        // Several troubles in one message: either may be named.
        else if (cause.tls.length > 0) add(domains, domain, 'permanent joined');
      }
    }
  }
  return { domains, hours };
}

const nonZero = (counts: Tally): Tally => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

it('is equal to counting plainly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
      const text = csv([HEADER, ...rows.map(fields)]);
      const expected = plainly(text);
      const log = await analyse(text);
      const found = log.domains.map(({ domain, tls, tlsTransient, tlsPermanent, ...one }) => {
        const joined = expected.domains[domain]?.['permanent joined'] ?? 0;
        const own = Object.entries(tlsPermanent).reduce((sum, [, count]) => sum + count, 0);
        const direct = ['no-tls', 'certificate', 'demanded', 'named'].reduce(
          (sum, kind) => sum + (expected.domains[domain]?.[`permanent ${kind}`] ?? 0),
          0,
        );
        expect(own).toBe(joined + direct);
        const { received, clear, oldTls, unstated, internal, transient, permanent, causeUnknown } = one;
        return [
          domain,
          nonZero({
            received, clear, oldTls, unstated, internal, transient, permanent, causeUnknown,
            'tls verified': tls.verified, 'tls unverified': tls.unverified, 'tls unstated': tls.unstated,
            'transient no-tls': tlsTransient['no-tls'], 'transient certificate': tlsTransient.certificate, 'transient demanded': tlsTransient.demanded,
          }), // prettier-ignore
        ] as const;
      });
      const wanted = Object.entries(expected.domains).map(
        ([domain, counts]) =>
          [domain, Object.fromEntries(Object.entries(counts).filter(([key]) => !/^permanent ./.test(key)))] as const,
      );
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
      expect(Object.fromEntries(log.hours.map(({ time, ...counts }) => [time, nonZero(counts)]))).toEqual(
        expected.hours,
      );
    }),
    { numRuns: 300 },
  );
}, 60_000);
