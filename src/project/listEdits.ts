import { remove, replace, type FileEdit, type TextEdit } from '../text/edit.ts';
import { wholeLines } from '../text/lines.ts';
import { rangeOf } from '../text/source.ts';
import type { DomainItem, DomainList } from './facts.ts';
import { insertChildren, removeChild } from './jsonEdits.ts';
import type { Node } from './json.ts';

/** Edits of a domain list, whether it is a JSON array, one string with commas, or XML. */

const inList = (list: DomainList, edits: readonly TextEdit[]): FileEdit => ({ file: list.source.file, edits });

export function removeItem(list: DomainList, item: DomainItem): FileEdit {
  const { text } = list.source;
  const siblings = list.items.filter((other) => other.segment === item.segment);
  const index = siblings.indexOf(item);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous) {
    const trailing = next ? '' : lastLine(text.slice(item.slot.start, item.slot.end));
    return inList(list, [remove(rangeOf(previous.slot.end, item.slot.end - trailing.length))]);
  }
  if (next) {
    // The next entry moves to this one's place, so its own leading blanks go too.
    const own = leadingBlanks(text.slice(item.slot.start, item.slot.end));
    const blanks = leadingBlanks(text.slice(next.slot.start, next.slot.end));
    return inList(list, [remove(rangeOf(item.slot.start + own.length, next.slot.start + blanks.length))]);
  }
  const node = arrayNode(list, item);
  if (list.array && node) return inList(list, removeChild(text, list.array, node));
  const onlySegment = list.items.length === siblings.length;
  return inList(list, [remove(onlySegment ? item.segment.text.range : wholeLines(text, item.segment.outer))]);
}

/** Writes other domains in the place of one entry. */
export function replaceItem(list: DomainList, item: DomainItem, domains: readonly string[]): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(list, item)) {
    const [first = '', ...rest] = domains;
    const own = replace(rangeOf(node.offset, node.offset + node.length), JSON.stringify(first));
    const more = rest.map((domain) => JSON.stringify(domain));
    if (more.length === 0) return inList(list, [own]);
    return inList(list, [own, ...insertChildren(list.source.text, list.array, more, node)]);
  }
  const { leading, trailing } = properBlanks(list, item);
  return inList(list, [replace(item.slot, leading + domains.join(separator(item)) + trailing)]);
}

/** Adds a domain right behind an entry. */
export function addAfter(list: DomainList, item: DomainItem, domain: string): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(list, item))
    return inList(list, insertChildren(list.source.text, list.array, [JSON.stringify(domain)], node));
  const written = list.source.text.slice(item.slot.start, item.slot.end);
  const at = item.slot.end - (written.length - written.trimEnd().length);
  return inList(list, [replace(rangeOf(at, at), separator(item) + domain)]);
}

/** Whether nothing but the blanks that people put between entries stands around this one. */
export function hasProperBlanks(list: DomainList, item: DomainItem): boolean {
  const { leading, trailing } = properBlanks(list, item);
  return item.text === leading + item.text.trim() + trailing;
}

/** One blank behind a comma, and line breaks with their indent, are how lists are written. */
function properBlanks(list: DomainList, item: DomainItem): { readonly leading: string; readonly trailing: string } {
  const keep = (blanks: string): string => (/[\r\n]/.test(blanks) && item.segment.syntax === 'xml' ? blanks : '');
  const leading = leadingBlanks(item.text);
  const trailing = item.text.slice(item.text.trimEnd().length);
  const first = item === list.items.find((other) => other.segment === item.segment);
  return { leading: keep(leading) || (leading !== '' && !first ? ' ' : ''), trailing: keep(trailing) };
}

const leadingBlanks = (text: string): string => /^\s*/.exec(text)?.[0] ?? '';

/** The line break and indent at the end of an entry: they belong to the closing tag. */
const lastLine = (text: string): string => /[\r\n]\s*$/.exec(text)?.[0] ?? '';

/** The record's list as JSON text. */
export const listLiteral = (domains: readonly string[]): string =>
  `[${domains.map((domain) => JSON.stringify(domain)).join(', ')}]`;

const isAlone = (list: DomainList, item: DomainItem): boolean =>
  list.items.filter((other) => other.segment === item.segment).length === 1;

const arrayNode = (list: DomainList, item: DomainItem): Node | undefined =>
  list.array?.children?.find((child) => child.offset === item.segment.outer.start);

/** The way this string separates its entries. */
function separator(item: DomainItem): string {
  return /,(?!\s|$)/.test(item.segment.text.value) ? ',' : ', ';
}
