import type { ProjectFacts } from '../facts.ts';
import { knownDomain, subdomain, type Domain } from '../../mail/domain.ts';
import { budgetOf, type Budget } from './budget.ts';
import { matchOf, matchesAll, type Mail } from './filterMatch.ts';
import { inOrder, precedence, type Precedence } from './filterOrder.ts';
import { allPairs, type Pair, type PairSet } from './pairSet.ts';
import type { DomainScope, FilterRecord } from '../relays/records.ts';
import { mailRouter } from './route.ts';
import { filters as filtersOf } from '../select.ts';
import type { DomainItem } from '../domains/model.ts';

/** A filter, and a mail that shows what is said of it. */
export interface FilterExample {
  readonly filter: FilterRecord;
  readonly mail: ExampleMail;
}

/** Domains of a sender and a recipient. */
export interface ExampleMail extends Mail {
  readonly from: Domain;
}

/** Bounds the comparisons in one project; real ones need some hundred. */
const MAX_WORK = 2_000_000;
const MAX_PAIRS = 1000;

/** A filter, and what its two fields name. */
interface NamedScopes {
  readonly filter: FilterRecord;
  readonly from: readonly ScopeItem[];
  readonly to: readonly ScopeItem[];
}

/** A filter that is asked before others, with what its two fields take for sure. */
interface EarlierFilter {
  readonly filter: FilterRecord;
  readonly from: ScopeIndex;
  readonly to: ScopeIndex;
}

/**
 * Filters that get no mail, since active ones before them take all of it: for sure, whatever is not documented. Each of
 * the earlier ones stands there with a mail that both match.
 */
export function shadowedFilters(project: ProjectFacts): ReadonlyMap<FilterRecord, readonly FilterExample[]> {
  const found = new Map<FilterRecord, readonly FilterExample[]>();
  const earlier: EarlierFilter[] = [];
  const budget = budgetOf(MAX_WORK);
  for (const filter of inOrder(filtersOf(project))) {
    const by = filter.active === false ? undefined : shadowedBy(filter, earlier, budget);
    if (by) found.set(filter, by);
    if (filter.active === true) earlier.push({ filter, from: scopeIndex(filter.from), to: scopeIndex(filter.to) });
  }
  return found;
}

/** The earlier filters that together take all mail of a filter; undefined if something may be left. */
function shadowedBy(
  filter: FilterRecord,
  earlier: readonly EarlierFilter[],
  budget: Budget,
): readonly FilterExample[] | undefined {
  const scopes: NamedScopes = { filter, from: itemsOf(filter.from), to: itemsOf(filter.to) };
  const count = scopes.from.length * scopes.to.length;
  if (count === 0 || count > MAX_PAIRS) return undefined;
  const left = allPairs(scopes.from.length, scopes.to.length);
  const by: FilterExample[] = [];
  for (const other of earlier) {
    if (left.size === 0 || !budget.spend(1)) break;
    if (precedence(other.filter, filter).first !== 'a') continue;
    budget.spend(scopes.from.length + scopes.to.length);
    const example = removeMatching(left, scopes, other);
    if (example) by.push(example);
  }
  return left.size === 0 ? by : undefined;
}

/** Takes out of `left` what an earlier filter matches for sure too, if a mail proves it: that mail is the example. */
function removeMatching(
  left: PairSet,
  { filter, from, to }: NamedScopes,
  other: EarlierFilter,
): FilterExample | undefined {
  const recipients = placesIn(other.to, to);
  if (recipients.length === 0) return undefined;
  const matching = left.matching(placesIn(other.from, from), recipients);
  const mailOf = (pair: Pair): ExampleMail => ({ from: sample(from[pair.from]), to: sample(to[pair.to]) });
  const proof = matching.find((pair) => bothMatch(other.filter, filter, mailOf(pair)));
  if (!proof) return undefined;
  left.remove(matching);
  return { filter: other.filter, mail: mailOf(proof) };
}

/** The places of the items that a field includes. */
const placesIn = (index: ScopeIndex, items: readonly ScopeItem[]): readonly number[] =>
  items.flatMap((item, place) => (includes(index, item) ? [place] : []));

const bothMatch = (a: FilterRecord, b: FilterRecord, mail: Mail): boolean => matches(a, mail) && matches(b, mail);

/** Whether the filter is active is another question. */
const matches = (filter: FilterRecord, mail: Mail): boolean =>
  matchOf({ ...filter, active: true }, mail).result === 'yes';

/** What a filter's field names; an empty one names everything. */
type ScopeItem = DomainItem | 'all';

/** None where nothing is known. Entries that are no domain take no mail that anybody could name. */
function itemsOf(scope: DomainScope): readonly ScopeItem[] {
  if (scope.kind === 'all') return ['all'];
  if (scope.kind === 'unknown') return [];
  return scope.list.items
    .filter(({ pattern }) => pattern.kind !== 'invalid' || pattern.fault !== 'empty')
    .map((item) => (matchesAll(item) ? 'all' : item));
}

interface ScopeIndex {
  readonly all: boolean;
  /** Entries that are no pattern, as written. */
  readonly patterns: ReadonlySet<string>;
}

