import type { TranscriptLine } from './result.ts';

/**
 * Text from servers, certificates and the DNS is written by strangers. It is made printable here, once, where it comes
 * in: control characters, those that change the writing direction and those that cannot be seen are shown as escapes.
 * Markup is another matter: each report escapes for its own format.
 */
export function printable(text: string, longest = LONGEST_TEXT): string {
  // Cut first, and not within a surrogate pair: escaping a megabyte to show 300 characters of it is work for nothing.
  const cut = text.length > longest ? text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '') : text;
  const shown = cut.replace(UNSAFE, escapeCharacter);
  if (shown.length <= longest) return cut === text ? shown : `${shown}…`;
  return `${shown.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const LONGEST_TEXT = 300;

/** All of C: control, format (directions, zero width, tags), private use, unassigned, lone surrogates; and line ends. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** The text of an error: its code where it has one, then its message. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const code = errorCode(error);
  return printable(code === '' || error.message.includes(code) ? error.message : `${code}: ${error.message}`);
}

/** The `code` that Node gives its errors; empty if there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** What was said on one connection, bounded and printable. */
export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  add(from: TranscriptLine['from'], text: string): void;
}

const MOST_LINES = 60;

export function transcript(): Transcript {
  const lines: TranscriptLine[] = [];
  return {
    lines,
    add(from, text) {
      if (lines.length < MOST_LINES) lines.push({ from, text: printable(text) });
      else if (lines.length === MOST_LINES) lines.push({ from: 'note', text: '…' });
    },
  };
}
