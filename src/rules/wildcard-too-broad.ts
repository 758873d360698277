import { usedDomains, type DomainUse } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import { isPublicSuffix } from '../mail/publicSuffix.ts';
import { mailAt, takesNothing } from './support/domainWords.ts';
import type { Rule } from './rule.ts';
import type { DomainItem } from '../project/domains/model.ts';

export const wildcardTooBroad: Rule = {
  id: 'wildcard-too-broad',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'none',
  summary: 'A wildcard covers a whole public suffix: `*`, `*.com`, `*.co.uk`',
  check(project, report) {
    for (const { list, use } of usedDomains(project)) {
      if (use.kind === 'host' || takesNothing(use)) continue;
      for (const item of list.items) {
        const scope = tooBroad(item, use);
        if (scope === undefined) continue;
        report({
          at: placeOf(list.source, item.range),
          message: `${scope}, whoever owns it. List the domains ${use.kind === 'filter' ? 'that you mean' : 'that need TLS'} one by one.`,
        });
      }
    }
  },
};

function tooBroad({ pattern }: DomainItem, use: DomainUse): string | undefined {
  if (pattern.kind !== 'domain') return undefined;
  // A filter's default: the usual way to take the rest.
  if (pattern.wildcard === 'all' && use.kind === 'filter') return undefined;
  if (pattern.wildcard === 'all')
    return 'The TLS setting may apply to mail to every domain: Salesforce does not document what a bare * does';
  if (pattern.wildcard !== 'subdomains' || !isPublicSuffix(pattern.base)) return undefined;
  const who = use.kind === 'filter' ? 'This filter matches' : 'The TLS setting applies to';
  return `${who} ${mailAt(use)} any domain directly below .${pattern.base}`;
}
