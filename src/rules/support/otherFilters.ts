import type { ProjectFacts } from '../../project/facts.ts';
import { matchesAll, type Side } from '../../project/routing/filterMatch.ts';
import type { DomainScope, FilterRecord, RelayRecord } from '../../project/relays/records.ts';
import { linkedFilters, type LinkedFilter } from '../../project/relays/relayUse.ts';

/**
 * Whether another active filter takes mail of the domain: because it names it, so that somebody thought of it, or
 * because it takes everything and sends it to the same relay.
 */
export function takenElsewhere(project: ProjectFacts): (filter: FilterRecord, side: Side, domain: string) => boolean {
  const active = linkedFilters(project).filter(({ filter }) => filter.active !== false);
  const relays = new Map(active.map((one) => [one.filter, relayKey(one)]));
  const named = bySide((side) => index(active, ({ filter }) => exactDomains(filter[side])));
  const rest = bySide((side) => index(active, (one) => (takesRest(one.filter[side]) ? relayKeys(one) : [])));
  return (filter, side, domain) => {
    const relay = relays.get(filter);
    return (
      hasOther(named[side].get(domain), filter) || (relay !== undefined && hasOther(rest[side].get(relay), filter))
    );
  };
}

/** The relay itself, else what the filter calls it. */
type RelayKey = RelayRecord | string;

type FiltersBy<Key> = ReadonlyMap<Key, ReadonlySet<FilterRecord>>;

const bySide = <Key>(of: (side: Side) => FiltersBy<Key>): Readonly<Record<Side, FiltersBy<Key>>> => ({
  from: of('from'),
  to: of('to'),
});

function index<Key>(all: readonly LinkedFilter[], keys: (one: LinkedFilter) => readonly Key[]): FiltersBy<Key> {
  const found = new Map<Key, Set<FilterRecord>>();
  for (const one of all)
    for (const key of keys(one)) found.set(key, (found.get(key) ?? new Set<FilterRecord>()).add(one.filter));
  return found;
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
  scope.kind === 'all' || (scope.kind === 'list' && scope.list.items.some(matchesAll));

function relayKey({ link }: LinkedFilter): RelayKey | undefined {
  if (link.kind === 'relay') return link.relay;
  return 'name' in link ? link.name : undefined;
}

function relayKeys(one: LinkedFilter): readonly RelayKey[] {
  const key = relayKey(one);
  return key === undefined ? [] : [key];
}
