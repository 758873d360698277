import { insert, remove, replace, type TextEdit } from '../text/edit.ts';
import { indentAt, newlineOf, wholeLines } from '../text/lines.ts';
import { rangeOf, type Range } from '../text/source.ts';
import { property, type Node } from './json.ts';

/** Edits of JSON that keep the file's own line ends, indent and spacing, and touch nothing else. */

/** Sets a property of an object; a new one goes to the end. `literal` is JSON text. */
export function setProperty(text: string, object: Node, name: string, literal: string): readonly TextEdit[] {
  const existing = property(object, name);
  if (existing?.value) {
    const { offset, length } = existing.value;
    return [replace(rangeOf(offset, offset + length), literal)];
  }
  return insertChildren(text, object, [`${JSON.stringify(name)}: ${literal}`]);
}

/** Puts children (properties or array items) behind `after`, or at the end. */
export function insertChildren(
  text: string,
  parent: Node,
  literals: readonly string[],
  after?: Node,
): readonly TextEdit[] {
  const previous = after ?? parent.children?.at(-1);
  if (!previous) return [fillEmpty(text, parent, literals)];
  const gap = gapAround(text, parent, previous);
  const comma = commaBehind(text, end(previous));
  const at = behindLineComment(text, comma === undefined ? end(previous) : comma + 1);
  const joined = literals.map((literal) => gap + literal).join(',');
  if (comma !== undefined) return [insert(at, `${joined},`)];
  // A comment behind the last item stays behind it; the comma goes before the comment.
  return at === end(previous) ? [insert(at, `,${joined}`)] : [insert(end(previous), ','), insert(at, joined)];
}

/** Takes a child out together with one comma. Comments of its neighbours stay. */
export const removeChild = (text: string, parent: Node, child: Node): readonly TextEdit[] =>
  removeChildren(text, parent, [child]);

/** Takes children out, each with one comma. Comments stay. */
export function removeChildren(text: string, parent: Node, children: readonly Node[]): readonly TextEdit[] {
  const gone = new Set(children);
  const runs: Run[] = [];
  let previous: Node | undefined;
  for (const child of parent.children ?? []) {
    const run = runs.at(-1);
    if (gone.has(child) && previous && run?.members.at(-1) === previous) run.members.push(child);
    else if (gone.has(child)) runs.push({ previous, members: [child] });
    previous = child;
  }
  return runs.flatMap((run) => removeRun(text, parent, run));
}

/** Neighbours that go, and the one before them that stays. */
interface Run {
  readonly previous: Node | undefined;
  readonly members: Node[];
}

function removeRun(text: string, parent: Node, { previous, members }: Run): readonly TextEdit[] {
  const pieces = piecesOf(text, members);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return [];
  const comma = commaBehind(text, last.end);
  const separate = pieces
    .slice(0, -1)
    .map((piece) =>
      remove(withBlanks(text, rangeOf(piece.start, (commaBehind(text, piece.end) ?? piece.end - 1) + 1))),
    );
  if (comma !== undefined) return [...separate, remove(withBlanks(text, rangeOf(last.start, comma + 1)))];
  const before = previous && commaBehind(text, end(previous));
  if (before === undefined) return [...separate, remove(emptied(text, parent, last))];
  const between = text.slice(before + 1, first.start);
  if (between.trim() === '' && separate.length === 0) return [remove(rangeOf(before, last.end))];
  return [remove(rangeOf(before, before + 1)), ...separate, remove(wholeLines(text, last))];
}

/** One stretch, unless comments stand in it. */
function piecesOf(text: string, members: readonly Node[]): readonly Range[] {
  const ranges = members.map((one) => rangeOf(one.offset, end(one)));
  const commented = ranges.some(({ start }, index) =>
    /[^\s,]/.test(text.slice(ranges[index - 1]?.end ?? start, start)),
  );
  const [first, last] = [ranges[0], ranges.at(-1)];
  return commented || !first || !last ? ranges : [rangeOf(first.start, last.end)];
}

function fillEmpty(text: string, parent: Node, literals: readonly string[]): TextEdit {
  const inner = rangeOf(parent.offset + 1, end(parent) - 1);
  if (parent.type === 'array') return replace(inner, literals.join(', '));
  const newline = newlineOf(text);
  const indent = indentAt(text, parent.offset);
  const lines = literals.map((literal) => `${newline}${indent}${indentUnit(text)}${literal}`);
  return replace(inner, `${lines.join(',')}${newline}${indent}`);
}

/** With its line if nothing else stands there; else with the blanks behind it. */
function withBlanks(text: string, range: Range): Range {
  const whole = wholeLines(text, range);
  if (whole.start !== range.start || whole.end !== range.end) return whole;
  const blanks = /^[ \t]*/.exec(text.slice(range.end, range.end + 200))?.[0].length ?? 0;
  return rangeOf(range.start, range.end + blanks);
}

/** The last child of `{ "a": 1 }` leaves `{}` behind. */
function emptied(text: string, parent: Node, range: Range): Range {
  const inner = rangeOf(parent.offset + 1, end(parent) - 1);
  const around = text.slice(inner.start, range.start) + text.slice(range.end, inner.end);
  return around.trim() === '' && !/[\r\n]/.test(around) ? inner : wholeLines(text, range);
}

/** Where the comma stands that follows an item, behind blanks and comments. */
function commaBehind(text: string, offset: number): number | undefined {
  const at = skipTrivia(text, offset);
  return text[at] === ',' ? at : undefined;
}

/** The offset of the first character that is neither blank nor comment. By hand: an expression would backtrack. */
function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    const end = commentEnd(text, at);
    if (end === undefined) return at;
    at = end;
  }
}

/** Where the comment ends that begins at `offset`; the line end is not part of it. */
function commentEnd(text: string, offset: number): number | undefined {
  if (text.startsWith('//', offset)) {
    let at = offset;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    return at;
  }
  if (!text.startsWith('/*', offset)) return undefined;
  const end = text.indexOf('*/', offset + 2);
  return end < 0 ? text.length : end + 2;
}

/** Behind a comment that ends the line, if one stands there. */
function behindLineComment(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at++;
  const end = commentEnd(text, at);
  if (end === undefined || /[\r\n]/.test(text.slice(at, end))) return offset;
  return /^[ \t]*([\r\n]|$)/.test(text.slice(end, end + 200)) ? end : offset;
}

/** One step of the text's indent: that of its first indented line, else two blanks. */
const indentUnit = (text: string): string => /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';

/** The white space before an item: as before this one; a first item on the bracket's line tells by the one behind it. */
function gapAround(text: string, parent: Node, node: Node): string {
  const space = spaceBefore(text, node);
  if (/[\r\n]/.test(space)) return space;
  const siblings = parent.children ?? [];
  const index = siblings.indexOf(node);
  const telling = index > 0 ? node : siblings[index + 1];
  return telling ? spaceBefore(text, telling) : ' ';
}

const spaceBefore = (text: string, node: Node): string =>
  /\s*$/.exec(text.slice(Math.max(0, node.offset - 200), node.offset))?.[0] ?? '';

const end = (node: Node): number => node.offset + node.length;
