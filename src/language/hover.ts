import { listsNothing } from '../project/domains/domainList.ts';
import type { ProjectFacts, Setting, RecordedTls } from '../project/facts.ts';
import { policyListState, type ListState } from '../project/routing/listState.ts';
import { recordedPolicy, RESTRICT, tlsPolicies } from '../project/settings/tlsPolicy.ts';
import { domainLists, allEmailSettings } from '../project/select.ts';
import { contains } from '../text/source.ts';
import type { ElementFact } from '../project/settings/elements.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { exportHover } from './exportHover.ts';
import { coverageText, settingText, type HoverText } from './hoverWords.ts';
import type { DomainItem, DomainList } from '../project/domains/model.ts';

/** What stands at an offset of a project's file, explained; undefined where there is nothing to say. */
export function hoverText(project: ProjectFacts, file: string, offset: number): HoverText | undefined {
  for (const recordedTls of recordedSettings(project))
    if (recordedTls.place.file === file && recordedTls.setting && contains(recordedTls.place.range, offset))
      return { range: recordedTls.place.range, markdown: settingText(recordedTls.setting), linksToRecord: false };
  for (const list of domainLists(project))
    for (const item of list.source.file === file ? list.items : [])
      if (contains(item.range, offset)) return domainHover(project, list, item);
  for (const emailSettings of allEmailSettings(project))
    for (const setting of emailSettings.source.file === file ? emailSettings.settings : [])
      if (contains(setting.nameRange, offset) || contains(setting.valueRange, offset))
        return settingHover(project, setting);
  return exportHover(project, file, offset);
}

const recordedSettings = (project: ProjectFacts): readonly RecordedTls[] =>
  [project.record?.recordedTls, ...allEmailSettings(project).map(({ inline }) => inline.recordedTls)].filter(
    (one) => one !== undefined,
  );

function settingHover(project: ProjectFacts, { fact, nameRange, valueRange, name }: Setting): HoverText | undefined {
  if (!fact) return undefined;
  const restrict = name === RESTRICT;
  const parts = [elementText(fact), ...(restrict ? [recordText(project)] : [])];
  const range = { start: nameRange.start, end: Math.max(nameRange.end, valueRange.end) };
  return { range, markdown: parts.join('\n\n'), linksToRecord: restrict };
}

/** Meaning, mail, default, dependency, API versions of an element. */
export function elementText(fact: ElementFact): string {
  const lines = [
    fact.mail === undefined ? undefined : `**Mail:** ${fact.mail}`,
    fact.deprecated === undefined ? undefined : `**Deprecated:** ${fact.deprecated}.`,
    fact.default === undefined
      ? undefined
      : `**Default:** ${fact.default.startsWith('`') ? fact.default : `\`${fact.default}\``}`,
    fact.dependency === undefined ? undefined : `**Requires:** ${fact.dependency}.`,
    `**API:** since ${fact.since}.0${fact.removedIn === undefined ? '' : `, removed in ${fact.removedIn}.0`}`,
  ];
  return [`**${fact.name}**`, fact.meaning, lines.filter((line) => line !== undefined).join('  \n')].join('\n\n');
}

/** What Setup holds beside the check box, as far as it is written down. */
function recordText(facts: ProjectFacts): string {
  const { recordedTls, list } = recordedPolicy(facts);
  if (!recordedTls && !list)
    return `The TLS setting and the domain list exist only in Setup > Deliverability; this project has no deliverability file.`;
  const setting = recordedTls?.setting === undefined ? 'not in your file' : tlsSettingLabel(recordedTls.setting);
  const domains = list && !listsNothing(list) ? `${list.items.length}` : 'none';
  const where = facts.record ? facts.recordPath : 'this file';
  return `From ${where}: TLS setting **${setting}**, domains listed: **${domains}**.`;
}

function domainHover(project: ProjectFacts, list: DomainList, { pattern, range }: DomainItem): HoverText | undefined {
  if (pattern.kind !== 'domain') return undefined;
  return { range, markdown: `${coverageText(pattern)}\n\n${reachText(project, list)}`, linksToRecord: false };
}

/** What the list does to mail for other domains. */
function reachText(project: ProjectFacts, list: DomainList): string {
  const policies = tlsPolicies(project).filter((policy) => policy.list === list);
  const [state = 'unknown', ...others] = new Set(policies.map((policy) => policyListState(project, policy)));
  return LIST_TEXTS[others.length > 0 ? 'unknown' : state];
}

const LIST_TEXTS: Readonly<Record<ListState, string>> = {
  'in-force': 'Mail to domains that are not on the list is sent with Preferred.',
  'not-in-force': `The list is not in force, because ${RESTRICT} is false: the TLS setting applies to mail to every domain.`,
  none: 'The TLS setting applies to mail to every domain.',
  unknown: `It is not known whether the list is in force: the project's settings files do not agree about ${RESTRICT}.`,
};
