import { insert, replace, type TextEdit } from '../text/edit.ts';
import { indentAt, newlineOf, startsLine } from '../text/lines.ts';
import type { XmlElement } from './xml.ts';

/** Where a new child goes: behind one that is there, else before one, else it is the only one. */
export interface ChildPlace {
  readonly after?: XmlElement | undefined;
  readonly before?: XmlElement | undefined;
}

/** Inserts a child in the style of its neighbour. */
export function insertChild(text: string, parent: XmlElement, { after, before }: ChildPlace, xml: ChildXml): TextEdit {
  const newline = newlineOf(text);
  const neighbour = after ?? before;
  if (neighbour) {
    const indent = indentAt(text, neighbour.range.start);
    const gap = startsLine(text, neighbour.range.start) ? newline + indent : '';
    const content = write(xml, gap, text);
    return after
      ? insert(behindComments(text, after.range.end), gap + content)
      : insert(neighbour.range.start, content + gap);
  }
  const outer = newline + indentAt(text, parent.range.start);
  const inner = outer + indentUnit(text);
  const content = inner + write(xml, inner, text) + outer;
  if (!parent.selfClosing)
    return replace(parent.content, text.slice(parent.content.start, parent.content.end).trimEnd() + content);
  const startTag = text.slice(parent.startTag.start, parent.startTag.end).replace(/\s*\/>$/, '>');
  return replace(parent.range, `${startTag}${content}</${parent.name}>`);
}

/** An element without children of its own, or one with these, each on a line if the neighbours are. */
export type ChildXml = string | { readonly name: string; readonly children: readonly string[] };

function write(xml: ChildXml, gap: string, text: string): string {
  if (typeof xml === 'string') return xml;
  const inner = gap === '' ? '' : gap + indentUnit(text);
  return `<${xml.name}>${xml.children.map((child) => inner + child).join('')}${gap}</${xml.name}>`;
}

/** Salesforce indents by four blanks. */
const indentUnit = (text: string): string => /^[ \t]+(?=<)/m.exec(text)?.[0] ?? '    ';

/** A comment behind an element, on the same line, belongs to it. */
function behindComments(text: string, offset: number): number {
  const match = /^(?:[ \t]*<!--[^\r\n]*?-->)+/.exec(text.slice(offset, offset + 1000));
  return offset + (match?.[0].length ?? 0);
}
