import { usedDomains } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import type { Rule } from './rule.ts';

export const wildcardPosition: Rule = {
  id: 'wildcard-position',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'none',
  summary: '`*` is used other than as the entire first label, which is not documented',
  check(project, report) {
    for (const { list, use } of usedDomains(project)) {
      if (use.kind === 'host') continue;
      const what = use.kind === 'filter' ? 'the filter takes' : 'gets the TLS setting';
      for (const item of list.items) {
        if (item.pattern.kind !== 'domain' || item.pattern.wildcard !== 'elsewhere') continue;
        report({
          at: placeOf(list.source, item.range),
          message: `It is not documented which mail ${what} by this entry: Salesforce describes * only as the entire first label, as in *.example.com.`,
        });
      }
    }
  },
};
