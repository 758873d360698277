/**
 * Text from outside, made safe to show on one line: control characters, those that change the writing direction and
 * those that cannot be seen are written as escapes.
 *
 * @param longest in UTF-16 units; what is longer ends with an ellipsis
 * @param lineEnds line ends and tabs are no more than blanks in a message; in evidence they matter
 */
export function printable(text: string, longest = Infinity, lineEnds: 'blank' | 'escape' = 'blank'): string {
  // Cut first, and not within a surrogate pair: escaping a megabyte to show 300 characters of it is work for nothing.
  const cut = text.length > longest ? text.slice(0, longest).replace(HALF_PAIR, '') : text;
  const line = lineEnds === 'blank' ? cut.replace(/[\t\r\n]+/g, ' ') : cut;
  const shown = line.replace(UNSAFE, escapeCharacter);
  if (shown.length <= longest) return cut === text ? shown : `${shown}…`;
  return `${shown.slice(0, longest).replace(HALF_PAIR, '')}…`;
}

/** All of C: control, format (directions, zero width, tags), private use, unassigned, lone surrogates; and line ends. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const HALF_PAIR = /[\uD800-\uDBFF]$/;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

const LONGEST = 40;

/** A value quoted in a message: on one line, and not too long. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}"`;
}
