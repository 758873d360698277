import type { CsvRow } from './csvScanner.ts';
import { byteTable, FULL } from './byteTable.ts';
import { ABSENT, type LogColumns } from './columns.ts';
import { countRows, spans } from './counters.ts';
import { logDomains, NO_DOMAIN, OTHER_DOMAINS } from './recipientDomains.ts';
import { joinKey, logJoin, NONE, type JoinKey } from './messageJoin.ts';
import { logTexts } from './failureTexts.ts';
import { newTimes, readTime } from './times.ts';
import { CLEAR, INTERNAL, isUsable, readCipher, readVerified, UNSTATED } from './tlsColumns.ts';
import { type BrokenReason, TLS_VERSIONS } from '../model.ts';
import { TLS_TROUBLES } from '../tlsFailure.ts';

/** How much of a log is kept in memory, whatever its size. */
export interface LogLimits {
  readonly domains: number;
  readonly texts: number;
  /** Of all domains together. */
  readonly textsOfDomains: number;
  /** Messages that wait for their other rows; a power of two. */
  readonly messages: number;
  readonly relays: number;
  readonly hours: number;
}

export const LOG_LIMITS: LogLimits = {
  domains: 50_000,
  texts: 1000,
  textsOfDomains: 100_000,
  messages: 262_144,
  relays: 1000,
  hours: 24 * 400,
};

/** What is counted for each domain; behind these stand the TLS versions. */
export const COUNT = {
  received: 0,
  clear: 1,
  verified: 2,
  unverified: 3,
  encrypted: 4,
  oldTls: 5,
  unstated: 6,
  internal: 7,
  transient: 8,
  permanent: 9,
  causeUnknown: 10,
  transientTrouble: 11,
  permanentTrouble: 15,
  versions: 19,
} as const;
const COUNTS = COUNT.versions + TLS_VERSIONS.length;

/** What is counted for each hour. */
export const HOUR = { received: 0, tls: 1, clear: 2, unstated: 3, transient: 4, tlsFailures: 5, permanent: 6 } as const;
const HOURS = 7;

/** The first row of the counts is for domains without room; then they follow in their order. */
export const OTHERS = 0;
export const FIRST_DOMAIN = 1;

export type LogTally = ReturnType<typeof logTally>;

