import { placeOf, type DomainItem, type DomainList, type ProjectFacts } from '../project/facts.ts';
import { replaceItem } from '../project/listEdits.ts';
import { domainLists } from '../project/select.ts';
import type { DomainFault } from '../tls/domain.ts';
import { removeEntry } from './removeEntry.ts';
import { preferredFix, type Fix, type Rule } from './rule.ts';

export const domainSyntax: Rule = {
  id: 'domain-syntax',
  group: 'Domain list and filters',
  severity: 'error',
  fix: 'fix',
  summary: 'An entry is not a domain: an address, URL, port, path, blank, illegal label or length, or nothing at all',
  check(project, report) {
    for (const list of domainLists(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'invalid') continue;
        const { fault, meant } = item.pattern;
        report({
          at: placeOf(list.source, item.range),
          message: message(fault),
          fixes: () => [repair(project, list, item, meant)],
        });
      }
    }
  },
};

const message = (fault: DomainFault): string =>
  fault === 'empty'
    ? 'The list has an empty entry. Remove it.'
    : `Mail that this entry is meant for may not get the TLS setting: it is not a domain. ${REASONS[fault]}.`;

function repair(project: ProjectFacts, list: DomainList, item: DomainItem, meant: readonly string[]): Fix | undefined {
  const listed = (domain: string): boolean =>
    list.items.some(({ pattern }) => pattern.kind === 'domain' && pattern.pattern === domain);
  const missing = [...new Set(meant)].filter((domain) => !listed(domain));
  if (missing.length > 0) return preferredFix(`Change to ${missing.join(', ')}`, replaceItem(list, item, missing));
  const name = item.text.trim() === '' ? 'the empty entry' : 'the entry';
  const removal = removeEntry(project, list, item, name);
  const preferred = item.text.trim() === '' || meant.length > 0;
  return removal && { ...removal, preferred };
}

/** Why a text is no domain, and what to write instead; without a full stop. */
export const faultText = (fault: DomainFault): string =>
  fault === 'empty' ? 'There is nothing in it' : REASONS[fault];

const REASONS: Readonly<Record<Exclude<DomainFault, 'empty'>, string>> = {
  address: 'This is an email address; enter what stands behind the @',
  url: 'This is a URL; enter the domain alone',
  port: 'There is a port; enter the domain alone',
  path: 'There is a path; enter the domain alone',
  blank: 'There is a blank inside',
  separator: 'There are several domains; Salesforce separates them with commas',
  'leading-dot': 'It begins with a dot; enter example.com for the domain, *.example.com for its subdomains',
  'empty-label': 'Two dots stand side by side',
  'label-length': 'A part between two dots is longer than 63 characters',
  'label-characters': 'A part is not made of letters, digits and inner hyphens alone',
  length: 'It is longer than 253 characters',
  numeric: 'The last part is a number, which no domain has',
};
