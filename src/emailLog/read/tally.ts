import type { CsvRow } from './csvScanner.ts';
import { byteTable, FULL, type ByteTable } from './byteTable.ts';
import { ABSENT, type LogColumns } from './columns.ts';
import { COUNT, COUNT_COLUMNS, FIRST_DOMAIN, HOUR, HOUR_COLUMNS, OTHERS, VERSION_COLUMNS } from './countColumns.ts';
import { countRows, spans, type CountRows, type Spans } from './counters.ts';
import { newDomainTexts, textCounts, type DomainTexts } from './domainTexts.ts';
import { logDomains, NO_DOMAIN, OTHER_DOMAINS, type LogDomains } from './recipientDomains.ts';
import { joinKey, logJoin, NONE, type JoinKey, type LogJoin } from './messageJoin.ts';
import { logTexts, type LogTexts } from './failureTexts.ts';
import { newTimes, readTime, type TimesState } from './times.ts';
import { CLEAR, INTERNAL, isUsable, readCipher, readVerified, UNSTATED } from './tlsColumns.ts';
import { type BrokenReason, TLS_VERSIONS } from '../model.ts';

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

/** What is counted while a log is read. It does not grow with the log beyond the limits. */
export interface TallyState {
  /** Rows that were understood. */
  rows: number;
  /** Whether a D row says something of TLS. */
  tlsStated: boolean;
  /** The rows of `counts` and `seen` are domains, see `FIRST_DOMAIN`; the columns are those of `COUNT`. */
  readonly counts: CountRows;
  readonly seen: Spans;
  readonly domains: LogDomains;
  /** The rows are hours by their number in `times`; the columns are those of `HOUR`. */
  readonly hours: CountRows;
  readonly times: TimesState;
  readonly texts: LogTexts;
  readonly domainTexts: DomainTexts;
  /** P rows that wait for the T rows of their message. */
  readonly join: LogJoin;
  /** Of the message that is being looked up: made anew for each row, it would cost time. */
  readonly key: JoinKey;
  readonly relays: ByteTable;
  /** The rows are relays by their number, the one column is how many rows name them. */
  readonly relayRows: CountRows;
  relaysFull: boolean;
}

export function newTally(limits: LogLimits): TallyState {
  const texts = logTexts(limits.texts);
  const saysMore = (text: number, than: number): boolean =>
    texts.at(text).trouble !== null && texts.at(than).trouble === null;
  const tally: TallyState = {
    rows: 0,
    tlsStated: false,
    counts: countRows(COUNT_COLUMNS),
    seen: spans(),
    domains: logDomains(limits.domains),
    hours: countRows(HOUR_COLUMNS),
    times: newTimes(limits.hours),
    texts,
    domainTexts: newDomainTexts(limits.textsOfDomains),
    join: logJoin(limits.messages, saysMore, (domain, text) => {
      countCause(tally, domain, text);
    }),
    key: { high: 0, low: 0 },
    relays: byteTable(limits.relays),
    relayRows: countRows(1),
    relaysFull: false,
  };
  return tally;
}

/**
 * Counts a row of the log.
 *
 * @returns why the row is none; undefined if it was counted
 */
export function countRow(tally: TallyState, row: CsvRow, columns: LogColumns): BrokenReason | undefined {
  const { bytes, starts, ends } = row;
  if (row.count < columns.least) return 'too-few-columns';
  const event = eventLetter(bytes, starts[columns.event] ?? 0, ends[columns.event] ?? 0);
  if (event === 0) return 'no-mail-event';
  const known = tally.domains.ofAddress(row, starts[columns.recipient] ?? 0, ends[columns.recipient] ?? 0);
  if (known === NO_DOMAIN) return 'no-recipient-domain';
  const domain = known === OTHER_DOMAINS ? OTHERS : known + FIRST_DOMAIN;
  tally.rows++;
  readTime(tally.times, row, columns.time);
  tally.seen.add(domain, tally.times.now);
  if (event === RECEPTION) countReception(tally, domain);
  else if (event === DELIVERY) countDelivery(tally, row, columns, domain);
  else if (event === TRANSIENT) countTransient(tally, row, columns, domain);
  else countPermanent(tally, row, columns, domain);
  countRelay(tally, row, columns.relay);
  return undefined;
}

