import { rangeOf, type Range } from '../text/source.ts';

/**
 * A bounce text as it is compared: in small letters, with single blanks, a reply of several lines joined to one; and
 * where each unit of it stands in the text as it came.
 */
export interface FoldedText {
  readonly text: string;
  /** The range of `text.slice(start, end)` in the text as it came. */
  sourceRange(start: number, end: number): Range;
}

/** Between spans, so that no literal is found across two of them. */
const SPAN_END = '\n';

/** @param spans of the text, in order; nothing else of it is looked at */
export function folded(text: string, spans: readonly Range[]): FoldedText {
  const units: string[] = [];
  const offsets: number[] = [];
  const put = (unit: string, offset: number): void => {
    if (unit === ' ' && /^(|[ \n])$/.test(units.at(-1) ?? '')) return;
    units.push(unit);
    offsets.push(offset);
  };
  for (const { start, end } of spans) {
    const skipped = continuations(text.slice(start, end)).map((one) => rangeOf(start + one.start, start + one.end));
    let next = 0;
    for (let at = start; at < end; at++) {
      while ((skipped[next]?.end ?? Infinity) <= at) next++;
      const quoting = text.charAt(at) === '>' && /[\r\n]/.test(text.charAt(at - 1));
      if (quoting || at >= (skipped[next]?.start ?? Infinity)) put(' ', at);
      else put(unitOf(text.charAt(at)), at);
    }
    put(SPAN_END, end);
  }
  return {
    text: units.join(''),
    sourceRange: (from, to) => rangeOf(offsets[from] ?? 0, (offsets[to - 1] ?? 0) + 1),
  };
}

/** One unit for one, so that offsets stay: only ASCII letters have a small form here. */
function unitOf(char: string): string {
  if (char >= 'A' && char <= 'Z') return char.toLowerCase();
  if (char === '\u2019' || char === '\u2018') return "'";
  return /\s/.test(char) ? ' ' : char;
}

/**
 * RFC 5321 §4.2.1: each line of a reply begins with its code, `550-` or at last `550 `, and often with the enhanced
 * code again. The first of them stays.
 */
function continuations(text: string): readonly Range[] {
  const first = /(?<![\w.])([245]\d\d)-([245]\.\d{1,3}\.\d{1,3})?/.exec(text);
  if (!first) return [];
  const [whole, reply = '', enhanced] = first;
  const again =
    enhanced === undefined
      ? new RegExp(`[\\r\\n][> \\t]{0,20}${reply}[- ]`, 'g')
      : new RegExp(`\\s(?:${reply}[- ]${escapeDots(enhanced)}|${reply}-)(?=\\s|$)`, 'g');
  again.lastIndex = first.index + whole.length;
  return [...text.matchAll(again)].map(({ index, 0: { length } }) => rangeOf(index, index + length));
}

const escapeDots = (text: string): string => text.replaceAll('.', '\\.');
