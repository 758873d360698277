import { rangeOf, type Range, type SourceText } from '../../text/source.ts';
import { cellText, parseCsv, type CsvDelimiter, type CsvRow, type CsvLayout } from '../../formats/csv.ts';
import { FILTER_FIELDS, RELAY_FIELDS, type ExportProblem } from './records.ts';
import { isSecret, MAX_RECORDS, tooMany, type RawExport, type RawField, type RawRecord } from './rawRecord.ts';

/** Exported records in CSV with a header, as `sf data query --result-format csv` and spreadsheets write it. */
export function csvExport(source: SourceText): RawExport {
  const { text } = source;
  if (text.trim() === '') return { records: [], problems: [], secrets: [] };
  const delimiter = delimiterOf(text);
  const { rows: all, cutAt } = parseCsv(text, delimiter, MAX_RECORDS + 1);
  const [header, ...rows] = all;
  const names = header?.cells.map((cell) => cellText(text, cell).value.trim().toLowerCase()) ?? [];
  const headless = !names.some((name) => KNOWN.has(name));
  if (!header || header.fault || headless) {
    const message = header?.fault?.message ?? 'the first line contains no field of a relay or domain filter';
    // Without a header, any cell may be the password.
    const problem = { message, range: header?.fault?.range ?? header?.range ?? rangeOf(0, 0), lost: true };
    return {
      records: [],
      problems: [problem],
      secrets: [rangeOf(header?.fault ? 0 : (header?.next ?? 0), text.length)],
    };
  }
  const layout: CsvLayout = { delimiter, header, rows };
  const faults = rows.flatMap((row) => rowProblem(source, layout, row) ?? []);
  const sound = rows.filter((row) => rowProblem(source, layout, row) === undefined);
  const secretColumns = names.flatMap((name, index) => (isSecret(name) ? [index] : []));
  return {
    records: sound.map((row) => readRow(source, layout, names, row)),
    problems: [...fewer(faults), ...(cutAt === undefined ? [] : [tooMany(cutAt, source)])],
    secrets: [
      ...sound.flatMap(({ cells }) => secretColumns.flatMap((index) => cells[index]?.range ?? [])),
      ...(secretColumns.length > 0 ? hidden(rows, sound, cutAt, text) : []),
    ],
  };
}

/** A file with another shape has as many faults as rows. */
const MAX_FAULTS = 20;

function fewer(faults: readonly ExportProblem[]): readonly ExportProblem[] {
  const [next] = faults.slice(MAX_FAULTS);
  if (!next) return faults;
  const message = `${faults.length - MAX_FAULTS} more rows are not read`;
  return [...faults.slice(0, MAX_FAULTS), { ...next, message }];
}

const KNOWN: ReadonlySet<string> = new Set([...RELAY_FIELDS, ...FILTER_FIELDS].map((name) => name.toLowerCase()));

/** Rows whose cells are not what the header says, and rows that nobody looked at. */
const hidden = (
  rows: readonly CsvRow[],
  sound: readonly CsvRow[],
  cutAt: number | undefined,
  text: string,
): readonly Range[] => [
  ...rows.filter((row) => !sound.includes(row)).map(({ range }) => range),
  ...(cutAt === undefined ? [] : [rangeOf(cutAt, text.length)]),
];

/** Spreadsheets write semicolons where the comma is for decimals, and tabs when asked to. */
const DELIMITERS: readonly CsvDelimiter[] = [',', ';', '\t'];

/** The delimiter that makes the most known names of the first line; headers have no line breaks. */
function delimiterOf(text: string): CsvDelimiter {
  const line = /^\uFEFF?[\r\n]*([^\r\n]{0,10000})/.exec(text)?.[1] ?? '';
  const score = (delimiter: CsvDelimiter): number =>
    parseCsv(line, delimiter, 1)
      // Behind a closing quote, d3-dsv takes whatever comes for the delimiter; that is a fault.
      .rows.flatMap(({ cells, fault }) => (fault ? [] : cells))
      .filter((cell) => KNOWN.has(cellText(line, cell).value.trim().toLowerCase())).length;
  const [first = ',', ...others] = DELIMITERS;
  return others.reduce((best, one) => (score(one) > score(best) ? one : best), first);
}

function rowProblem(source: SourceText, { header, rows }: CsvLayout, row: CsvRow): ExportProblem | undefined {
  if (row.fault) return { ...row.fault, message: `the row is not read: ${row.fault.message}`, lost: true };
  const extra = row.cells.slice(header.cells.length);
  const isLast = row === rows.at(-1);
  // Spreadsheets write empty cells behind the last column.
  if (row.cells.length >= header.cells.length && extra.every(({ range }) => range.start === range.end))
    return undefined;
  const message = `the row is not read: it has ${row.cells.length} values where the header names ${header.cells.length}`;
  return { message, range: isLast ? row.range : oneLine(source, row.range), lost: true };
}

/** A quote out of place can swallow many lines. */
function oneLine(source: SourceText, range: Range): Range {
  const { line } = source.positionAt(range.start);
  return rangeOf(range.start, Math.min(range.end, range.start + source.lineAt(line).length));
}

function readRow(source: SourceText, table: CsvLayout, names: readonly string[], row: CsvRow): RawRecord {
  const fields = new Map<string, RawField>();
  for (const [index, name] of names.entries()) {
    const head = table.header.cells[index];
    const cell = row.cells[index];
    // Of two columns with one name, the first counts: nobody says which does.
    if (head && cell && !fields.has(name)) fields.set(name, readCell(source, table, name, head.range, cell));
  }
  return {
    place: { format: 'csv', row, table },
    range: row.range,
    type: undefined,
    referenceId: undefined,
    parent: undefined,
    fields,
  };
}

function readCell(
  source: SourceText,
  { delimiter }: CsvLayout,
  name: string,
  nameRange: Range,
  cell: CsvRow['cells'][number],
): RawField {
  const { range } = cell;
  if (isSecret(name)) {
    const empty = range.end - range.start <= (cell.quoted ? 2 : 0);
    return { nameRange, range, state: empty ? 'empty' : 'value', text: undefined, segment: undefined };
  }
  const text = cellText(source.text, cell);
  return {
    nameRange,
    range,
    state: text.value.trim() === '' ? 'empty' : 'value',
    text: text.value,
    segment: { text, outer: range, syntax: 'csv', delimiter },
  };
}
