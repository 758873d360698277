import { printable } from '../../text/printable.ts';
import type { TranscriptLine } from '../result.ts';

/**
 * Text from servers, certificates and the DNS is written by strangers. It is made printable and bounded here, once,
 * where it comes in; line ends are shown too, since who sends them means something by it. Markup is another matter: each report escapes for its own format.
 */
export const evidenceText = (text: string, longest = MAX_TEXT_LENGTH): string => printable(text, longest, 'escape');

const MAX_TEXT_LENGTH = 300;

/** What was said on one connection, bounded and printable. */
export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  add(from: TranscriptLine['from'], text: string): void;
}

const MAX_LINES = 60;

export function transcript(): Transcript {
  const lines: TranscriptLine[] = [];
  return {
    lines,
    add(from, text) {
      if (lines.length < MAX_LINES) lines.push({ from, text: evidenceText(text) });
      else if (lines.length === MAX_LINES) lines.push({ from: 'note', text: '…' });
    },
  };
}
