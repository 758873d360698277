import type { ProjectFacts } from '../project/facts.ts';
import { priorityWords } from '../project/routing/filterOrder.ts';
import { filterReach, type FilterExample, type FilterReach } from '../project/routing/filterReach.ts';
import { matchesAll } from '../project/routing/filterMatch.ts';
import type { DomainScope, ExportField, FilterRecord } from '../project/relays/records.ts';
import { relayLinks } from '../project/relays/relayOfFilter.ts';
import { linkWords, relayWords, scopeWords } from '../route/words.ts';
import { contains } from '../text/source.ts';
import { capitalized } from '../text/words.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { fieldText } from './exportFields.ts';
import { coverageText } from './hoverWords.ts';
import { escapeMarkdown } from '../output/markdown.ts';
import type { DomainItem } from '../project/domains/model.ts';

/** A field of a filter: what it means, what the filter catches, and what it leaves to later ones. */
export function filterHover(
  project: ProjectFacts,
  filter: FilterRecord,
  { name }: ExportField,
  offset: number,
): string | undefined {
  switch (name) {
    case 'Id':
      return undefined;
    case 'EmailRelayId':
    case 'EmailRelay.Id':
    case 'EmailRelay.Host':
      return `${fieldText(name)}\n\n${relayText(project, filter)}`;
    case 'FromDomain':
      return parts(entryText(filter.from, offset, 'mail from') ?? fieldText(name), reachText(project, filter));
    case 'ToDomain':
      return parts(entryText(filter.to, offset, 'mail to') ?? fieldText(name), reachText(project, filter));
    case 'IsActive':
    case 'PriorityNumber':
      return parts(fieldText(name), reachText(project, filter));
    default:
      return fieldText(name);
  }
}

const parts = (...all: readonly string[]): string => all.join('\n\n---\n\n');

function entryText(scope: DomainScope, offset: number, mail: 'mail to' | 'mail from'): string | undefined {
  const item = scope.kind === 'list' ? scope.list.items.find(({ range }) => contains(range, offset)) : undefined;
  return item && domainText(item, mail);
}

function domainText(item: DomainItem, mail: 'mail to' | 'mail from'): string | undefined {
  if (item.pattern.kind !== 'domain') return undefined;
  return matchesAll(item) ? `Covers ${mail} any domain.` : coverageText(item.pattern, mail);
}

function relayText(project: ProjectFacts, filter: FilterRecord): string {
  const link = relayLinks(project)(filter);
  if (link.kind !== 'relay') return escapeMarkdown(`${capitalized(linkWords(link) ?? '')}.`);
  const { tlsSetting } = link.relay;
  const under = tlsSetting === undefined ? '' : `, under **${tlsSettingLabel(tlsSetting)}**`;
  return `Mail goes to ${escapeMarkdown(relayWords(link.relay))}${under}.`;
}

function reachText(project: ProjectFacts, filter: FilterRecord): string {
  const takes = `Mail ${escapeMarkdown(scopeWords(filter))}.`;
  if (filter.active === false) return `${takes}\n\nThe filter is **not active**: it matches no mail.`;
  const reach = filterReach(project, filter);
  const lines = reachLines(reach);
  const active = filter.active === undefined ? ['The export does not say whether the filter is active.'] : [];
  return [takes, ...active, ...(lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : [])].join('\n\n');
}

function reachLines({ catches, takenBefore, takesFrom, leavesTo, undecided, shadowedBy }: FilterReach): string[] {
  if (shadowedBy.length > 0)
    return [
      `**This filter never matches any mail.** Earlier filters match all of it: ${shadowedBy.map(taker).join('; ')}.`,
    ];
  return [
    ...(catches ? [`Matches, for example, mail ${mailWords(catches)}.`] : []),
    ...takenBefore.map((one) => `Before it, ${taker(one)}.`),
    ...takesFrom.map(
      (one) => `${capitalized(name(one))}, evaluated after it, does not get mail ${mailWords(one.mail)}.`,
    ),
    ...leavesTo.map((one) => `Passes mail ${mailWords(one.mail)} on to ${name(one)}.`),
    ...undecided.map(
      (one) => `It is not defined whether it or ${name(one)} is evaluated first for mail ${mailWords(one.mail)}.`,
    ),
  ];
}

const name = ({ filter }: FilterExample): string => `the filter ${priorityWords(filter)}`;

const taker = (one: FilterExample): string => `${name(one)} matches mail ${mailWords(one.mail)}`;

/** Domains in their usual form need no escapes in a code span. */
const mailWords = ({ from, to }: FilterExample['mail']): string => `from \`jo@${from}\` to \`sam@${to}\``;
