import { remove, replace, type FileEdit, type TextEdit } from '../text/edit.ts';
import { wholeLines } from '../text/lines.ts';
import { rangeOf } from '../text/source.ts';
import { inCell } from './csvEdits.ts';
import type { DomainItem, DomainList } from './facts.ts';
import { insertChildren, removeChild } from './jsonEdits.ts';
import type { Node } from './json.ts';

/** Edits of a domain list, whether it is a JSON array, one string with commas, a CSV cell, or XML. */

const inList = (list: DomainList, { segment }: DomainItem, edits: readonly TextEdit[]): FileEdit => ({
  file: list.source.file,
  edits: segment.delimiter === undefined ? edits : inCell(list.source.text, segment.outer, segment.delimiter, edits),
});

export function removeItem(list: DomainList, item: DomainItem): FileEdit {
  const { text } = list.source;
  const { previous, next, slot, segment } = item;
  if (previous) {
    const trailing = next ? '' : lastLine(text.slice(slot.start, slot.end));
    return inList(list, item, [remove(rangeOf(previous.end, slot.end - trailing.length))]);
  }
  if (next) {
    // The next entry moves to this one's place, so its own leading blanks go too.
    const own = leadingBlanks(text.slice(slot.start, slot.end));
    const blanks = leadingBlanks(text.slice(next.start, next.end));
    return inList(list, item, [remove(rangeOf(slot.start + own.length, next.start + blanks.length))]);
  }
  const node = arrayNode(list, item);
  if (list.array && node) return inList(list, item, removeChild(text, list.array, node));
  const onlySegment = list.items.every((other) => other.segment === segment);
  return inList(list, item, [remove(onlySegment ? segment.text.range : wholeLines(text, segment.outer))]);
}

/** Writes other domains in the place of one entry. */
export function replaceItem(list: DomainList, item: DomainItem, domains: readonly string[]): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(item)) {
    const [first = '', ...rest] = domains;
    const own = replace(rangeOf(node.offset, node.offset + node.length), JSON.stringify(first));
    const more = rest.map((domain) => JSON.stringify(domain));
    if (more.length === 0) return inList(list, item, [own]);
    return inList(list, item, [own, ...insertChildren(list.source.text, list.array, more, node)]);
  }
  const { leading, trailing } = properBlanks(item);
  return inList(list, item, [replace(item.slot, leading + domains.join(separator(item)) + trailing)]);
}

/** Adds a domain right behind an entry. */
export function addAfter(list: DomainList, item: DomainItem, domain: string): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(item))
    return inList(list, item, insertChildren(list.source.text, list.array, [JSON.stringify(domain)], node));
  const written = list.source.text.slice(item.slot.start, item.slot.end);
  const at = item.slot.end - (written.length - written.trimEnd().length);
  return inList(list, item, [replace(rangeOf(at, at), separator(item) + domain)]);
}

/** Whether nothing but the blanks that people put between entries stands around this one. */
export function hasProperBlanks(item: DomainItem): boolean {
  const { leading, trailing } = properBlanks(item);
  return item.text === leading + item.text.trim() + trailing;
}

/** One blank behind a comma, and line breaks with their indent, are how lists are written. */
function properBlanks(item: DomainItem): { readonly leading: string; readonly trailing: string } {
  const keep = (blanks: string): string => (/[\r\n]/.test(blanks) && item.segment.syntax !== 'json' ? blanks : '');
  const leading = leadingBlanks(item.text);
  const trailing = item.text.slice(item.text.trimEnd().length);
  return { leading: keep(leading) || (leading !== '' && item.previous ? ' ' : ''), trailing: keep(trailing) };
}

const leadingBlanks = (text: string): string => /^\s*/.exec(text)?.[0] ?? '';

/** The line break and indent at the end of an entry: they belong to the closing tag. */
const lastLine = (text: string): string => /[\r\n]\s*$/.exec(text)?.[0] ?? '';

/** The record's list as JSON text. */
export const listLiteral = (domains: readonly string[]): string =>
  `[${domains.map((domain) => JSON.stringify(domain)).join(', ')}]`;

const isAlone = ({ previous, next }: DomainItem): boolean => !previous && !next;

/** The item's string, if the list is an array of them. */
const arrayNode = ({ array }: DomainList, { segment }: DomainItem): Node | undefined =>
  array ? segment.node : undefined;

/** The way this string separates its entries. */
function separator(item: DomainItem): string {
  return /,(?!\s|$)/.test(item.segment.text.value) ? ',' : ', ';
}
