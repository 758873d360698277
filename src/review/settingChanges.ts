import { placeOf, type ProjectFacts, type Setting, type EmailSettings } from '../project/facts.ts';
import { bouncesGoUnseen, recordedPolicy, RESTRICT } from '../project/settings/tlsPolicy.ts';
import { properties, property, type JsonProperty } from '../formats/json.ts';
import { findSetting } from '../project/settings/settingEdits.ts';
import type { Place } from '../text/source.ts';
import { entriesByForm, patternOf } from './mailClasses.ts';
import type { ChangePlaces, DomainEntry, DomainsChange, RecordedLevel, Switch, What } from './model.ts';
import { pairUp, type Pair } from './pairing.ts';

/** A change before its part in the effects is known. */
export interface Found extends ChangePlaces {
  readonly what: What;
}

/** What the recorded TLS setting and the domain list were, and are; wherever they stand. */
export function tlsChanges(before: ProjectFacts, after: ProjectFacts): readonly Found[] {
  const [old, now] = [recordedPolicy(before), recordedPolicy(after)];
  const [levelBefore, levelAfter] = [recordedLevel(before), recordedLevel(after)];
  const found: Found[] = [];
  if (levelBefore !== levelAfter)
    found.push({
      what: { kind: 'tls-setting', before: levelBefore, after: levelAfter },
      before: old.recordedTls?.place,
      after: now.recordedTls?.place,
    });
  const domains = domainsChange(before, after);
  if (domains)
    found.push({
      what: domains,
      before: domains.dropped[0]?.at ?? (old.list && placeOf(old.list.source, old.list.range)),
      after: domains.added[0]?.at ?? (now.list && placeOf(now.list.source, now.list.range)),
    });
  return found;
}

export function recordedLevel(project: ProjectFacts): RecordedLevel {
  const { recordedTls } = recordedPolicy(project);
  return recordedTls && (recordedTls.setting ?? 'invalid');
}

/** Order, capitals, blanks and repetitions are no change. */
function domainsChange(before: ProjectFacts, after: ProjectFacts): DomainsChange | undefined {
  const [old, now] = [recordedPolicy(before).list, recordedPolicy(after).list];
  const [olds, news] = [entriesByForm(old?.items ?? []), entriesByForm(now?.items ?? [])];
  const missing = (from: typeof old, other: ReadonlyMap<string, unknown>): readonly DomainEntry[] =>
    [...entriesByForm(from?.items ?? []).values()].flatMap((item) =>
      from && !other.has(patternOf(item)) ? [{ domain: patternOf(item), at: placeOf(from.source, item.range) }] : [],
    );
  const [added, dropped] = [missing(now, olds), missing(old, news)];
  if (added.length === 0 && dropped.length === 0 && Boolean(old) === Boolean(now)) return undefined;
  return { kind: 'domains', added, dropped, listedBefore: Boolean(old), listedAfter: Boolean(now) };
}

/** Settings files and scratch definitions of two versions, matched although they moved. */
export const emailSettingsPairs = (
  before: readonly EmailSettings[],
  after: readonly EmailSettings[],
): readonly Pair<EmailSettings>[] =>
  pairUp(
    before,
    after,
    [({ source }) => source.file, ({ source }) => source.text, ({ source }) => baseName(source.file)],
    true,
  );

export const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

export function emailSettingsChanges({ before, after }: Pair<EmailSettings>, scratch: boolean): readonly Found[] {
  const names = new Set([...(after?.settings ?? []), ...(before?.settings ?? [])].map(({ name }) => name));
  const told = toldChange(before, after);
  const found = [...names].flatMap((name): readonly Found[] => {
    const [old, now] = [before && findSetting(before, name), after && findSetting(after, name)];
    if (valueOf(old) === valueOf(now)) return [];
    const places = { before: placeIn(before, old), after: placeIn(after, now) };
    if (name === RESTRICT)
      return [{ ...places, what: { kind: 'restriction', before: switchOf(old), after: switchOf(now), scratch } }];
    const about = BOUNCES.has(name) ? told : undefined;
    const fact = (now ?? old)?.fact;
    return [
      {
        ...places,
        what: { kind: 'setting', name, fact, before: valueOf(old), after: valueOf(now), scratch, told: about },
      },
    ];
  });
  return scratch ? [...found, ...scratchTls({ before, after })] : found;
}

