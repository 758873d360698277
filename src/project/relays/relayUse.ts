import type { ProjectFacts } from '../facts.ts';
import type { ExportFile, FilterRecord, RelayRecord, RelayReference } from './records.ts';
import { hostKey, idKey, relayLinks, type RelayLink } from './relayOfFilter.ts';
import { filters, relays } from '../select.ts';

/** A filter, and the relay that it names. */
export interface LinkedFilter {
  readonly filter: FilterRecord;
  readonly link: RelayLink;
}

export function linkedFilters(project: ProjectFacts): readonly LinkedFilter[] {
  const linkOf = relayLinks(project);
  return filters(project).map((filter) => ({ filter, link: linkOf(filter) }));
}

export type RelayUse =
  /** An active filter sends mail to it. */
  | 'active'
  /** The project leaves open whether one does. */
  | 'unknown'
  /** Filters name it, and none of them is active. */
  | 'inactive'
  /** Filters are exported, and none names it. */
  | 'unused';

/**
 * Whether mail goes through a relay of one org: without an active filter a relay has no effect. Nothing is concluded
 * where a filter does not say which relay it names, or names it in a way in which the relay would not be found.
 */
export function relayUses(set: ProjectFacts): (relay: RelayRecord) => RelayUse {
  const linked = linkedFilters(set);
  const open = linked.filter(({ filter }) => filter.active !== false);
  const isActive = twins(
    open.flatMap(({ filter, link }) => (filter.active && link.kind === 'relay' ? link.relay : [])),
  );
  const mayBeActive = twins(open.flatMap(namedBy));
  const isNamed = twins(linked.flatMap(namedBy));
  const isLeftOpen =
    !filtersAreExported(set) || open.some(({ link }) => link.kind === 'unsaid' || link.kind === 'unreadable');
  const missed = open.flatMap(({ filter, link }) => (link.kind === 'missing' ? [filter.relay] : []));
  const kinds = [...new Map(missed.map((reference) => [reference.kind, reference])).values()];
  return (relay) => {
    if (isActive(relay)) return 'active';
    if (isLeftOpen || mayBeActive(relay) || kinds.some((one) => !isFindable(relay, one))) return 'unknown';
    return isNamed(relay) ? 'inactive' : 'unused';
  };
}

function namedBy({ link }: LinkedFilter): readonly RelayRecord[] {
  if (link.kind === 'relay') return [link.relay];
  return link.kind === 'several' ? link.relays : [];
}

/** Whether a relay is one of these, or may be: one relay may be exported twice. */
function twins(named: readonly RelayRecord[]): (relay: RelayRecord) => boolean {
  const same = new Set(named);
  const ids = new Set(named.map(({ id }) => id && idKey(id)));
  const hosts = new Set(named.map(hostKey));
  const hostsWithoutId = new Set(named.filter(({ id }) => id === undefined).map(hostKey));
  return (relay) =>
    same.has(relay) ||
    (relay.id === undefined
      ? hosts.has(hostKey(relay))
      : ids.has(idKey(relay.id)) || hostsWithoutId.has(hostKey(relay)));
}

/** Whether a filter that calls its relay so would have found this one: an export may leave out `Id` or `Host`. */
function isFindable({ id, referenceId, host }: RelayRecord, { kind }: RelayReference): boolean {
  switch (kind) {
    case 'id':
      return id !== undefined;
    case 'reference':
      return referenceId !== undefined;
    case 'host':
      return host !== undefined;
    case 'parent':
      return true;
    case 'none':
    case 'unknown':
      return false;
  }
}

/** Filters whose relay is not among the exported ones, though each of these could have been found. */
export function filtersWithoutRelay(
  project: ProjectFacts,
): readonly { readonly filter: FilterRecord; readonly name: string }[] {
  const all = relays(project);
  const findable = new Map<RelayReference['kind'], boolean>();
  const canBeFound = (reference: RelayReference): boolean => {
    const known = findable.get(reference.kind) ?? all.every((relay) => isFindable(relay, reference));
    findable.set(reference.kind, known);
    return known;
  };
  return linkedFilters(project).flatMap(({ filter, link }) =>
    link.kind === 'missing' && canBeFound(filter.relay) ? [{ filter, name: link.name }] : [],
  );
}

/** Whether every filter of the org is known: some are exported, or an export that could be read says there are none. */
function filtersAreExported({ exports }: ProjectFacts): boolean {
  if (exports.some(({ problems }) => problems.some(({ lost }) => lost))) return false;
  return exports.some((one) => one.filters.length > 0 || saysNone(one));
}

/** An export of filters without any: an empty list, or a header and no row. */
function saysNone({ source: { file, text }, problems, relays: some }: ExportFile): boolean {
  if (some.length > 0 || problems.length > 0 || text.trim() === '') return false;
  if (!file.slice(file.lastIndexOf('/') + 1).startsWith('EmailDomainFilter')) return false;
  return file.toLowerCase().endsWith('.csv') || /^\s*\[\s*\]\s*$|"records"\s*:\s*\[\s*\]/.test(text);
}
