import { insert, remove, replace, type TextEdit } from '../text/edit.ts';
import { indentAt, newlineOf, wholeLines } from '../text/lines.ts';
import { rangeOf } from '../text/source.ts';
import { property, type Node } from './json.ts';

/** Edits of JSON that keep the file's own line ends, indent and spacing, and touch nothing else. */

/** Sets a property of an object; a new one goes to the end. `literal` is JSON text. */
export function setProperty(text: string, object: Node, name: string, literal: string): TextEdit {
  const existing = property(object, name);
  if (existing?.value) {
    const { offset, length } = existing.value;
    return replace(rangeOf(offset, offset + length), literal);
  }
  return insertChild(text, object, `${JSON.stringify(name)}: ${literal}`);
}

/** Puts a child (a property or an array item) behind `after`, or at the end. */
export function insertChild(text: string, parent: Node, literal: string, after?: Node): TextEdit {
  const previous = after ?? parent.children?.at(-1);
  if (previous) return insert(end(previous), `,${gapBefore(text, previous)}${literal}`);
  const inner = rangeOf(parent.offset + 1, end(parent) - 1);
  if (parent.type === 'array') return replace(inner, literal);
  const newline = newlineOf(text);
  const indent = indentAt(text, parent.offset);
  return replace(inner, `${newline}${indent}${indentUnit(text)}${literal}${newline}${indent}`);
}

/** Takes a child out together with one comma. */
export function removeChild(text: string, parent: Node, child: Node): TextEdit {
  const siblings = parent.children ?? [];
  const index = siblings.indexOf(child);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (next) return remove(rangeOf(child.offset, next.offset));
  const trailingComma = /^\s*,/.exec(text.slice(end(child), end(child) + 200))?.[0].length ?? 0;
  if (previous) return remove(rangeOf(end(previous), end(child)));
  return remove(wholeLines(text, rangeOf(child.offset, end(child) + trailingComma)));
}

/** One step of the text's indent: that of its first indented line, else two blanks. */
export const indentUnit = (text: string): string => /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';

/** The white space between items: a line break if the item before stands on a line of its own, else one blank. */
function gapBefore(text: string, node: Node): string {
  const space = /\s*$/.exec(text.slice(Math.max(0, node.offset - 200), node.offset))?.[0] ?? '';
  return /[\r\n]/.test(space) ? space : ' ';
}

const end = (node: Node): number => node.offset + node.length;
