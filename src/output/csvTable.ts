/** A table as RFC 4180 has it, safe to open in a spreadsheet. */
export function csvTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Partial<Record<Column, CsvValue>>>[],
): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return lines.map((line) => `${line}\r\n`).join('');
}

export type CsvValue = string | number | boolean | null | undefined;

/** Spreadsheets take a cell that begins like this for a formula, full-width forms included. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

function cell(value: CsvValue): string {
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
