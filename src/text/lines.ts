import { rangeOf, type Range } from './source.ts';

/** The line end that the text uses first; LF for a text of one line. */
export function newlineOf(text: string): '\n' | '\r\n' | '\r' {
  const found = /\r\n?|\n/.exec(text)?.[0];
  return found === '\r\n' || found === '\r' ? found : '\n';
}

/** The blanks at the start of the line that holds `offset`. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Whether only blanks stand between the start of the line and `offset`. */
export function startsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

/**
 * What to delete so that no empty line stays behind: the range with its whole line (or lines) and one line end,
 * if nothing else stands there; otherwise the range itself.
 */
export function wholeLines(text: string, range: Range): Range {
  const rest = /^[ \t]*(\r\n?|\n|$)/.exec(text.slice(range.end, range.end + 1000));
  if (!rest || !startsLine(text, range.start)) return range;
  const start = lineStart(text, range.start);
  const end = range.end + rest[0].length;
  if (rest[1] !== '' || start === 0) return rangeOf(start, end);
  // The last line has no line end of its own: take the one before it.
  return rangeOf(start - (text.slice(0, start).endsWith('\r\n') ? 2 : 1), end);
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}
