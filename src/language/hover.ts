import { listsNothing } from '../project/domains/domainList.ts';
import type { ProjectFacts, Setting, TlsLevel } from '../project/facts.ts';
import { recordedTls, RESTRICT } from '../project/settings/tlsPolicy.ts';
import { domainLists, settingsHolders } from '../project/select.ts';
import { contains } from '../text/source.ts';
import type { ElementFact } from '../project/settings/elements.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { exportHover } from './exportHover.ts';
import { coverageText, settingText, type HoverText } from './hoverWords.ts';
import type { DomainItem } from '../project/domains/model.ts';

/** What stands at an offset of a project's file, explained; undefined where there is nothing to say. */
export function hoverText(project: ProjectFacts, file: string, offset: number): HoverText | undefined {
  for (const level of levels(project))
    if (level.place.file === file && level.setting && contains(level.place.range, offset))
      return { range: level.place.range, markdown: settingText(level.setting), linksToRecord: false };
  for (const list of domainLists(project))
    for (const item of list.source.file === file ? list.items : [])
      if (contains(item.range, offset)) return domainHover(item);
  for (const holder of settingsHolders(project))
    for (const setting of holder.source.file === file ? holder.settings : [])
      if (contains(setting.nameRange, offset) || contains(setting.valueRange, offset))
        return settingHover(project, setting);
  return exportHover(project, file, offset);
}

const levels = (project: ProjectFacts): readonly TlsLevel[] =>
  [project.record?.level, ...settingsHolders(project).map(({ inline }) => inline.level)].filter(
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
    fact.dependency === undefined ? undefined : `**Needs:** ${fact.dependency}.`,
    `**API:** since ${fact.since}.0${fact.removedIn === undefined ? '' : `, gone since ${fact.removedIn}.0`}`,
  ];
  return [`**${fact.name}**`, fact.meaning, lines.filter((line) => line !== undefined).join('  \n')].join('\n\n');
}

/** What Setup holds beside the check box, as far as it is written down. */
function recordText(facts: ProjectFacts): string {
  const { level, list } = recordedTls(facts);
  if (!level && !list)
    return `The TLS setting and the domain list live in Setup > Deliverability; nothing records them here.`;
  const setting = level?.setting === undefined ? 'not recorded' : tlsSettingLabel(level.setting);
  const domains = list && !listsNothing(list) ? `${list.items.length}` : 'none';
  const where = facts.record ? facts.recordPath : 'this file';
  return `Recorded in ${where}: TLS setting **${setting}**, domains listed: **${domains}**.`;
}

function domainHover({ pattern, range }: DomainItem): HoverText | undefined {
  if (pattern.kind !== 'domain') return undefined;
  return { range, markdown: `${coverageText(pattern)}\n\n${UNLISTED}`, linksToRecord: false };
}

const UNLISTED = 'Mail to domains that are not on the list is sent as under Preferred.';
