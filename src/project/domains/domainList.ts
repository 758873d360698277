import type { DecodedText } from '../../text/decoded.ts';
import type { Range, SourceText } from '../../text/source.ts';
import { domainPattern } from '../../mail/domain.ts';
import { nodeRange, stringText, type Node } from '../../formats/json.ts';
import type { DomainList, DomainItem, DomainSegment } from './model.ts';

/** Setup > Deliverability separates the domains with commas. */
const SEPARATOR = ',';

/** The entries of one segment. A blank segment has none: an empty list is no fault of its own. */
export function segmentItems(segment: DomainSegment, blankCounts: boolean): DomainItem[] {
  const { value } = segment.text;
  if (value.trim() === '' && !blankCounts) return [];
  const alone = !value.includes(SEPARATOR);
  let at = 0;
  const entries = value.split(SEPARATOR).map((text) => {
    const start = at;
    at += text.length + SEPARATOR.length;
    return { text, start, slot: segment.text.sourceRange(start, start + text.length) };
  });
  return entries.map(({ text, start, slot }, index) => ({
    text,
    pattern: domainPattern(text),
    range: alone && segment.syntax === 'json' ? segment.outer : itemRange(segment.text, start, text),
    slot,
    segment,
    previous: entries[index - 1]?.slot,
    next: entries[index + 1]?.slot,
  }));
}

/** A segment that is one entry, commas or not. */
export const wholeItem = (segment: DomainSegment): DomainItem => ({
  text: segment.text.value,
  pattern: domainPattern(segment.text.value),
  range: segment.syntax === 'json' ? segment.outer : itemRange(segment.text, 0, segment.text.value),
  slot: segment.text.range,
  segment,
  previous: undefined,
  next: undefined,
});

/** `restrictTlsToDomains`: an array of strings, or one string as pasted from Setup. Undefined for anything else. */
export function jsonDomainList(source: SourceText, node: Node, name: Range): DomainList | undefined {
  const range = pointAt(source, nodeRange(node), name);
  if (node.type === 'string')
    return { source, range, items: segmentItems(jsonSegment(source, node), false), array: undefined };
  if (node.type !== 'array') return undefined;
  const strings = (node.children ?? []).filter((child) => child.type === 'string');
  return {
    source,
    range,
    items: strings.flatMap((child) => segmentItems(jsonSegment(source, child), true)),
    array: node,
  };
}

/** Underlining every line of a long list would bury what is wrong with single entries. */
export function pointAt(source: SourceText, value: Range, name: Range): Range {
  const oneLine = source.positionAt(value.start).line === source.positionAt(value.end).line;
  return oneLine ? value : name;
}

function jsonSegment(source: SourceText, node: Node): DomainSegment {
  return { text: stringText(source.text, node), outer: nodeRange(node), syntax: 'json', node };
}

function itemRange(text: DecodedText, start: number, item: string): Range {
  const leading = item.length - item.trimStart().length;
  const blank = item.trim() === '';
  return text.sourceRange(start + (blank ? 0 : leading), start + (blank ? item.length : item.trimEnd().length));
}

/** Whether the list names anything. `[""]` does not. */
export const listsNothing = (list: DomainList | undefined): boolean =>
  list === undefined || list.items.every((item) => item.text.trim() === '');
