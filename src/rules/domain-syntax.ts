import { usedDomains, type DomainUse, type UsedDomains } from '../project/domains/domainUses.ts';
import { placeOf, type ProjectFacts } from '../project/facts.ts';
import { replaceItem } from '../project/domains/listEdits.ts';
import type { DomainFault } from '../mail/domain.ts';
import { opening, sentenceOf } from '../text/words.ts';
import { faultWords, missed } from './support/domainWords.ts';
import { removeEntry } from './support/removeEntry.ts';
import { preferredFix, type Fix, type Rule } from './rule.ts';
import type { DomainItem } from '../project/domains/model.ts';

export const domainSyntax: Rule = {
  id: 'domain-syntax',
  group: 'Domain list and filters',
  severity: 'error',
  fix: 'fix',
  summary:
    'An entry is not a domain: an email address, a URL, a port, a path, a space, a label or length that is not allowed, or nothing',
  check(project, report) {
    for (const used of usedDomains(project)) {
      for (const item of used.list.items) {
        const { pattern } = item;
        const at = placeOf(used.list.source, item.range);
        if (pattern.kind === 'invalid')
          report({
            at,
            message: message(used.use, pattern.fault),
            fixes: () => [repair(project, used, item, pattern.meant)],
          });
        else if (used.use.kind === 'host' && pattern.kind === 'domain' && pattern.wildcard !== 'none')
          report({ at, message: `${missed(used.use)}: a host name cannot contain *. Enter the relay's host name.` });
      }
    }
  },
};

function message(use: DomainUse, fault: DomainFault): string {
  if (use.kind === 'host')
    return `${missed(use)}: Host is not a host name. ${HOST_REASONS[fault] ?? opening(faultWords(fault))}.`;
  return fault === 'empty'
    ? 'The list has an empty entry. Remove it.'
    : `${missed(use)}: it is not a domain. ${sentenceOf(faultWords(fault))}`;
}

function repair(project: ProjectFacts, used: UsedDomains, item: DomainItem, meant: readonly string[]): Fix | undefined {
  const { list, use } = used;
  const listed = (domain: string): boolean =>
    list.items.some(({ pattern }) => pattern.kind === 'domain' && pattern.pattern === domain);
  const missing = [...new Set(meant)].filter((domain) => !listed(domain));
  // A relay has one host, and none with a `*`.
  if (use.kind === 'host' && (missing.length > 1 || missing.some((one) => one.includes('*')))) return undefined;
  if (missing.length > 0) return preferredFix(`Change to ${missing.join(', ')}`, replaceItem(list, item, missing));
  const name = item.text.trim() === '' ? 'the empty entry' : 'the entry';
  const removal = removeEntry(project, used, item, name);
  const preferred = item.text.trim() === '' || meant.length > 0;
  return removal && { ...removal, preferred };
}

/** Where a relay's host needs other words. */
const HOST_REASONS: Readonly<Partial<Record<DomainFault, string>>> = {
  address: 'This is an email address; enter the name of the server',
  url: 'This is a URL; enter only the host name',
  port: 'It contains a port, which belongs in the field Port; enter only the host name',
  path: 'It contains a path; enter only the host name',
  separator: 'It contains several names, and a relay has one host',
  'leading-dot': 'It begins with a dot',
  numeric: 'The last part is a number, and no host name ends in a number',
};
