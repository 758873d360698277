import type { Range } from './source.ts';

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Edits of one file. With `create`, the file does not exist yet and the edits apply to an empty text. */
export interface FileEdit {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  readonly create?: boolean;
}

export const replace = (range: Range, newText: string): TextEdit => ({ range, newText });
export const remove = (range: Range): TextEdit => ({ range, newText: '' });
export const insert = (offset: number, newText: string): TextEdit => ({
  range: { start: offset, end: offset },
  newText,
});

/**
 * Applies edits whose ranges all refer to `text` as it is before any of them.
 *
 * @throws RangeError if two of them overlap or one lies outside the text
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { range, newText } of inOrder(edits)) {
    if (range.start < done) throw new RangeError(`overlapping edits at offset ${range.start}`);
    if (range.end < range.start || range.end > text.length) throw new RangeError(`edit outside the text`);
    result += text.slice(done, range.start) + newText;
    done = range.end;
  }
  return result + text.slice(done);
}

/** One entry for each file: all edits of a file refer to its text before any of them. */
export function mergeFileEdits(edits: readonly FileEdit[]): readonly FileEdit[] {
  const byFile = new Map<string, FileEdit>();
  for (const edit of edits) {
    const earlier = byFile.get(edit.file);
    byFile.set(edit.file, earlier ? { ...earlier, edits: [...earlier.edits, ...edit.edits] } : edit);
  }
  return [...byFile.values()];
}

/** One edit that makes `after` of `before`, without their common beginning and end. */
export function smallestEdit(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return replace({ start, end: before.length - end }, after.slice(start, after.length - end));
}

/** Whether the two sets of edits of one file could be applied together. */
export function compatible(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.every((x) =>
    b.every((y) => {
      if (x.range.end < y.range.start || y.range.end < x.range.start) return true;
      // Edits that merely touch are fine unless both insert at the same place: then their order would be a guess.
      return (x.range.end === y.range.start || y.range.end === x.range.start) && x.range.start !== y.range.start;
    }),
  );
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
