import { applyEdits, insert, remove, replace, type TextEdit } from '../text/edit.ts';
import { rangeOf, type Range } from '../text/source.ts';
import { inQuotes, needsQuotes, type CsvValue, type CsvDelimiter, type CsvRow, type CsvLayout } from './csv.ts';

/** Edits of CSV that keep the file's quotes, line ends and order, and touch nothing else. */

/** Writes a value; a cell in quotes keeps them. */
export const setCell = ({ range, quoted }: CsvValue, value: string, delimiter: CsvDelimiter): TextEdit =>
  replace(range, encoded(value, delimiter, quoted));

/** Edits inside a cell; what they make of it may need quotes that the cell does not have. */
export function inCell(
  text: string,
  cell: Range,
  delimiter: CsvDelimiter,
  edits: readonly TextEdit[],
): readonly TextEdit[] {
  if (text[cell.start] === '"') return edits;
  const moved = edits.map(({ range, newText }) =>
    replace(rangeOf(range.start - cell.start, range.end - cell.start), newText),
  );
  const value = applyEdits(text.slice(cell.start, cell.end), moved);
  return needsQuotes(value, delimiter) ? [replace(cell, inQuotes(value))] : edits;
}

/** A new last column, with a value for one row. */
export function addColumn(table: CsvLayout, name: string, row: CsvRow, value: string): readonly TextEdit[] {
  const { delimiter, header, rows } = table;
  const width = header.cells.length;
  const quoted = header.cells.at(-1)?.quoted === true;
  const cell = (own: string): string => delimiter + encoded(own, delimiter, quoted && own !== '');
  const edits = [insert(header.range.end, cell(name))];
  for (const one of rows) {
    if (one.fault || one.cells.length < width) continue;
    const there = one.cells[width];
    const own = one === row ? value : '';
    if (!there) edits.push(insert(one.range.end, cell(own)));
    else if (own !== '') edits.push(setCell(there, own, delimiter));
  }
  return edits;
}

/** Takes a column out, header and all, with one delimiter. Rows that cannot be read keep what they have. */
export function removeColumn({ header, rows }: CsvLayout, index: number): readonly TextEdit[] {
  const width = header.cells.length;
  return [header, ...rows].flatMap(({ cells, fault }) => {
    const cell = cells[index];
    if (!cell || fault || cells.length < width) return [];
    const next = cells[index + 1];
    const previous = cells[index - 1];
    if (next) return [remove(rangeOf(cell.range.start, next.range.start))];
    return [remove(previous ? rangeOf(previous.range.end, cell.range.end) : cell.range)];
  });
}

const encoded = (value: string, delimiter: CsvDelimiter, quoted: boolean): string =>
  quoted || needsQuotes(value, delimiter) ? inQuotes(value) : value;
