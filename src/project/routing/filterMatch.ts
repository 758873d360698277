import { entryCovers, type Coverage } from '../domains/coverage.ts';
import type { Domain } from '../../mail/domain.ts';
import type { DomainScope, FilterRecord } from '../relays/records.ts';
import type { DomainItem } from '../domains/model.ts';

/** Mail from one domain to another. Without a sender, the question is about any sender. */
export interface Mail {
  readonly from: Domain | undefined;
  readonly to: Domain;
}

/** What a filter looks at: the domain of the sender's address, or of the recipient's. */
export type Side = 'from' | 'to';

/** Why it is not sure whether a filter takes a mail. */
export type MatchCondition =
  /** The export does not say whether the filter is active. */
  | { readonly code: 'active-unsaid' }
  /** The export does not have the field. */
  | { readonly code: 'domains-unsaid'; readonly side: Side }
  /** No sender is named, and the filter takes mail of some senders only. */
  | { readonly code: 'depends-on-sender' }
  /** Not documented: whether `*.d` takes `a.b.d`. */
  | { readonly code: 'wildcard-depth'; readonly side: Side; readonly item: DomainItem }
  /** Not documented: a `*` that is not the whole first label. */
  | { readonly code: 'wildcard-position'; readonly side: Side; readonly item: DomainItem }
  /** No domain, but the mail's domain stands in it: `@acme.com`. */
  | { readonly code: 'not-a-domain'; readonly side: Side; readonly item: DomainItem };

export type FilterMatch =
  | {
      readonly result: 'yes';
      /** What takes the mail; undefined for a blank field, which takes all. */
      readonly from: DomainItem | undefined;
      readonly to: DomainItem | undefined;
    }
  | { readonly result: 'no'; readonly because: 'inactive' | Side }
  | { readonly result: 'unknown'; readonly conditions: readonly MatchCondition[] };

/** Whether a filter takes a mail, by itself: other filters may take it before. */
export function matchOf(filter: FilterRecord, { from, to }: Mail): FilterMatch {
  if (filter.active === false) return { result: 'no', because: 'inactive' };
  const sender = scopeMatch(filter.from, from, 'from');
  const recipient = scopeMatch(filter.to, to, 'to');
  if (sender.result === 'no') return { result: 'no', because: 'from' };
  if (recipient.result === 'no') return { result: 'no', because: 'to' };
  const conditions = [
    ...(filter.active === undefined ? [{ code: 'active-unsaid' } as const] : []),
    ...sender.conditions,
    ...recipient.conditions,
  ];
  return conditions.length > 0
    ? { result: 'unknown', conditions }
    : { result: 'yes', from: sender.item, to: recipient.item };
}

interface ScopeMatch {
  readonly result: Coverage;
  readonly item: DomainItem | undefined;
  readonly conditions: readonly MatchCondition[];
}

function scopeMatch(scope: DomainScope, domain: Domain | undefined, side: Side): ScopeMatch {
  if (scope.kind === 'all') return { result: 'yes', item: undefined, conditions: [] };
  if (scope.kind === 'unknown')
    return { result: 'unknown', item: undefined, conditions: [{ code: 'domains-unsaid', side }] };
  const { items } = scope.list;
  if (domain === undefined) {
    const item = items.find(matchesAll);
    return item
      ? { result: 'yes', item, conditions: [] }
      : { result: 'unknown', item: undefined, conditions: [{ code: 'depends-on-sender' }] };
  }
  let doubtful: ScopeMatch | undefined;
  for (const item of items) {
    const result = itemMatches(item, domain);
    if (result === 'yes') return { result, item, conditions: [] };
    if (result === 'unknown') doubtful ??= { result, item, conditions: [{ code: conditionCode(item), side, item }] };
  }
  return doubtful ?? { result: 'no', item: undefined, conditions: [] };
}

/** Salesforce's default for both fields is `*`, so there a bare `*` is understood, unlike in the domain list of Setup. */
export const matchesAll = ({ pattern }: DomainItem): boolean => pattern.kind === 'domain' && pattern.wildcard === 'all';

const itemMatches = (item: DomainItem, domain: Domain): Coverage =>
  matchesAll(item) ? 'yes' : entryCovers(item, domain);

function conditionCode({ pattern }: DomainItem): 'wildcard-depth' | 'wildcard-position' | 'not-a-domain' {
  if (pattern.kind !== 'domain') return 'not-a-domain';
  return pattern.wildcard === 'subdomains' ? 'wildcard-depth' : 'wildcard-position';
}

/**
 * What the conditions of a match depend on. Conditions of one key are all met or all not: one pattern is understood in
 * one way, wherever it stands.
 */
export const conditionKeys = (filter: FilterRecord, conditions: readonly MatchCondition[]): readonly unknown[] =>
  conditions.map((condition) => {
    if ('item' in condition) return `${condition.code} ${condition.side} ${condition.item.text.trim().toLowerCase()}`;
    if (condition.code !== 'depends-on-sender' || filter.from.kind !== 'list') return condition;
    return `${condition.code} ${filter.from.list.items.map(({ text }) => text.trim().toLowerCase()).join()}`;
  });
