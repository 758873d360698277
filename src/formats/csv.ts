import { dsvFormat } from 'd3-dsv';
import { decoded, verbatim, type DecodedText } from '../text/decoded.ts';
import { rangeOf, type Range } from '../text/source.ts';
import { BOM } from './decode.ts';

/**
 * CSV (RFC 4180) with exact ranges. d3-dsv splits the text into values; since it takes a value in one way only, writing
 * the value back tells where it stands. LF, CRLF and a lone CR end a row, as they come.
 */
export interface CsvValue {
  /** As written, quotes included; empty for an empty cell. */
  readonly range: Range;
  readonly quoted: boolean;
}

export interface CsvRow {
  readonly cells: readonly CsvValue[];
  /** Without the line end. */
  readonly range: Range;
  /** Behind the line end. */
  readonly next: number;
  /** What makes the row unreadable. */
  readonly fault: CsvFault | undefined;
}

interface CsvFault {
  readonly message: string;
  readonly range: Range;
}

export type CsvDelimiter = ',' | ';' | '\t';

export interface CsvTable {
  /** Rows that are not blank, in order. */
  readonly rows: readonly CsvRow[];
  /** Where the rows begin that are not read because there are too many. */
  readonly cutAt: number | undefined;
}

/** Never throws. */
export function parseCsv(text: string, delimiter: CsvDelimiter, most: number): CsvTable {
  const rows: CsvRow[] = [];
  let cutAt: number | undefined;
  let at = text.startsWith(BOM) ? BOM.length : 0;
  dsvFormat(delimiter).parseRows(text.slice(at), (values) => {
    if (cutAt !== undefined) return undefined;
    const row = located(text, at, values, delimiter);
    at = row.next;
    if (isBlank(row)) return undefined;
    if (rows.length < most) rows.push(row);
    else cutAt = row.range.start;
    return undefined;
  });
  return { rows, cutAt };
}

const isBlank = ({ cells, range }: CsvRow): boolean => cells.length === 1 && range.end === range.start;

/** What a cell means; every unit of it knows where it stands. */
export function cellText(text: string, { range, quoted }: CsvValue): DecodedText {
  if (!quoted) return verbatim(text.slice(range.start, range.end), range.start);
  const inner = rangeOf(range.start + 1, range.end - 1);
  const pieces = [...text.slice(inner.start, inner.end).matchAll(/[^"]+|""/g)].map(([piece], index, all) => {
    const start = inner.start + (all[index]?.index ?? 0);
    return { value: piece === '""' ? '"' : piece, source: rangeOf(start, start + piece.length) };
  });
  return decoded(pieces, inner);
}

function located(text: string, start: number, values: readonly string[], delimiter: CsvDelimiter): CsvRow {
  const cells: CsvValue[] = [];
  let fault: CsvFault | undefined;
  let at = start;
  for (const [index, value] of values.entries()) {
    const quoted = text[at] === QUOTE;
    const written = quoted ? inQuotes(value) : value;
    if (!text.startsWith(written, at)) {
      const range = rangeOf(at, text.length);
      fault ??= { message: 'a quote is opened here and never closed', range };
      return { cells, range: rangeOf(start, text.length), next: text.length, fault };
    }
    cells.push({ range: rangeOf(at, at + written.length), quoted });
    at += written.length;
    if (index === values.length - 1) break;
    if (text[at] !== delimiter) fault ??= { message: 'text follows a closing quote', range: rangeOf(at, at + 1) };
    // d3-dsv takes whatever stands behind a closing quote for the delimiter.
    at++;
  }
  const lineEnd = text.startsWith('\r\n', at) ? 2 : at < text.length ? 1 : 0;
  return { cells, range: rangeOf(start, at), next: at + lineEnd, fault };
}

const QUOTE = '"';

export const inQuotes = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** RFC 4180 §2.6: delimiters, quotes and line ends stand in quotes; blanks at the ends do so to be seen. */
export const needsQuotes = (value: string, delimiter: CsvDelimiter): boolean =>
  value.includes(delimiter) || /["\r\n]|^\s|\s$/.test(value);

export interface CsvLayout {
  readonly delimiter: CsvDelimiter;
  readonly header: CsvRow;
  /** The rows below the header, the broken ones too. */
  readonly rows: readonly CsvRow[];
}
