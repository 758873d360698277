import type { Span } from './counters.ts';
import {
  type DomainCounts,
  type DomainEvidence,
  type EmailLog,
  type TextEvidence,
  type TimeCounts,
  type TroubleCounts,
  type DateOrder,
  type TlsVersion,
  TLS_VERSIONS,
} from '../model.ts';
import { COUNT, FIRST_DOMAIN, HOUR, OTHERS } from './countColumns.ts';
import { countedPairs } from './domainTexts.ts';
import type { TallyState } from './tally.ts';
import type { WrittenHour } from './dateTime.ts';
import { dateOrderOf, hoursOf } from './times.ts';
import type { TlsTrouble } from '../tlsFailure.ts';
import type { Reading } from './reading.ts';

/** All that was counted, as data that can be written out as it is. */
export function logReport(log: Reading): EmailLog {
  const { tally } = log;
  const order = dateOrderOf(tally.times);
  const domains = domainEvidence(tally, order);
  const others = countsOf((column) => tally.counts.get(OTHERS, column));
  const hours = timeCounts(tally, order, hourText);
  return {
    version: 1,
    parts: log.parts,
    rows: tally.rows,
    broken: { count: log.broken, examples: log.examples },
    period: { ...firstAndLast(tally.seen.all(), order), dateOrder: order, rowsWithoutTime: tally.times.withoutTime },
    tlsColumns: log.tlsNamed ? 'named' : tally.tlsStated ? 'found' : 'none',
    totals: countsOf(tally.counts.sum),
    domains,
    otherDomains: rowsOf(others) > 0 ? others : null,
    days: timeCounts(tally, order, dayText),
    hours,
    relays: relaysOf(tally),
    limits: limitsHit(tally, others),
  };
}

/** All rows of a domain. */
const rowsOf = ({ received, delivered, internal, transient, permanent }: DomainCounts): number =>
  received + delivered + internal + transient + permanent;

function domainEvidence(tally: TallyState, order: DateOrder): readonly DomainEvidence[] {
  const texts = textsByDomain(tally);
  return tally.domains.names
    .map((domain, index): DomainEvidence => {
      const row = index + FIRST_DOMAIN;
      return {
        domain,
        ...firstAndLast(tally.seen.get(row), order),
        ...countsOf((column) => tally.counts.get(row, column)),
        texts: texts.get(row) ?? [],
      };
    })
    .sort((a, b) => rowsOf(b) - rowsOf(a) || (a.domain < b.domain ? -1 : 1));
}

function countsOf(of: (column: number) => number): DomainCounts {
  const tls = { verified: of(COUNT.verified), unverified: of(COUNT.unverified), unstated: of(COUNT.encrypted) };
  const [clear, oldTls, unstated] = [of(COUNT.clear), of(COUNT.oldTls), of(COUNT.unstated)];
  const versions: Partial<Record<TlsVersion, number>> = {};
  for (const version of TLS_VERSIONS) {
    const seen = of(COUNT.versions[version]);
    if (seen > 0) versions[version] = seen;
  }
  return {
    received: of(COUNT.received),
    delivered: clear + tls.verified + tls.unverified + tls.unstated + oldTls + unstated,
    clear,
    tls,
    oldTls,
    unstated,
    versions,
    internal: of(COUNT.internal),
    transient: of(COUNT.transient),
    tlsTransient: troublesOf(of, COUNT.transientBy),
    permanent: of(COUNT.permanent),
    tlsPermanent: troublesOf(of, COUNT.permanentBy),
    causeUnknown: of(COUNT.causeUnknown),
  };
}

const troublesOf = (of: (column: number) => number, columns: Readonly<Record<TlsTrouble, number>>): TroubleCounts => ({
  'no-tls': of(columns['no-tls']),
  certificate: of(columns.certificate),
  demanded: of(columns.demanded),
  named: of(columns.named),
});

/** Of one domain. */
const MAX_TEXTS = 20;

function textsByDomain({ domainTexts, texts }: TallyState): ReadonlyMap<number, readonly TextEvidence[]> {
  const byDomain = new Map<number, TextEvidence[]>();
  for (const pair of countedPairs(domainTexts)) {
    const { text, trouble } = texts.at(pair.text);
    const list = byDomain.get(pair.domain) ?? [];
    list.push({ text, trouble, ...pair.counts });
    byDomain.set(pair.domain, list);
  }
  const often = ({ transient, permanent }: TextEvidence): number => transient + permanent;
  for (const [domain, list] of byDomain)
    byDomain.set(
      domain,
      // Those about TLS first: they must not be cut off.
      list
        .sort((a, b) => Number(b.trouble !== null) - Number(a.trouble !== null) || often(b) - often(a))
        .slice(0, MAX_TEXTS),
    );
  return byDomain;
}

type Namer = (hour: WrittenHour, order: DateOrder) => string;

