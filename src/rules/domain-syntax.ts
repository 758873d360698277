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
          message: `No mail gets the TLS setting by this entry: ${REASONS[fault]}.`,
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
  empty: 'it is empty',
  address: 'it is an email address; enter the domain behind the @',
  url: 'it is a URL; enter the domain alone',
  port: 'it has a port; enter the domain alone',
  path: 'it has a path; enter the domain alone',
  blank: 'a blank stands inside it',
  separator: 'it holds several domains; Salesforce separates them with commas',
  'leading-dot': 'it begins with a dot; enter example.com for the domain, *.example.com for its subdomains',
  'empty-label': 'two dots stand side by side',
  'label-length': 'a part between two dots is longer than 63 characters',
  'label-characters': 'a part is not made of letters, digits and inner hyphens alone',
  length: 'it is longer than 253 characters',
  numeric: 'the last part is a number, which no domain has',
};
