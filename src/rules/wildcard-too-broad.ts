import { placeOf, type DomainItem } from '../project/facts.ts';
import { domainLists } from '../project/select.ts';
import { isPublicSuffix } from '../tls/publicSuffix.ts';
import type { Rule } from './rule.ts';

export const wildcardTooBroad: Rule = {
  id: 'wildcard-too-broad',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'none',
  summary: 'A wildcard covers a whole public suffix: `*`, `*.com`, `*.co.uk`',
  check(project, report) {
    for (const list of domainLists(project)) {
      for (const item of list.items) {
        const scope = tooBroad(item);
        if (scope === undefined) continue;
        report({
          at: placeOf(list.source, item.range),
          message: `${scope}, whoever owns it. List the domains that need TLS one by one.`,
        });
      }
    }
  },
};

function tooBroad({ pattern }: DomainItem): string | undefined {
  if (pattern.kind !== 'domain') return undefined;
  if (pattern.wildcard === 'all')
    return 'If Salesforce takes a bare *, which is not documented, the TLS setting applies to mail to any domain';
  if (pattern.wildcard !== 'subdomains' || !isPublicSuffix(pattern.base)) return undefined;
  return `The TLS setting applies to mail to any domain right below .${pattern.base}`;
}