function timeCounts({ hours, times }: TallyState, order: DateOrder, name: Namer): readonly TimeCounts[] {
  const found = new Map<string, { readonly key: number; readonly counts: TimeCounts }>();
  for (const [row, hour] of hoursOf(times).entries()) {
    if (!hour) continue;
    const time = name(hour, order);
    const before = found.get(time);
    const of = (column: keyof typeof HOUR): number => (before?.counts[column] ?? 0) + hours.get(row, HOUR[column]);
    found.set(time, {
      key: before?.key ?? sortKey(hour, order),
      counts: {
        time,
        received: of('received'),
        tls: of('tls'),
        clear: of('clear'),
        unstated: of('unstated'),
        transient: of('transient'),
        tlsFailures: of('tlsFailures'),
        permanent: of('permanent'),
      },
    });
  }
  return [...found.values()]
    .sort((a, b) => a.key - b.key)
    .map(({ counts }) => counts)
    .filter((counts) => Object.values(counts).some((count) => typeof count === 'number' && count > 0));
}

/** Where the order is not known, they stand as if the month came first; nothing is said of it. */
function sortKey({ yearFirst, year, first, second, hour }: WrittenHour, order: DateOrder): number {
  const [month, day] = order === 'day-first' && !yearFirst ? [second, first] : [first, second];
  return ((year * 16 + month) * 32 + day) * 24 + hour;
}

function dayText({ yearFirst, year, first, second }: WrittenHour, order: DateOrder): string {
  if (order === 'unknown' && !yearFirst) return `${first}/${second}/${year}`;
  const [month, day] = order === 'day-first' && !yearFirst ? [second, first] : [first, second];
  return `${year}-${two(month)}-${two(day)}`;
}

function hourText(hour: WrittenHour, order: DateOrder): string {
  const day = dayText(hour, order);
  return day.includes('/') ? `${day} ${two(hour.hour)}h` : `${day}T${two(hour.hour)}Z`;
}

const two = (number: number): string => String(number).padStart(2, '0');

function firstAndLast({ monthFirst, dayFirst }: Span, order: DateOrder): { first: string | null; last: string | null } {
  const text = (index: 0 | 1): string | null => {
    if (order === 'day-first') return isoMinute(dayFirst[index]);
    if (order !== 'unknown') return isoMinute(monthFirst[index]);
    // Only where both readings mean the same row is it the first or the last.
    const [a, b] = [written(monthFirst[index], 'month'), written(dayFirst[index], 'day')];
    return a === b ? a : null;
  };
  return { first: text(0), last: text(1) };
}

function isoMinute(minutes: number): string | null {
  return Number.isFinite(minutes) ? `${new Date(minutes * 60_000).toISOString().slice(0, 16)}Z` : null;
}

/** As the log has it, from one of its two readings. */
function written(minutes: number, first: 'month' | 'day'): string | null {
  if (!Number.isFinite(minutes)) return null;
  const date = new Date(minutes * 60_000);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const [one, other] = first === 'month' ? [month, day] : [day, month];
  return `${one}/${other}/${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

const MAX_RELAYS = 50;

/** A host or an address, and nothing that could be something else. */
const HOST = /^\[?[a-z0-9](?:[a-z0-9.:_-]*[a-z0-9])?\]?(?:\s*[([][0-9a-f.:]+[)\]])?(?::\d{1,5})?$/;

function relaysOf({ relays, relayRows }: TallyState): EmailLog['relays'] {
  return Array.from({ length: relays.size }, (_, number) => ({
    relay: relays.text(number),
    rows: relayRows.get(number, 0),
  }))
    .filter(({ relay }) => HOST.test(relay) && relay.length <= 255)
    .sort((a, b) => b.rows - a.rows || (a.relay < b.relay ? -1 : 1))
    .slice(0, MAX_RELAYS);
}

function limitsHit(tally: TallyState, others: DomainCounts): readonly string[] {
  const { domains, texts, domainTexts, times, join, relays } = tally;
  const count = (number: number): string => number.toLocaleString('en');
  return [
    ...(rowsOf(others) > 0
      ? [
          `The log has more than ${count(domains.names.length)} recipient domains: ${count(rowsOf(others))} rows of the others are counted only in the totals, so domains are missing from the lists.`,
        ]
      : []),
    ...(domainTexts.overflowed || texts.overflowed
      ? ['The log has too many different failure texts: some are counted as "(other texts)" or are left out.']
      : []),
    ...(join.gaveUp
      ? ['The log has too many open messages at one time: the cause of some permanent failures is not known.']
      : []),
    ...(tally.relaysFull
      ? [`Only the first ${count(relays.size)} values of the Relay Address column are counted.`]
      : []),
    ...(times.overflowed ? ['The log covers too many hours: later hours are missing from the charts.'] : []),
  ];
}
