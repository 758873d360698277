export type CsvCell = string | number | boolean | null | undefined;

/** RFC 4180. A cell that a spreadsheet would take for a formula is made a text. */
export function csvText<C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Partial<Record<C, CsvCell>>>[],
): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Spreadsheets take a cell that begins like this for a formula, full-width forms included. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

function cell(value: CsvCell): string {
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
