import { placeOf } from '../project/facts.ts';
import { addAfter } from '../project/listEdits.ts';
import { domainLists } from '../project/select.ts';
import { covers } from '../tls/domain.ts';
import { isPublicSuffix } from '../tls/publicSuffix.ts';
import { preferredFix, type Rule } from './rule.ts';

export const wildcardMissesApex: Rule = {
  id: 'wildcard-misses-apex',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'fix',
  summary: '`*.d` is listed without `d`: mail to `x@d` is not covered',
  check(project, report) {
    for (const list of domainLists(project)) {
      const reported = new Set<string>();
      for (const item of list.items) {
        const { pattern } = item;
        if (pattern.kind !== 'domain' || pattern.wildcard !== 'subdomains') continue;
        const { base } = pattern;
        // A name of one label takes no mail from the internet; a whole suffix is `wildcard-too-broad`'s business.
        if (!base.includes('.') || isPublicSuffix(base) || reported.has(base)) continue;
        if (list.items.some((other) => covers(other.pattern, base) !== 'no')) continue;
        reported.add(base);
        report({
          at: placeOf(list.source, item.range),
          message: `Mail to ${base} itself does not get the TLS setting: ${pattern.pattern} covers its subdomains only. Add ${base} if it should.`,
          fixes: [preferredFix(`Add ${base}`, addAfter(list, item, base))],
        });
      }
    }
  },
};
