import type { ProjectFacts } from '../facts.ts';
import type { Side } from '../routing/filterMatch.ts';
import type { DomainScope, FilterRecord, RelayRecord } from '../relays/records.ts';
import { domainLists, filters, relays } from '../select.ts';
import type { DomainList } from './model.ts';

/** Domains that stand somewhere, and what they are there for. */
export interface UsedDomains {
  readonly list: DomainList;
  readonly use: DomainUse;
}

export type DomainUse =
  /** The domains that the org's TLS setting is restricted to. */
  | { readonly kind: 'tls' }
  /** The domains of senders or recipients whose mail a filter takes. */
  | { readonly kind: 'filter'; readonly filter: FilterRecord; readonly side: Side }
  /** The one host of a relay. */
  | { readonly kind: 'host'; readonly relay: RelayRecord };

/** Every list of domains in the project, and the hosts of its relays. */
export const usedDomains = (project: ProjectFacts): readonly UsedDomains[] => [
  ...domainLists(project).map((list) => ({ list, use: { kind: 'tls' } as const })),
  ...relays(project).flatMap((relay) =>
    relay.host ? [{ list: relay.host, use: { kind: 'host', relay } as const }] : [],
  ),
  ...filters(project).flatMap((filter) => [
    ...named(filter.from).map((list) => ({ list, use: { kind: 'filter', filter, side: 'from' } as const })),
    ...named(filter.to).map((list) => ({ list, use: { kind: 'filter', filter, side: 'to' } as const })),
  ]),
];

const named = (scope: DomainScope): readonly DomainList[] => (scope.kind === 'list' ? [scope.list] : []);