const BOUNCES: ReadonlySet<string> = new Set(['enableHandleBouncedEmails', 'enableResendBouncedEmails']);

function toldChange(
  before: EmailSettings | undefined,
  after: EmailSettings | undefined,
): 'no-longer' | 'again' | undefined {
  const [old, now] = [before !== undefined && bouncesGoUnseen(before), after !== undefined && bouncesGoUnseen(after)];
  return old === now ? undefined : now ? 'no-longer' : 'again';
}

/** `1` and `true` are one value. */
const valueOf = (setting: Setting | undefined): string | undefined =>
  setting && (setting.boolean === undefined ? setting.text : String(setting.boolean));

const switchOf = (setting: Setting | undefined): Switch => setting && (setting.boolean ?? 'invalid');

/** Where a setting stands; where it does not, the file that it could stand in. */
function placeIn(emailSettings: EmailSettings | undefined, setting: Setting | undefined): Place | undefined {
  if (!emailSettings) return undefined;
  if (setting) return placeOf(emailSettings.source, setting.valueRange);
  const { layout } = emailSettings;
  const { offset, length } = layout.format === 'json' ? layout.object : { offset: 0, length: 0 };
  return placeOf(
    emailSettings.source,
    layout.format === 'xml' ? layout.root.nameRange : { start: offset, end: offset + Math.min(length, 1) },
  );
}

function scratchTls({ before, after }: Pair<EmailSettings>): readonly Found[] {
  const text = (emailSettings: EmailSettings | undefined): string | undefined => {
    if (!emailSettings || emailSettings.inline.elements.length === 0) return undefined;
    const { recordedTls, list } = emailSettings.inline;
    const domains = [...entriesByForm(list?.items ?? []).keys()].sort();
    return [recordedTls?.setting ?? recordedTls?.text, domains.join(', ')].filter((part) => part).join(': ');
  };
  const place = (emailSettings: EmailSettings | undefined): Place | undefined => {
    const [first] = emailSettings?.inline.elements ?? [];
    return placeIn(emailSettings, first?.setting);
  };
  if (text(before) === text(after)) return [];
  const what = { kind: 'scratch-tls', before: text(before), after: text(after) } as const;
  return [{ what, before: place(before), after: place(after) }];
}

/** What else the record says. */
export function recordChanges({ record: before }: ProjectFacts, { record: after }: ProjectFacts): readonly Found[] {
  const found: Found[] = [];
  const [old, now] = [property(before?.object, 'accessLevel'), property(after?.object, 'accessLevel')];
  const place = (record: ProjectFacts['record'], one: JsonProperty | undefined): Place | undefined =>
    record && one && placeOf(record.source, one.range);
  if (textOf(old) !== textOf(now))
    found.push({
      what: { kind: 'access-level', before: textOf(old), after: textOf(now) },
      before: place(before, old),
      after: place(after, now),
    });
  const ruleOf = (record: ProjectFacts['record'], id: string): JsonProperty | undefined =>
    properties(property(record?.object, 'rules')?.value).findLast(({ name }) => name === id);
  for (const rule of new Set([...(after?.rules.keys() ?? []), ...(before?.rules.keys() ?? [])])) {
    const levels = { before: before?.rules.get(rule), after: after?.rules.get(rule) };
    if (levels.before === levels.after) continue;
    found.push({
      what: { kind: 'rule-level', rule, ...levels },
      before: place(before, ruleOf(before, rule)),
      after: place(after, ruleOf(after, rule)),
    });
  }
  return found;
}

export const accessLevel = ({ record }: ProjectFacts): string | undefined =>
  textOf(property(record?.object, 'accessLevel'));

function textOf(one: JsonProperty | undefined): string | undefined {
  const value: unknown = one?.value?.value;
  return one && (typeof value === 'string' ? value : JSON.stringify(value ?? null));
}
