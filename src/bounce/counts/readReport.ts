import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import type { BounceExplanation, BounceMatch, TlsVerdict } from '../explain.ts';
import { sampleOf } from '../sample.ts';

/*
 * A report of bounced contacts or leads, as exported or queried: the column with the reasons is counted, nothing else
 * is looked at. Rows are read one at a time, whatever the size of the file; no name and no address is kept.
 */

export interface BounceReport {
  /** The headers of the columns that were read. */
  readonly columns: readonly string[];
  /** Records: rows, or what a column of counts says of them. */
  readonly records: number;
  /** Records without a reason. */
  readonly empty: number;
  /** Rows that end before the column: the notes below an exported report, or damage. */
  readonly short: number;
  /** Records with a reason in which nothing was recognised. */
  readonly unclassified: number;
  readonly tls: Readonly<Record<TlsVerdict['cause'], number>>;
  /** The most frequent first. */
  readonly groups: readonly BounceGroup[];
  /** Of reasons in which nothing was recognised. */
  readonly unclassifiedSamples: readonly string[];
  /** Why reading ended before the end of the file. */
  readonly stopped: string | undefined;
}

/** All records whose reasons mean the same. */
export interface BounceGroup {
  readonly meaning: BounceMatch;
  readonly cause: TlsVerdict;
  readonly count: number;
  /** Some of the reasons, without what could tell of a person. */
  readonly samples: readonly string[];
}

/** No column of bounce reasons was found, or this is no table. The message is for people. */
export class BounceReportError extends Error {}

export interface BounceReportOptions {
  /** Explains one reason: the table of codes is not loaded here. */
  readonly explain: (text: string) => BounceExplanation;
  /** The header of the column, where it is none of the usual ones. */
  readonly column?: string | undefined;
}

/** @throws BounceReportError; and whatever reading throws */
export async function readBounceReport(
  chunks: AsyncIterable<Uint8Array>,
  { explain, column }: BounceReportOptions,
): Promise<BounceReport> {
  const tally = newTally(explain);
  let layout: Layout | undefined;
  let before = 0;
  try {
    await eachRow(chunks, (row) => {
      if (layout) tally.add(row, layout);
      else if (++before > MAX_ROWS_BEFORE_HEADER) throw new BounceReportError(noColumn(column));
      else layout = layoutOf(row, column);
    });
  } catch (error) {
    if (!isCsvError(error) || !layout) throw noTable(error);
    tally.stop(`line ${error.lines ?? '?'} cannot be read as a row of a table`);
  }
  if (!layout) throw new BounceReportError(noColumn(column));
  return tally.result(layout);
}

const MAX_ROWS_BEFORE_HEADER = 20;
const MAX_SAMPLES = 3;
/** A row of a report has some hundred characters; an unclosed quote swallows all the rest. */
const MAX_ROW = 1024 * 1024;
const MAX_REASON_LENGTH = 4096;

const isCsvError = (error: unknown): error is CsvError & { readonly lines?: number } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');

const noTable = (error: unknown): unknown =>
  isCsvError(error) ? new BounceReportError('this is no table with a column of bounce reasons') : error;

const noColumn = (column: string | undefined): string =>
  column === undefined
    ? 'no column of bounce reasons: it is called EmailBouncedReason or Email Bounced Reason, or name it with --column'
    : `there is no column "${column}"`;

interface Layout {
  readonly columns: readonly string[];
  readonly reasons: readonly number[];
  /** Where a query counted records: our own, or an aggregate without a name. */
  readonly count: number;
}

const normal = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * `EmailBouncedReason`, `Email Bounced Reason`, `Contact.EmailBouncedReason`, `PersonEmailBouncedReason`,
 * `PC_EMAIL_BOUNCED_REASON`, and what other objects call it.
 */
const USUAL = /emailbouncedreason$|^emaillatestbouncereasontext$|^smtpbouncereason$|^bouncereason$/;

