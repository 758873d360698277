import { placeOf, type DomainItem } from '../project/facts.ts';
import { hasProperBlanks, replaceItem } from '../project/listEdits.ts';
import { domainLists } from '../project/select.ts';
import { safeFix, type Rule } from './rule.ts';

export const domainForm: Rule = {
  id: 'domain-form',
  group: 'Domain list and filters',
  severity: 'hint',
  fix: 'safe',
  summary: 'A domain is not in its usual form: capitals, blanks, trailing dot, Unicode instead of the A-label',
  check(project, report) {
    for (const list of domainLists(project)) {
      for (const item of list.items) {
        if (item.pattern.kind !== 'domain' || isPlain(item)) continue;
        const { pattern } = item.pattern;
        report({
          at: placeOf(list.source, item.range),
          message: `Whether Salesforce takes this for ${pattern} is not documented: ${differences(item.text)}. Write ${pattern}.`,
          fixes: () => [safeFix(`Change to ${pattern}`, replaceItem(list, item, [pattern]))],
        });
      }
    }
  },
};

const isPlain = (item: DomainItem): boolean =>
  item.pattern.kind === 'domain' && item.text.trim() === item.pattern.pattern && hasProperBlanks(item);

function differences(text: string): string {
  const name = text.trim();
  const found = [
    /[^\0-\x7f]/.test(name) ? 'it has letters outside ASCII' : undefined,
    /[A-Z]/.test(name) ? 'it has capitals' : undefined,
    name.endsWith('.') ? 'it ends with a dot' : undefined,
    name === text ? undefined : 'blanks stand around it',
  ];
  return found.filter((one) => one !== undefined).join(', ');
}