/** Counts the rows of a log. What it holds does not grow with the log beyond the limits. */
export function logTally(limits: LogLimits) {
  const counts = countRows(COUNTS);
  const hours = countRows(HOURS);
  const domains = logDomains(limits.domains);
  const texts = logTexts(limits.texts);
  const times = newTimes(limits.hours);
  const seen = spans();
  const relays = byteTable(limits.relays);
  const relayRows = countRows(1);
  /** By domain and text: T rows and P rows. */
  const pairs = new Map<number, { transient: number; permanent: number }>();
  const key: JoinKey = { high: 0, low: 0 };
  const state = { rows: 0, pairsFull: false, relaysFull: false, tlsStated: false };

  const isBetter = (text: number, than: number): boolean =>
    texts.at(text).trouble !== null && texts.at(than).trouble === null;
  const join = logJoin(limits.messages, isBetter, (domain, text) => {
    if (text === NONE) add(domain, COUNT.causeUnknown);
    else countPermanent(domain, text);
  });

  const add = counts.add;

  function pair(domain: number, text: number): { transient: number; permanent: number } | undefined {
    if (domain === OTHERS) return undefined;
    const number = domain * 65_536 + text;
    const known = pairs.get(number);
    if (known) return known;
    if (pairs.size >= limits.textsOfDomains) {
      state.pairsFull = true;
      return undefined;
    }
    const fresh = { transient: 0, permanent: 0 };
    pairs.set(number, fresh);
    return fresh;
  }

  function countPermanent(domain: number, text: number): void {
    const { trouble } = texts.at(text);
    if (trouble) add(domain, COUNT.permanentTrouble + TLS_TROUBLES.indexOf(trouble));
    const own = pair(domain, text);
    if (own) own.permanent++;
  }

  function delivered(row: CsvRow, columns: LogColumns, domain: number, hour: number): void {
    const { starts, ends } = row;
    const cipher = cipherColumn(row, columns);
    const found = cipher === ABSENT ? UNSTATED : readCipher(row, starts[cipher] ?? 0, ends[cipher] ?? 0);
    if (found !== UNSTATED) state.tlsStated = true;
    if (found === INTERNAL) {
      add(domain, COUNT.internal);
    } else if (found === CLEAR) {
      add(domain, COUNT.clear);
      hours.add(hour, HOUR.clear);
    } else if (found === UNSTATED) {
      add(domain, COUNT.unstated);
      hours.add(hour, HOUR.unstated);
    } else {
      const version = TLS_VERSIONS[found] ?? 'other';
      add(domain, COUNT.versions + found);
      hours.add(hour, HOUR.tls);
      if (!isUsable(version)) add(domain, COUNT.oldTls);
      else {
        const verified = columns.tlsAtEnd ? cipher + 1 : columns.verified;
        const start = verified === ABSENT || verified >= row.count ? 0 : (starts[verified] ?? 0);
        const end = verified === ABSENT || verified >= row.count ? 0 : (ends[verified] ?? 0);
        const kind = readVerified(row, start, end);
        add(domain, kind === 'verified' ? COUNT.verified : kind === 'unverified' ? COUNT.unverified : COUNT.encrypted);
      }
    }
  }

  /** @returns whether the row says which message it is about */
  function readKey({ bytes, starts, ends }: CsvRow, { id, recipient }: LogColumns): boolean {
    const [start, end] = id === ABSENT ? [0, 0] : [starts[id] ?? 0, ends[id] ?? 0];
    if (start === end) return false;
    joinKey(bytes, start, end, starts[recipient] ?? 0, ends[recipient] ?? 0, key);
    return true;
  }

  function failed(row: CsvRow, columns: LogColumns, domain: number, hour: number, permanent: boolean): void {
    const text = texts.ofRow(row, columns);
    const { trouble, hidesCause } = texts.at(text);
    if (trouble) hours.add(hour, HOUR.tlsFailures);
    const joins = (!permanent || (hidesCause && !trouble)) && readKey(row, columns);
    if (permanent) {
      add(domain, COUNT.permanent);
      hours.add(hour, HOUR.permanent);
      if (!hidesCause || trouble) countPermanent(domain, text);
      else if (joins) join.permanent(key, domain);
      else add(domain, COUNT.causeUnknown);
      return;
    }
    add(domain, COUNT.transient);
    hours.add(hour, HOUR.transient);
    if (trouble) add(domain, COUNT.transientTrouble + TLS_TROUBLES.indexOf(trouble));
    const own = pair(domain, text);
    if (own) own.transient++;
    if (joins) join.transient(key, text);
  }

  function relay(row: CsvRow, column: number): void {
    if (column === ABSENT || column >= row.count) return;
    const start = row.starts[column] ?? 0;
    const end = row.ends[column] ?? 0;
    if (end === start) return;
    const number = relays.number(row, start, end);
    if (number === FULL) state.relaysFull = true;
    else relayRows.add(number, 0);
  }

  /** @returns why the row is none; undefined if it was counted */
  function row(found: CsvRow, columns: LogColumns): BrokenReason | undefined {
    const { bytes, starts, ends } = found;
    if (found.count < columns.least) return 'too-few-columns';
    const event = eventLetter(bytes, starts[columns.event] ?? 0, ends[columns.event] ?? 0);
    if (event === 0) return 'no-mail-event';
    const known = domains.ofAddress(found, starts[columns.recipient] ?? 0, ends[columns.recipient] ?? 0);
    if (known === NO_DOMAIN) return 'no-recipient-domain';
    const domain = known === OTHER_DOMAINS ? OTHERS : known + FIRST_DOMAIN;
    state.rows++;
    readTime(times, found, columns.time);
    const { hour } = times;
    seen.add(domain, times.now);
    if (event === RECEPTION) {
      add(domain, COUNT.received);
      hours.add(hour, HOUR.received);
    } else if (event === DELIVERY) delivered(found, columns, domain, hour);
    else failed(found, columns, domain, hour, event === PERMANENT);
    relay(found, columns.relay);
    return undefined;
  }

  return { row, join, counts, hours, domains, texts, times, seen, relays, relayRows, pairs, state };
}

const RECEPTION = 114;
const DELIVERY = 100;
const TRANSIENT = 116;
const PERMANENT = 112;

/** The letter in small; 0 for anything else. */
function eventLetter(bytes: Uint8Array, start: number, end: number): number {
  let from = start;
  let to = end;
  while (from < to && bytes[from] === 32) from++;
  while (to > from && bytes[to - 1] === 32) to--;
  const letter = to - from === 1 ? (bytes[from] ?? 0) | 32 : 0;
  return letter === RECEPTION || letter === DELIVERY || letter === TRANSIENT || letter === PERMANENT ? letter : 0;
}

/** Without a name, the TLS columns are the last two of a row (KB 000383894), if these look like it. */
function cipherColumn(row: CsvRow, columns: LogColumns): number {
  if (!columns.tlsAtEnd) return columns.cipher < row.count ? columns.cipher : ABSENT;
  const column = row.count - 2;
  if (column <= columns.recipient) return ABSENT;
  return readCipher(row, row.starts[column] ?? 0, row.ends[column] ?? 0) === UNSTATED ? ABSENT : column;
}
