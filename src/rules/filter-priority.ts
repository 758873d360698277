import { exportSets } from '../project/relays/orgs.ts';
import { placeOf } from '../project/facts.ts';
import type { DomainScope, FilterRecord } from '../project/relays/records.ts';
import { idKey } from '../project/relays/relayOfFilter.ts';
import { filters } from '../project/select.ts';
import type { Rule } from './rule.ts';

export const filterPriority: Rule = {
  id: 'filter-priority',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'none',
  summary: 'Two filters have the same `PriorityNumber`',
  check(project, report) {
    for (const set of exportSets(project)) {
      const first = new Map<number, FilterRecord>();
      for (const filter of filters(set)) {
        const { priority, source } = filter;
        const field = filter.fields.get('PriorityNumber');
        if (typeof priority !== 'number' || !field) continue;
        const other = first.get(priority);
        if (!other) first.set(priority, filter);
        if (!other || isTwin(other, filter)) continue;
        const otherRange = other.fields.get('PriorityNumber')?.shownRange ?? other.shownRange;
        report({
          at: placeOf(source, field.shownRange),
          message: `Two filters have PriorityNumber ${priority}, so their order is not known. Give one of them another number: each number must be unique.`,
          related: [{ at: placeOf(other.source, otherRange), message: 'the other filter', mirror: true }],
        });
      }
    }
  },
};

/** One filter may be exported twice, in JSON and in CSV. */
function isTwin(a: FilterRecord, b: FilterRecord): boolean {
  if (a.id !== undefined && b.id !== undefined) return idKey(a.id) === idKey(b.id);
  return a.source !== b.source && scopeKey(a.from) === scopeKey(b.from) && scopeKey(a.to) === scopeKey(b.to);
}

const scopeKey = (scope: DomainScope): string =>
  scope.kind === 'list' ? scope.list.items.map(({ text }) => text.trim().toLowerCase()).join() : scope.kind;
