import { trimmedRange, type DecodedText } from '../../text/decoded.ts';
import { isEmpty, rangeOf, type Range, type SourceText } from '../../text/source.ts';
import { domainPattern } from '../../mail/domain.ts';
import { orgTlsSetting, understoodTlsSetting } from '../../mail/tlsSetting.ts';
import { pointAt, segmentItems } from '../domains/domainList.ts';
import type { Node } from '../../formats/json.ts';
import { placeOf, type InlineElement, type InlineTls, type Setting, type RecordedTls } from '../facts.ts';
import type { DomainList } from '../domains/model.ts';

/** A setting that may turn out to be a TLS value in the wrong place. */
export interface InlineCandidate {
  readonly setting: Setting;
  readonly syntax: 'json' | 'xml';
  /** Its text, or those of its children or array items. */
  readonly texts: readonly InlineText[];
  /** The array that holds the texts. */
  readonly array?: Node | undefined;
}

interface InlineText {
  readonly text: DecodedText;
  /** With quotes or tags. */
  readonly outer: Range;
  /** The string in its array. */
  readonly node?: Node | undefined;
}

/**
 * Finds a TLS level and a domain list that somebody wrote among the settings. Salesforce's API knows no such element,
 * so names are guesses: what counts is a name about TLS, or a value that can be nothing else.
 */
export function readInlineTls(source: SourceText, candidates: readonly InlineCandidate[]): InlineTls {
  const found = candidates.flatMap((candidate) => {
    const meaning = inlineMeaning(candidate);
    return meaning === undefined ? [] : [{ candidate, meaning }];
  });
  const recordedTls = found.find(({ meaning }) => meaning === 'level')?.candidate;
  const lists = found.filter(({ meaning }) => meaning === 'list').map(({ candidate }) => candidate);
  return {
    recordedTls: recordedTls && readRecordedTls(source, recordedTls),
    list: lists.length > 0 ? readList(source, lists) : undefined,
    elements: found.map(({ candidate, meaning }): InlineElement => ({ setting: candidate.setting, meaning })),
  };
}

function inlineMeaning({ setting, syntax, texts }: InlineCandidate): InlineElement['meaning'] | undefined {
  // A known element, or a slip of the pen for one: `<restrictTlsToDomains>true</...>` is no list.
  if (setting.fact !== undefined || /^"?(true|false|1|0)"?$/i.test(setting.text)) return undefined;
  const values = texts.map(({ text }) => text.value.trim());
  const aboutTls = /tls/i.test(setting.name);
  if (values.length === 1 && understoodTlsSetting(values[0] ?? '') !== undefined) return 'level';
  if (values.length > 0 && values.every(isHostList)) return 'list';
  // What is nested holds more than one value: taking it for one would lose the others.
  if (!aboutTls || texts.some(({ outer }) => outer.start !== setting.range.start && syntax === 'xml')) return undefined;
  return /domain|host|list|restrict/i.test(setting.name) ? 'list' : 'level';
}

/** At least one entry, and every one a dotted name or an address. */
function isHostList(value: string): boolean {
  const entries = value.split(',').filter((entry) => entry.trim() !== '');
  return (
    entries.length > 0 &&
    entries.every((entry) => {
      const pattern = domainPattern(entry);
      return pattern.kind === 'ip' || (pattern.kind === 'domain' && pattern.base.includes('.'));
    })
  );
}

function readRecordedTls(source: SourceText, { setting, syntax, texts }: InlineCandidate): RecordedTls {
  const only = texts.length === 1 ? texts[0] : undefined;
  const decoded = only?.text;
  const text = decoded?.value.trim() ?? setting.text;
  return {
    place: placeOf(source, setting.valueRange),
    text,
    setting: understoodTlsSetting(text),
    exact: orgTlsSetting(text) !== undefined,
    content: only && levelContent(source, only),
    syntax,
  };
}

/** Between the tags or quotes, without the blanks there; nothing for `<tlsSetting/>`. */
function levelContent({ text: source }: SourceText, { text, outer }: InlineText): Range | undefined {
  const trimmed = trimmedRange(text);
  if (!isEmpty(trimmed)) return trimmed;
  return source.slice(outer.start, outer.end).endsWith('/>') ? undefined : text.range;
}

function readList(source: SourceText, candidates: readonly InlineCandidate[]): DomainList {
  const segments = candidates.flatMap(({ syntax, texts }) => texts.map((one) => ({ ...one, syntax })));
  const first = candidates[0]?.setting;
  const last = candidates.at(-1)?.setting;
  const alone = candidates.length === 1 && first !== undefined;
  return {
    source,
    range: first
      ? pointAt(source, alone ? first.valueRange : rangeOf(first.range.start, last?.range.end ?? 0), first.nameRange)
      : rangeOf(0, 0),
    items: segments.flatMap((segment) => segmentItems(segment, segments.length > 1)),
    array: alone ? candidates[0]?.array : undefined,
  };
}
