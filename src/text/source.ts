/** A half-open span of a text, as offsets in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range in a named file. File names are relative to the project root, with `/`. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** Zero-based; `character` counts UTF-16 units. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/** A file's text with a line table that is made on first use. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  positionAt(offset: number): Position;
  /** The line's text, without its line end. */
  lineAt(line: number): string;
}

export function sourceText(file: string, text: string): SourceText {
  let starts: readonly number[] | undefined;
  const lineStarts = (): readonly number[] => (starts ??= findLineStarts(text));
  return {
    file,
    text,
    positionAt(offset) {
      const table = lineStarts();
      const bounded = Math.min(Math.max(offset, 0), text.length);
      const line = lastNotAfter(table, bounded);
      return { line, character: bounded - (table[line] ?? 0) };
    },
    lineAt(line) {
      const table = lineStarts();
      const start = table[line];
      if (start === undefined) return '';
      return text.slice(start, table[line + 1] ?? text.length).replace(/[\r\n]+$/, '');
    },
  };
}

export const rangeOf = (start: number, end: number): Range => ({ start, end: Math.max(start, end) });

export const isEmpty = (range: Range): boolean => range.end <= range.start;

export const contains = (range: Range, offset: number): boolean => range.start <= offset && offset <= range.end;

export const sameRange = (a: Range, b: Range): boolean => a.start === b.start && a.end === b.end;

/** LF, CRLF and a lone CR end a line, as in VS Code. */
function findLineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The index of the last element that is not greater than `value`; the first element must not be. */
function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
