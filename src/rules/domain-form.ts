import { usedDomains, type DomainUse } from '../project/domains/domainUses.ts';
import { placeOf } from '../project/facts.ts';
import { hasProperBlanks, replaceItem } from '../project/domains/listEdits.ts';
import { safeFix, type Rule } from './rule.ts';
import type { DomainItem } from '../project/domains/model.ts';

export const domainForm: Rule = {
  id: 'domain-form',
  group: 'Domain list and filters',
  severity: 'hint',
  fix: 'safe',
  summary: 'A domain is not normalized: capital letters, spaces, a trailing dot, or Unicode instead of the A-label',
  check(project, report) {
    for (const { list, use } of usedDomains(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'domain' || isPlain(item, use)) continue;
        // A relay's host with a `*` is `domain-syntax`'s finding.
        if (use.kind === 'host' && item.pattern.wildcard !== 'none') continue;
        const { pattern } = item.pattern;
        report({
          at: placeOf(list.source, item.range),
          message: `Mail may not match this entry: Salesforce does not document that it is the same as ${pattern} (${differences(item.text)}). Write ${pattern}.`,
          fixes: () => [safeFix(`Change to ${pattern}`, replaceItem(list, item, [pattern]))],
        });
      }
    }
  },
};

function isPlain(item: DomainItem, use: DomainUse): boolean {
  if (item.pattern.kind !== 'domain' || !hasProperBlanks(item)) return false;
  const name = item.text.trim();
  // RFC 4343: a host is found whatever the case of its name.
  return (use.kind === 'host' ? name.toLowerCase() : name) === item.pattern.pattern;
}

function differences(text: string): string {
  const name = text.trim();
  const found = [
    /[^\0-\x7f]/.test(name) ? 'it has letters outside ASCII' : undefined,
    /[A-Z]/.test(name) ? 'it has capital letters' : undefined,
    name.endsWith('.') ? 'it ends with a dot' : undefined,
    name === text ? undefined : 'there are spaces around it',
  ];
  return found.filter((one) => one !== undefined).join(', ');
}