function scopeIndex(scope: DomainScope): ScopeIndex {
  const items = itemsOf(scope);
  return {
    all: items.includes('all'),
    patterns: new Set(items.flatMap((item) => (item === 'all' ? [] : [key(item)]))),
  };
}

const key = ({ pattern, text }: DomainItem): string => (pattern.kind === 'domain' ? pattern.pattern : text.trim());

/** Whether all that the item names is taken for sure: the same pattern takes the same, whatever its `*` stands for. */
function includes({ all, patterns }: ScopeIndex, item: ScopeItem): boolean {
  if (all) return true;
  if (item === 'all') return false;
  if (patterns.has(key(item))) return true;
  const { pattern } = item;
  return (
    pattern.kind === 'domain' &&
    pattern.wildcard === 'none' &&
    patterns.has(`*.${pattern.base.slice(pattern.base.indexOf('.') + 1)}`)
  );
}

const ANY = [knownDomain('example.com'), knownDomain('mail.example.net')] as const;

/** A domain that the item names. */
function sample(item: ScopeItem | undefined): Domain {
  if (item === undefined || item === 'all' || item.pattern.kind !== 'domain') return ANY[0];
  const { pattern } = item;
  if (pattern.wildcard === 'subdomains') return subdomain('mail', pattern.base);
  return pattern.wildcard === 'none' ? pattern.base : ANY[0];
}

/** What a filter does beside the others, each with a mail that shows it. */
export interface FilterReach {
  /** A mail that goes to this filter for sure; undefined if none was found. */
  readonly catches: ExampleMail | undefined;
  /** Filters before it that take mail which it would take. */
  readonly takenBefore: readonly FilterExample[];
  /** Filters behind it whose mail it takes. */
  readonly takesFrom: readonly FilterExample[];
  /** Filters behind it, and mail that it leaves to them. */
  readonly leavesTo: readonly FilterExample[];
  /** Filters that take the same mail, where nobody can say which of the two is asked first. */
  readonly undecided: readonly FilterExample[];
  /** Filters that take all of its mail. */
  readonly shadowedBy: readonly FilterExample[];
}

/** Enough for a hover. */
const MAX_OTHERS = 200;
const MAX_EXAMPLES = 5;
const MAX_SAMPLES = 12;
const MAX_MAILS = 300;
const MAX_ROUTES = 200;

/** What a filter catches, and what it leaves to later ones. */
export function filterReach(project: ProjectFacts, filter: FilterRecord): FilterReach {
  const others = inOrder(filtersOf(project))
    .filter((other) => other !== filter && other.active !== false)
    .slice(0, MAX_OTHERS);
  const filterOf = filterFinder(project);
  const having = (first: Precedence['first'], shows: (mail: ExampleMail, other: FilterRecord) => boolean) => {
    const found: FilterExample[] = [];
    for (const other of others) {
      if (found.length >= MAX_EXAMPLES) break;
      if (precedence(filter, other).first !== first) continue;
      const mail = mails(filter, other).find((one) => shows(one, other));
      if (mail) found.push({ filter: other, mail });
    }
    return found;
  };
  const overlap = (mail: ExampleMail, other: FilterRecord): boolean => bothMatch(filter, other, mail);
  return {
    catches: mails(filter, filter).find((mail) => matches(filter, mail) && filterOf(mail) === filter),
    takenBefore: having('b', (mail, other) => other.active === true && overlap(mail, other)),
    takesFrom: having('a', overlap),
    leavesTo: having(
      'a',
      (mail, other) => matches(other, mail) && matchOf(filter, mail).result === 'no' && filterOf(mail) === other,
    ),
    undecided: having('undecided', overlap),
    shadowedBy: shadowedFilters(project).get(filter) ?? [],
  };
}

/** The filter that a mail goes to for sure. A hostile project makes it ask for thousands: then it says nothing. */
function filterFinder(project: ProjectFacts): (mail: Mail) => FilterRecord | undefined {
  const router = mailRouter(project);
  const budget = budgetOf(MAX_ROUTES);
  return (mail) => {
    if (!budget.spend(1)) return undefined;
    const { options } = router(mail);
    return options.length === 1 ? options[0]?.filter : undefined;
  };
}

/** Mails that two filters name, and some that only nearly fit. */
function mails(a: FilterRecord, b: FilterRecord): readonly ExampleMail[] {
  const senders = samples(a.from, b.from);
  const recipients = samples(a.to, b.to);
  return senders.flatMap((from) => recipients.map((to) => ({ from, to }))).slice(0, MAX_MAILS);
}

function samples(...scopes: readonly DomainScope[]): readonly Domain[] {
  const items = scopes.flatMap((scope) => itemsOf(scope).slice(0, MAX_SAMPLES));
  const named = items.flatMap((item) => {
    if (item === 'all' || item.pattern.kind !== 'domain') return [];
    const { wildcard, base } = item.pattern;
    // What `*.d` does not take, `d`, tells as much.
    return wildcard === 'none' || wildcard === 'subdomains' ? [sample(item), base] : [];
  });
  return [...new Set([...named, ...ANY])];
}
