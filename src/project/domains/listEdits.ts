import { remove, replace, type FileEdit, type TextEdit } from '../../text/edit.ts';
import { wholeLines } from '../../text/lines.ts';
import { rangeOf } from '../../text/source.ts';
import { inCell } from '../../formats/csvEdits.ts';
import { insertChildren, removeChildren } from '../../formats/jsonEdits.ts';
import type { Node } from '../../formats/json.ts';
import type { DomainList, DomainItem, DomainSegment } from './model.ts';

/** Edits of a domain list, whether it is a JSON array, one string with commas, a CSV cell, or XML. */

const inList = (list: DomainList, edits: readonly TextEdit[]): FileEdit => ({ file: list.source.file, edits });

/** In a cell of a CSV file, its quotes may have to change as well. */
const inSegment = (
  { source }: DomainList,
  { outer, delimiter }: DomainSegment,
  edits: readonly TextEdit[],
): readonly TextEdit[] => (delimiter === undefined ? edits : inCell(source.text, outer, delimiter, edits));

export const removeItem = (list: DomainList, item: DomainItem): FileEdit => removeItems(list, [item]);

/** Takes entries out; what held nothing else goes with them, except the last place that can hold one. */
export function removeItems(list: DomainList, items: readonly DomainItem[]): FileEdit {
  const gone = new Set(items);
  // Most segments of a long list have nothing to do with it.
  const bySegment = new Map<DomainSegment, DomainItem[]>(items.map(({ segment }) => [segment, []]));
  let others = false;
  for (const item of list.items) {
    const own = bySegment.get(item.segment);
    if (own) own.push(item);
    else others = true;
  }
  const emptied: DomainSegment[] = [];
  const edits: TextEdit[] = [];
  for (const [segment, own] of bySegment) {
    if (own.every((item) => gone.has(item))) emptied.push(segment);
    else edits.push(...inSegment(list, segment, removeSlots(list.source.text, own, gone)));
  }
  const nodes = emptied.flatMap(({ node }) => (list.array && node ? [node] : []));
  if (list.array) edits.push(...removeChildren(list.source.text, list.array, nodes));
  else edits.push(...removeSegments(list, emptied, !others && emptied.length === bySegment.size));
  return inList(list, edits);
}

/** Out of a text that keeps at least one entry. */
function removeSlots(text: string, own: readonly DomainItem[], gone: ReadonlySet<DomainItem>): readonly TextEdit[] {
  const first = own.findIndex((item) => !gone.has(item));
  const [start, stays] = [own[0]?.slot, own[first]?.slot];
  // The first that stays moves to the place of the first of all, whose leading blanks it takes over.
  const head =
    first > 0 && start && stays
      ? [
          remove(
            rangeOf(
              start.start + leadingBlanks(text.slice(start.start, start.end)).length,
              stays.start + leadingBlanks(text.slice(stays.start, stays.end)).length,
            ),
          ),
        ]
      : [];
  const others = own.slice(first + 1).filter((item) => gone.has(item));
  return [
    ...head,
    ...others.map(({ previous, next, slot }) => {
      const trailing = next ? '' : lastLine(text.slice(slot.start, slot.end));
      return remove(rangeOf(previous?.end ?? slot.start, slot.end - trailing.length));
    }),
  ];
}

/** @param all whether nothing else is left: then one element stays, with nothing in it */
const removeSegments = (list: DomainList, segments: readonly DomainSegment[], all: boolean): readonly TextEdit[] =>
  segments.flatMap((segment, index) =>
    // A JSON property and a CSV record cannot do without a value.
    segment.syntax !== 'xml' || (all && index === 0)
      ? inSegment(list, segment, [remove(segment.text.range)])
      : [remove(wholeLines(list.source.text, segment.outer))],
  );

/** Writes other domains in the place of one entry. */
export function replaceItem(list: DomainList, item: DomainItem, domains: readonly string[]): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(item)) {
    const [first = '', ...rest] = domains;
    const own = replace(rangeOf(node.offset, node.offset + node.length), JSON.stringify(first));
    const more = literals(rest);
    if (more.length === 0) return inList(list, [own]);
    return inList(list, [own, ...insertChildren(list.source.text, list.array, more, node)]);
  }
  const { leading, trailing } = properBlanks(item);
  return inList(
    list,
    inSegment(list, item.segment, [replace(item.slot, leading + domains.join(separator(item)) + trailing)]),
  );
}

/** Adds domains right behind an entry. */
export function addAfter(list: DomainList, item: DomainItem, ...domains: readonly string[]): FileEdit {
  const node = arrayNode(list, item);
  if (list.array && node && isAlone(item))
    return inList(list, insertChildren(list.source.text, list.array, literals(domains), node));
  const written = list.source.text.slice(item.slot.start, item.slot.end);
  const at = item.slot.end - (written.length - written.trimEnd().length);
  const between = separator(item);
  return inList(list, inSegment(list, item.segment, [replace(rangeOf(at, at), between + domains.join(between))]));
}

/** Adds domains at the end. Undefined where nothing shows how: an empty string or element. */
export function addItems(list: DomainList, domains: readonly string[]): FileEdit | undefined {
  if (list.array) return inList(list, insertChildren(list.source.text, list.array, literals(domains)));
  const last = list.items.at(-1);
  // Behind a comma at the end, there is room already.
  if (last?.previous && last.text.trim() === '') return replaceItem(list, last, domains);
  return last && addAfter(list, last, ...domains);
}

const literals = (domains: readonly string[]): readonly string[] => domains.map((domain) => JSON.stringify(domain));

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
export const listLiteral = (domains: readonly string[]): string => `[${literals(domains).join(', ')}]`;

const isAlone = ({ previous, next }: DomainItem): boolean => !previous && !next;

/** The item's string, if the list is an array of them. */
const arrayNode = ({ array }: DomainList, { segment }: DomainItem): Node | undefined =>
  array ? segment.node : undefined;

/** The way this string separates its entries. */
function separator(item: DomainItem): string {
  return /,(?!\s|$)/.test(item.segment.text.value) ? ',' : ', ';
}