function countReception({ counts, hours, times }: TallyState, domain: number): void {
  counts.add(domain, COUNT.received);
  hours.add(times.hour, HOUR.received);
}

function countDelivery(tally: TallyState, row: CsvRow, columns: LogColumns, domain: number): void {
  const { counts, hours, times } = tally;
  const column = cipherColumn(row, columns);
  const found = column === ABSENT ? UNSTATED : readCipher(row, row.starts[column] ?? 0, row.ends[column] ?? 0);
  if (found === UNSTATED) {
    counts.add(domain, COUNT.unstated);
    hours.add(times.hour, HOUR.unstated);
    return;
  }
  tally.tlsStated = true;
  if (found === INTERNAL) {
    counts.add(domain, COUNT.internal);
  } else if (found === CLEAR) {
    counts.add(domain, COUNT.clear);
    hours.add(times.hour, HOUR.clear);
  } else {
    counts.add(domain, VERSION_COLUMNS[found] ?? COUNT.versions.other);
    hours.add(times.hour, HOUR.tls);
    if (isUsable(TLS_VERSIONS[found] ?? 'other')) counts.add(domain, certificateColumn(row, columns, column));
    else counts.add(domain, COUNT.oldTls);
  }
}

/** What a D row with TLS says of the server's certificate, as the column where it counts. */
function certificateColumn(row: CsvRow, columns: LogColumns, cipher: number): number {
  const column = columns.tlsAtEnd ? cipher + 1 : columns.verified;
  if (column === ABSENT || column >= row.count) return COUNT.encrypted;
  const stated = readVerified(row, row.starts[column] ?? 0, row.ends[column] ?? 0);
  return stated === 'unstated' ? COUNT.encrypted : COUNT[stated];
}

function countTransient(tally: TallyState, row: CsvRow, columns: LogColumns, domain: number): void {
  const { counts, hours, times } = tally;
  const text = tally.texts.ofRow(row, columns);
  const { trouble } = tally.texts.at(text);
  counts.add(domain, COUNT.transient);
  hours.add(times.hour, HOUR.transient);
  if (trouble) {
    counts.add(domain, COUNT.transientBy[trouble]);
    hours.add(times.hour, HOUR.tlsFailures);
  }
  const pair = textCounts(tally.domainTexts, domain, text);
  if (pair) pair.transient++;
  if (readKey(tally.key, row, columns)) tally.join.transient(tally.key, text);
}

function countPermanent(tally: TallyState, row: CsvRow, columns: LogColumns, domain: number): void {
  const { counts, hours, times } = tally;
  const text = tally.texts.ofRow(row, columns);
  const { trouble, hidesCause } = tally.texts.at(text);
  counts.add(domain, COUNT.permanent);
  hours.add(times.hour, HOUR.permanent);
  if (trouble) hours.add(times.hour, HOUR.tlsFailures);
  if (!hidesCause || trouble) countCause(tally, domain, text);
  else if (readKey(tally.key, row, columns)) tally.join.permanent(tally.key, domain);
  else countCause(tally, domain, NONE);
}

/** @param text why a P row's mail failed for good, which its T rows may have said; `NONE` where nothing says it */
function countCause({ counts, texts, domainTexts }: TallyState, domain: number, text: number): void {
  if (text === NONE) {
    counts.add(domain, COUNT.causeUnknown);
    return;
  }
  const { trouble } = texts.at(text);
  if (trouble) counts.add(domain, COUNT.permanentBy[trouble]);
  const pair = textCounts(domainTexts, domain, text);
  if (pair) pair.permanent++;
}

/** @returns whether the row says which message it is about: `into` is then its key */
function readKey(into: JoinKey, { bytes, starts, ends }: CsvRow, { id, recipient }: LogColumns): boolean {
  if (id === ABSENT) return false;
  const start = starts[id] ?? 0;
  const end = ends[id] ?? 0;
  if (start === end) return false;
  joinKey(bytes, start, end, starts[recipient] ?? 0, ends[recipient] ?? 0, into);
  return true;
}

function countRelay(tally: TallyState, row: CsvRow, column: number): void {
  if (column === ABSENT || column >= row.count) return;
  const start = row.starts[column] ?? 0;
  const end = row.ends[column] ?? 0;
  if (end === start) return;
  const number = tally.relays.number(row, start, end);
  if (number === FULL) tally.relaysFull = true;
  else tally.relayRows.add(number, 0);
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
