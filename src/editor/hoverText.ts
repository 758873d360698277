import { listsNothing } from '../project/domainList.ts';
import type { DomainItem, ProjectFacts, Setting, TlsLevel } from '../project/facts.ts';
import { recordedTls, RESTRICT } from '../project/policy.ts';
import { domainLists, settingsHolders } from '../project/select.ts';
import { contains, type Range } from '../text/source.ts';
import { isPublicSuffix } from '../tls/publicSuffix.ts';
import type { ElementFact } from '../tls/elements.ts';
import { outcomes, type Outcome, type ServerTls } from '../tls/outcome.ts';
import { tlsSettingLabel, type TlsSetting } from '../tls/setting.ts';

/** What a hover says, as Markdown. `linksToRecord`: it ends with a way to the record. */
export interface HoverText {
  readonly range: Range;
  readonly markdown: string;
  readonly linksToRecord: boolean;
}

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
  return undefined;
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

const SERVERS: readonly (readonly [ServerTls, string])[] = [
  ['none', 'has no usable TLS (1.2 or newer)'],
  ['unverified', 'has TLS, its certificate does not verify'],
  ['verified', 'has TLS, its certificate verifies'],
];

const WORDS: Readonly<Record<Outcome, string>> = {
  tls: 'sent with TLS',
  clear: 'sent in clear',
  bounce: '**bounces**',
  unknown: 'unknown',
};

/** A setting's row of the outcome table. */
export function settingText(setting: TlsSetting): string {
  const rows = SERVERS.map(([server, words]) => {
    const possible = outcomes(setting, server).map((outcome) => WORDS[outcome]);
    return `| ${words} | ${possible.join(' or ')} |`;
  });
  const text = `**TLS setting ${tlsSettingLabel(setting)}**\n\n| The recipient's server | Mail |\n|---|---|\n${rows.join('\n')}`;
  return setting === 'PreferredVerify' ? `${text}\n\n${DISAGREEMENT}` : text;
}

const DISAGREEMENT =
  "Salesforce's documents disagree on a certificate that does not verify: Help says that mail is sent in clear, the EmailRelay reference that the session ends and the mail is not delivered.";

function domainHover({ pattern, range }: DomainItem): HoverText | undefined {
  if (pattern.kind !== 'domain') return undefined;
  return { range, markdown: `${domainText(pattern.base, pattern.wildcard)}\n\n${UNLISTED}`, linksToRecord: false };
}

const UNLISTED = 'Mail to domains that are not on the list is sent as under Preferred.';

function domainText(base: string, wildcard: 'none' | 'subdomains' | 'all' | 'elsewhere'): string {
  switch (wildcard) {
    case 'none':
      return `Covers mail to \`name@${base}\`. Does not cover its subdomains: \`*.${base}\` covers those right below it.`;
    case 'subdomains':
      return `Covers mail to subdomains such as \`name@mail.${base}\`. Does **not** cover \`name@${base}\`${isPublicSuffix(base) ? '' : ': list it too'}.\n\nNot documented: whether it reaches further down, as to \`name@a.b.${base}\`.`;
    case 'all':
      return 'Not documented: whether Salesforce takes a bare `*`.';
    case 'elsewhere':
      return 'Not documented: what a `*` covers that is not the whole first part, as in `*.example.com`.';
  }
}
