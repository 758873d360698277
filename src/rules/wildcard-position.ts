import { placeOf } from '../project/facts.ts';
import { domainLists } from '../project/select.ts';
import type { Rule } from './rule.ts';

export const wildcardPosition: Rule = {
  id: 'wildcard-position',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'none',
  summary: '`*` stands anywhere but as the whole first label, which is not documented',
  check(project, report) {
    for (const list of domainLists(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'domain' || item.pattern.wildcard !== 'elsewhere') continue;
        report({
          at: placeOf(list.source, item.range),
          message: `Which mail gets the TLS setting by this entry is not documented: Salesforce describes * only as the whole first part, as in *.example.com.`,
        });
      }
    }
  },
};
