import type { ProjectFacts } from './facts.ts';
import type { ExportFile, FilterRecord, RelayRecord, RelayReference } from './relayFacts.ts';
import { hostKey, idKey, relayLinks, type RelayLink } from './relayLinks.ts';
import { filters, relays } from './select.ts';

/** A filter, and the relay that it names. */
export interface LinkedFilter {
  readonly filter: FilterRecord;
  readonly link: RelayLink;
}

export function linkedFilters(project: ProjectFacts): readonly LinkedFilter[] {
  const linkOf = relayLinks(project);
  return filters(project).map((filter) => ({ filter, link: linkOf(filter) }));
}

/**
 * Relays that none of the filters names, for sure: not where a filter does not say which relay it names, or names it in
 * a way in which the relay would not be found.
 */
export function unnamedRelays(project: ProjectFacts, linked: readonly LinkedFilter[]): readonly RelayRecord[] {
  if (linked.some(({ link }) => link.kind === 'unsaid' || link.kind === 'unreadable')) return [];
  const named = linked.flatMap(({ link }) =>
    link.kind === 'relay' ? [link.relay] : link.kind === 'several' ? link.relays : [],
  );
  const isNamed = twins(named);
  const missed = linked.flatMap(({ filter, link }) => (link.kind === 'missing' ? [filter.relay] : []));
  const kinds = [...new Map(missed.map((reference) => [reference.kind, reference])).values()];
  return relays(project).filter((relay) => !isNamed(relay) && kinds.every((reference) => isFindable(relay, reference)));
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
export function filtersAreExported({ exports }: ProjectFacts): boolean {
  if (exports.some(({ problems }) => problems.some(({ lost }) => lost))) return false;
  return exports.some((one) => one.filters.length > 0 || saysNone(one));
}

/** An export of filters without any: an empty list, or a header and no row. */
function saysNone({ source: { file, text }, problems, relays: some }: ExportFile): boolean {
  if (some.length > 0 || problems.length > 0 || text.trim() === '') return false;
  if (!file.slice(file.lastIndexOf('/') + 1).startsWith('EmailDomainFilter')) return false;
  return file.toLowerCase().endsWith('.csv') || /^\s*\[\s*\]\s*$|"records"\s*:\s*\[\s*\]/.test(text);
}
