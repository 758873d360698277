import { placeOf, type DomainItem, type DomainList } from '../project/facts.ts';
import { inList, removeItem, replaceItem } from '../project/listEdits.ts';
import { domainLists } from '../project/select.ts';
import type { DomainFault } from '../tls/domain.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';

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
          message: `Mail that this entry is meant for may not get the TLS setting: it is not a domain. ${REASONS[fault]}.`,
          fixes: [repair(list, item, meant)],
        });
      }
    }
  },
};

function repair(list: DomainList, item: DomainItem, meant: readonly string[]): Fix | undefined {
  if (item.text.trim() === '') return preferredFix('Remove the empty entry', inList(list, removeItem(list, item)));
  if (meant.length > 0)
    return preferredFix(`Change to ${meant.join(', ')}`, inList(list, replaceItem(list, item, meant)));
  return fix('Remove the entry', inList(list, removeItem(list, item)));
}

const REASONS: Readonly<Record<DomainFault, string>> = {
  empty: 'The entry is empty',
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
