import { usedDomains } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import { matchesAll } from '../project/routing/filterMatch.ts';
import { removeItem } from '../project/domains/listEdits.ts';
import { isPublicSuffix } from '../mail/publicSuffix.ts';
import { capitalized } from '../text/words.ts';
import { mailAt } from './support/domainWords.ts';
import { safeFix, type Rule } from './rule.ts';
import type { DomainItem } from '../project/domains/model.ts';

export const domainDuplicate: Rule = {
  id: 'domain-duplicate',
  group: 'Domain list and filters',
  severity: 'warning',
  fix: 'safe',
  summary: 'A domain is listed twice, or another entry already covers it',
  tag: 'unnecessary',
  check(project, report) {
    for (const { list, use } of usedDomains(project)) {
      const first = new Map<string, DomainItem>();
      // In a filter, unlike in the domain list, a bare `*` is understood: it is the default.
      const everything = use.kind === 'filter' ? list.items.find(matchesAll) : undefined;
      for (const item of list.items) {
        const pattern = patternOf(item);
        if (pattern === undefined) continue;
        const earlier = first.get(pattern);
        // Of two, the one in the usual form stays: whether case and dots matter is not documented.
        if (!earlier || (!isPlain(earlier, pattern) && isPlain(item, pattern))) first.set(pattern, item);
      }
      for (const item of list.items) {
        const pattern = patternOf(item);
        if (pattern === undefined) continue;
        const twin = first.get(pattern);
        const wider = first.get(coveringPattern(item) ?? '') ?? (item === everything ? undefined : everything);
        const other = twin === item ? wider : twin;
        if (!other) continue;
        report({
          at: placeOf(list.source, item.range),
          message:
            other === wider && twin === item
              ? `${capitalized(mailAt(use))} ${pattern} is already covered by ${other.text.trim()}. Remove ${item.text.trim()}.`
              : `${pattern} is listed twice, and one entry is enough. Remove one of them.`,
          related: [{ at: placeOf(list.source, other.range), message: 'the other entry' }],
          fixes: () => [safeFix(`Remove ${item.text.trim()}`, removeItem(list, item))],
        });
      }
    }
  },
};

const isPlain = ({ text }: DomainItem, pattern: string): boolean => text.trim() === pattern;

const patternOf = ({ pattern }: DomainItem): string | undefined =>
  pattern.kind === 'domain' ? pattern.pattern : undefined;

/**
 * `*.d` for `x.d`. Only that is documented: whether `*.d` reaches `y.x.d`, or what a bare `*` does, is not.
 */
function coveringPattern({ pattern }: DomainItem): string | undefined {
  if (pattern.kind !== 'domain' || pattern.wildcard !== 'none') return undefined;
  const dot = pattern.base.indexOf('.');
  const parent = pattern.base.slice(dot + 1);
  // Next to `*.com`, the domain is what `wildcard-too-broad` asks to list.
  return dot < 0 || isPublicSuffix(parent) ? undefined : `*.${parent}`;
}
