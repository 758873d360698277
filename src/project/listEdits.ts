import { remove, replace, type FileEdit, type TextEdit } from '../text/edit.ts';
import { wholeLines } from '../text/lines.ts';
import { rangeOf } from '../text/source.ts';
import type { DomainItem, DomainList } from './facts.ts';
import { insertChild, removeChild } from './jsonEdits.ts';
import type { Node } from './json.ts';

/** Edits of a domain list, whether it is a JSON array, one string with commas, or XML. */

export const inList = (list: DomainList, edit: TextEdit): FileEdit => ({ file: list.source.file, edits: [edit] });

export function removeItem(list: DomainList, item: DomainItem): TextEdit {
  const { text } = list.source;
  const siblings = list.items.filter((other) => other.segment === item.segment);
  const index = siblings.indexOf(item);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous) return remove(rangeOf(previous.slot.end, item.slot.end));
  if (next) {
    // The next entry moves to this one's place, so its own leading blanks go too.
    const blanks = /^\s*/.exec(text.slice(next.slot.start, next.slot.end))?.[0].length ?? 0;
    return remove(rangeOf(item.slot.start, next.slot.start + blanks));
  }
  const node = arrayNode(list, item);
  if (list.array && node) return removeChild(text, list.array, node);
  const onlySegment = list.items.length === siblings.length;
  return remove(onlySegment ? item.segment.text.range : wholeLines(text, item.segment.outer));
}

/** Writes other domains in the place of one entry. */
export function replaceItem(list: DomainList, item: DomainItem, domains: readonly string[]): TextEdit {
  const { text } = list.source;
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(list, item)) {
    const [first = '', ...rest] = domains;
    // `insertChild` knows the array's own spacing: borrow it for what stands between two items.
    const more = rest.map((domain) => insertChild(text, list.array ?? node, JSON.stringify(domain), node).newText);
    return replace(rangeOf(node.offset, node.offset + node.length), JSON.stringify(first) + more.join(''));
  }
  const trimmed = rangeOf(item.slot.start, item.slot.end);
  const leading = /^\s*/.exec(text.slice(trimmed.start, trimmed.end))?.[0] ?? '';
  const keepsBlank = item !== list.items.find((other) => other.segment === item.segment);
  return replace(trimmed, (keepsBlank ? leading : '') + domains.join(separator(item)));
}

/** Adds a domain right behind an entry. */
export function addAfter(list: DomainList, item: DomainItem, domain: string): TextEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(list, item))
    return insertChild(list.source.text, list.array, JSON.stringify(domain), node);
  const at = item.slot.end;
  return replace(rangeOf(at, at), separator(item) + domain);
}

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
