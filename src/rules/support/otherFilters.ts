import type { ProjectFacts } from '../../project/facts.ts';
import { takesAll, type Side } from '../../project/routing/filterMatch.ts';
import type { DomainScope, FilterRecord } from '../../project/relays/records.ts';
import { linkedFilters, type LinkedFilter } from '../../project/relays/relayUse.ts';

/**
 * Whether another active filter takes mail of the domain: because it names it, so that somebody thought of it, or
 * because it takes everything and sends it to the same relay.
 */
export function takenElsewhere(project: ProjectFacts): (filter: FilterRecord, side: Side, domain: string) => boolean {
  const active = linkedFilters(project).filter(({ filter }) => filter.active !== false);
  const relays = new Map(active.map((one) => [one.filter, relayKey(one)]));
  const named = index(active, ({ filter }, side) => exactDomains(filter[side]));
  const rest = index(active, (one, side) => (takesRest(one.filter[side]) ? [relayKey(one)] : []));
  return (filter, side, domain) => {
    const relay = relays.get(filter);
    return (
      hasOther(named[side].get(domain), filter) || (relay !== undefined && hasOther(rest[side].get(relay), filter))
    );
  };
}

type Index = ReadonlyMap<unknown, ReadonlySet<FilterRecord>>;

function index(
  all: readonly LinkedFilter[],
  keys: (one: LinkedFilter, side: Side) => readonly unknown[],
): Readonly<Record<Side, Index>> {
  const of = (side: Side): Index => {
    const found = new Map<unknown, Set<FilterRecord>>();
    for (const one of all)
      for (const key of keys(one, side)) found.set(key, (found.get(key) ?? new Set()).add(one.filter));
    return found;
  };
  return { from: of('from'), to: of('to') };
}

const hasOther = (filters: ReadonlySet<FilterRecord> | undefined, own: FilterRecord): boolean =>
  filters !== undefined && (filters.size > 1 || !filters.has(own));

const exactDomains = (scope: DomainScope): readonly string[] =>
  scope.kind !== 'list'
    ? []
    : scope.list.items.flatMap(({ pattern }) =>
        pattern.kind === 'domain' && pattern.wildcard === 'none' ? [pattern.base] : [],
      );

const takesRest = (scope: DomainScope): boolean =>
  scope.kind === 'all' || (scope.kind === 'list' && scope.list.items.some(takesAll));

/** The relay itself, else what the filter calls it. */
function relayKey({ link }: LinkedFilter): unknown {
  if (link.kind === 'relay') return link.relay;
  return 'name' in link ? link.name : undefined;
}
