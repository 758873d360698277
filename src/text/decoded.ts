import { rangeOf, type Range } from './source.ts';

/**
 * A value as it is meant (`a&b`), and where each of its units stands in the source (`a&amp;b`).
 * So a finding inside a value can point at the very characters, whatever escapes stand before them.
 */
export interface DecodedText {
  readonly value: string;
  /** The source range of the whole value. */
  readonly range: Range;
  /** The source range of `value.slice(start, end)`. */
  sourceRange(start: number, end: number): Range;
}

/** A value that stands in the source as it is. */
export function verbatim(value: string, start: number): DecodedText {
  return {
    value,
    range: rangeOf(start, start + value.length),
    sourceRange: (from, to) => rangeOf(start + from, start + to),
  };
}

/** One piece of a decoded value: `value` is what `source` stands for. */
interface Piece {
  readonly value: string;
  readonly source: Range;
}

/** Joins pieces in source order. Offsets inside an escape map to the escape's start or end. */
export function decoded(pieces: readonly Piece[], range: Range): DecodedText {
  const value = pieces.map((piece) => piece.value).join('');
  const starts: number[] = [];
  const ends: number[] = [];
  for (const piece of pieces) {
    const literal = piece.value.length === piece.source.end - piece.source.start;
    for (let i = 0; i < piece.value.length; i++) {
      starts.push(literal ? piece.source.start + i : piece.source.start);
      ends.push(literal ? piece.source.start + i + 1 : piece.source.end);
    }
  }
  return {
    value,
    range,
    sourceRange(from, to) {
      if (from >= to) {
        const at = starts[from] ?? ends[from - 1] ?? range.start;
        return rangeOf(at, at);
      }
      return rangeOf(starts[from] ?? range.start, ends[to - 1] ?? range.end);
    },
  };
}

/** The range of the value without blanks around it. */
export function trimmedRange(text: DecodedText): Range {
  const start = text.value.length - text.value.trimStart().length;
  return text.sourceRange(start, Math.max(start, text.value.trimEnd().length));
}
