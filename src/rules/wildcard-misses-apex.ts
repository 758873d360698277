import { listCoverage } from '../project/domains/coverage.ts';
import { usedDomains, type DomainUse } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import { addAfter } from '../project/domains/listEdits.ts';
import { isPublicSuffix } from '../mail/publicSuffix.ts';
import { capitalized } from '../text/words.ts';
import { mailAt, takesNothing } from './support/domainWords.ts';
import { preferredFix, type Rule } from './rule.ts';
import { takenElsewhere } from './support/otherFilters.ts';

export const wildcardMissesApex: Rule = {
  id: 'wildcard-misses-apex',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'fix',
  summary: '`*.d` is listed without `d`: mail to `x@d` is not covered',
  check(project, report) {
    const elsewhere = takenElsewhere(project);
    for (const { list, use } of usedDomains(project)) {
      if (use.kind === 'host' || takesNothing(use)) continue;
      const coverage = listCoverage(list.items);
      const reported = new Set<string>();
      for (const item of list.items) {
        const { pattern } = item;
        if (pattern.kind !== 'domain' || pattern.wildcard !== 'subdomains') continue;
        const { base } = pattern;
        // A name of one label takes no mail from the internet; a whole suffix is `wildcard-too-broad`'s business.
        if (!base.includes('.') || isPublicSuffix(base) || reported.has(base)) continue;
        if (coverage(base).covers !== 'no' || (use.kind === 'filter' && elsewhere(use.filter, use.side, base)))
          continue;
        reported.add(base);
        report({
          at: placeOf(list.source, item.range),
          message: `${capitalized(mailAt(use))} ${base} itself ${fate(use)}: ${pattern.pattern} covers its subdomains only. Add ${base} if it should.`,
          fixes: () => [preferredFix(`Add ${base}`, addAfter(list, item, base))],
        });
      }
    }
  },
};

const fate = (use: DomainUse): string =>
  use.kind === 'filter' ? 'does not go through this filter' : 'does not get the TLS setting';