function layoutOf(row: readonly string[], column: string | undefined): Layout | undefined {
  const isReason = (header: string): boolean =>
    column === undefined ? USUAL.test(normal(header)) : normal(header) === normal(column);
  const reasons = row.flatMap((header, index) => (isReason(header) ? [index] : []));
  if (reasons.length === 0) return undefined;
  const count = row.findIndex((header) => /^(?:expr0|bouncedrecords)$/.test(normal(header)));
  return { columns: reasons.flatMap((index) => row[index] ?? []), reasons, count };
}

function newTally(explain: BounceReportOptions['explain']) {
  const groups = new Map<string, BounceGroup>();
  const tls = { yes: 0, possible: 0, no: 0, unknown: 0 };
  const counts = { records: 0, empty: 0, short: 0, unclassified: 0 };
  let unclassifiedSamples: readonly string[] = [];
  let stopped: string | undefined;
  const classify = (reason: string, count: number): void => {
    const { decisive, tls: cause } = explain(reason);
    tls[cause.cause] += count;
    if (!decisive) {
      counts.unclassified += count;
      unclassifiedSamples = withSample(unclassifiedSamples, reason);
      return;
    }
    const key = [decisive.kind, decisive.code, decisive.meaning, cause.cause].join('\n');
    const group = groups.get(key) ?? { meaning: decisive, cause, count: 0, samples: [] };
    groups.set(key, { ...group, count: group.count + count, samples: withSample(group.samples, reason) });
  };
  return {
    add(row: readonly string[], { reasons, count: at }: Layout): void {
      if (row.length <= Math.max(...reasons)) {
        counts.short++;
        return;
      }
      const count = at < 0 ? 1 : Math.max(Number(/^\d{1,9}$/.exec(row[at] ?? '')?.[0] ?? 1), 0);
      const reason = reasons.map((index) => row[index]?.trim() ?? '').find((one) => one !== '') ?? '';
      counts.records += count;
      if (reason === '') counts.empty += count;
      else classify(reason.slice(0, MAX_REASON_LENGTH), count);
    },
    stop(why: string): void {
      stopped = why;
    },
    result: ({ columns }: Layout): BounceReport => ({
      ...counts,
      columns,
      tls,
      groups: [...groups.values()].sort((a, b) => b.count - a.count || compare(a.meaning.code, b.meaning.code)),
      unclassifiedSamples,
      stopped,
    }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function withSample(samples: readonly string[], reason: string): readonly string[] {
  if (samples.length >= MAX_SAMPLES) return samples;
  const sample = sampleOf(reason);
  return samples.includes(sample) ? samples : [...samples, sample];
}

/** The rows of a table, whatever separates its cells; all before a fault are used. */
async function eachRow(chunks: AsyncIterable<Uint8Array>, use: (row: readonly string[]) => void): Promise<void> {
  const texts = decoded(chunks)[Symbol.asyncIterator]();
  let head = '';
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
    head += next.value;
    if (/[\r\n]/.test(head) || head.length > MAX_HEAD) break;
  }
  const parser = parse({
    delimiter: delimiterOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
    on_record: (row: readonly string[]) => {
      use(row);
      // Used here and now: rows that wait in the stream would be lost with the first fault.
      return null;
    },
  });
  parser.resume();
  await pipeline(Readable.from(rest(head, texts), { objectMode: false }), parser);
}

async function* rest(head: string, texts: AsyncIterator<string>): AsyncIterable<string> {
  yield head;
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) yield next.value;
}

const MAX_HEAD = 64 * 1024;

const DELIMITERS = [',', ';', '\t'] as const;

/** The separator that the first line has most of, outside quotes. */
function delimiterOf(head: string): string {
  const line = (/^\s*[^\r\n]*/.exec(head)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => line.split(delimiter).length;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

/** UTF-8, or UTF-16 with its mark; bytes that are neither become replacement characters, and codes stay readable. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (!decoder) refuseOther(chunk);
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** A workbook is what a report is exported to by default. */
function refuseOther(chunk: Uint8Array): void {
  const isZip = chunk[0] === 0x50 && chunk[1] === 0x4b;
  const isOldWorkbook = chunk[0] === 0xd0 && chunk[1] === 0xcf;
  if (isZip || isOldWorkbook)
    throw new BounceReportError('this is a workbook or an archive: export the report as "Details Only", format .csv');
}
