import { exportSets } from '../project/relays/orgs.ts';
import { placeOf } from '../project/facts.ts';
import { priorityWords } from '../project/routing/filterOrder.ts';
import { shadowedFilters, type FilterExample } from '../project/routing/filterReach.ts';
import type { Rule } from './rule.ts';

export const filterUnreachable: Rule = {
  id: 'filter-unreachable',
  group: 'Relays and filters',
  severity: 'warning',
  fix: 'none',
  summary: 'Earlier filters match all mail that this filter would match',
  check(project, report) {
    for (const set of exportSets(project))
      for (const [filter, by] of shadowedFilters(set))
        report({
          at: placeOf(filter.source, filter.shownRange),
          message: message(by),
          related: by.slice(0, MAX_SHOWN).map((example) => ({
            at: placeOf(example.filter.source, example.filter.shownRange),
            message: `matches mail ${mailWords(example)}`,
          })),
        });
  },
};

const MAX_SHOWN = 5;

function message(by: readonly FilterExample[]): string {
  const [first, ...others] = by;
  if (!first) return 'This filter never matches any mail. Remove it.';
  const name = `the filter ${priorityWords(first.filter)}`;
  const takers = others.length > 0 ? `${name} and ${others.length} more match` : `${name} matches`;
  return `This filter never matches any mail: ${takers} all of it first, for example mail ${mailWords(first)}. Give this filter a lower PriorityNumber, or remove it.`;
}

const mailWords = ({ mail: { from, to } }: FilterExample): string => `from jo@${from} to sam@${to}`;
