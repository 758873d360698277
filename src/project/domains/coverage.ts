/**
 * What a domain list covers: the one answer to "does this list cover mail to that domain?", for a list and many domains
 * (`listCoverage`), for an entry and many domains (`coveredAmong`), and for one of each (`entryCovers`).
 *
 * Salesforce Help: an entry `d` covers `d`; `*.d` covers `x.d` and not `d`. Not documented, hence `unknown`: whether
 * `*.d` covers `y.x.d`, and whether a `*` anywhere else is understood. Nor is it documented what Salesforce makes of an
 * entry that is no domain: it covers nothing for sure, and perhaps the domain that plainly stands in it (`@acme.com`).
 */
import { domainPattern, parentDomains, type Domain, type DomainPattern } from '../../mail/domain.ts';

export type Coverage = 'yes' | 'no' | 'unknown';

/** Anything that stands for an entry of a list. */
export interface Entry {
  readonly pattern: DomainPattern;
}

/** What a list says of one domain. */
export interface ListAnswer<E> {
  readonly covers: Coverage;
  /** For `yes` every entry that covers the domain, for `unknown` the first that may; in the order of the list. */
  readonly by: readonly E[];
}

/** Whether one entry covers mail to a domain. */
export function entryCovers({ pattern }: Entry, domain: Domain): Coverage {
  switch (pattern.kind) {
    case 'ip':
      return 'no';
    case 'invalid':
      return pattern.meant.some((meant) => entryCovers({ pattern: domainPattern(meant) }, domain) !== 'no')
        ? 'unknown'
        : 'no';
    case 'domain':
      return patternCovers(pattern, domain);
  }
}

type Pattern = Extract<DomainPattern, { readonly kind: 'domain' }>;

function patternCovers({ wildcard, base }: Pattern, domain: Domain): Coverage {
  switch (wildcard) {
    case 'none':
      return base === domain ? 'yes' : 'no';
    case 'subdomains': {
      if (!domain.endsWith(`.${base}`)) return 'no';
      return domain.slice(0, -base.length - 1).includes('.') ? 'unknown' : 'yes';
    }
    case 'all':
    case 'elsewhere':
      return 'unknown';
  }
}

/** Whether an entry is one domain, without a `*`. */
export const isExact = ({ pattern }: Entry): boolean => pattern.kind === 'domain' && pattern.wildcard === 'none';

/**
 * The answers of `entryCovers` for all entries of a list together, looked up instead of searched: a list may have
 * thousands of entries, and as many domains may be asked about.
 */
export function listCoverage<E extends Entry>(entries: readonly E[]): (domain: Domain) => ListAnswer<E> {
  const index = indexOf(entries);
  const firstOf = (places: readonly (number | undefined)[]): number | undefined =>
    places.reduce((first, place) => (place === undefined || (first !== undefined && first < place) ? first : place));
  return (domain) => {
    const [parent = '', ...above] = parentDomains(domain);
    const sure = [...(index.exact.get(domain) ?? []), ...(index.wildcards.get(parent) ?? [])].sort((a, b) => a - b);
    if (sure.length > 0) return { covers: 'yes', by: at(entries, sure) };
    const first = firstOf([
      index.undocumented,
      index.meant.get(domain),
      index.meantWildcards.get(parent),
      ...above.flatMap((one) => [index.wildcards.get(one)?.[0], index.meantWildcards.get(one)]),
    ]);
    return first === undefined ? { covers: 'no', by: [] } : { covers: 'unknown', by: at(entries, [first]) };
  };
}

const at = <E>(entries: readonly E[], places: readonly number[]): readonly E[] =>
  places.flatMap((place) => entries[place] ?? []);

/** Places in a list by what stands there; of what is never sure the first alone. */
interface Index {
  /** By domain. */
  readonly exact: Map<string, number[]>;
  /** `*.d` by `d`. */
  readonly wildcards: Map<string, number[]>;
  /** Domains, and the `d` of `*.d`, that stand in entries which are no domain. */
  readonly meant: Map<string, number>;
  readonly meantWildcards: Map<string, number>;
  /** The first entry that may cover any domain. */
  undocumented: number | undefined;
}

function indexOf(entries: readonly Entry[]): Index {
  const index: Index = {
    exact: new Map(),
    wildcards: new Map(),
    meant: new Map(),
    meantWildcards: new Map(),
    undocumented: undefined,
  };
  for (const [place, { pattern }] of entries.entries()) {
    if (pattern.kind === 'domain') addPattern(index, pattern, place);
    else if (pattern.kind === 'invalid')
      for (const meant of pattern.meant) addMeant(index, domainPattern(meant), place);
  }
  return index;
}

function addPattern(index: Index, { wildcard, base }: Pattern, place: number): void {
  if (wildcard === 'none') push(index.exact, base, place);
  else if (wildcard === 'subdomains') push(index.wildcards, base, place);
  else index.undocumented ??= place;
}

function addMeant(index: Index, pattern: DomainPattern, place: number): void {
  if (pattern.kind !== 'domain') return;
  const { wildcard, base } = pattern;
  if (wildcard === 'all' || wildcard === 'elsewhere') index.undocumented ??= place;
  else {
    const known = wildcard === 'none' ? index.meant : index.meantWildcards;
    if (!known.has(base)) known.set(base, place);
  }
}

/** Things with domains that one entry covers: for sure, or perhaps. Each in the order in which they were given. */
export interface Covered<T> {
  readonly sure: readonly T[];
  readonly maybe: readonly T[];
}

/** The same answers the other way round: which of many things an entry covers. */
export function coveredAmong<T>(things: readonly T[], domainOf: (thing: T) => Domain): (entry: Entry) => Covered<T> {
  const exact = new Map<string, T[]>();
  const children = new Map<string, T[]>();
  const deeper = new Map<string, T[]>();
  for (const thing of things) {
    const domain = domainOf(thing);
    const [parent, ...above] = parentDomains(domain);
    push(exact, domain, thing);
    if (parent !== undefined) push(children, parent, thing);
    for (const one of above) push(deeper, one, thing);
  }
  const ofPattern = (pattern: DomainPattern): Covered<T> => {
    if (pattern.kind === 'ip') return NOTHING;
    if (pattern.kind === 'invalid') return { sure: [], maybe: meantBy(pattern.meant) };
    switch (pattern.wildcard) {
      case 'none':
        return { sure: exact.get(pattern.base) ?? [], maybe: [] };
      case 'subdomains':
        return { sure: children.get(pattern.base) ?? [], maybe: deeper.get(pattern.base) ?? [] };
      case 'all':
      case 'elsewhere':
        return { sure: [], maybe: things };
    }
  };
  const meantBy = (meant: readonly string[]): readonly T[] => {
    const found = meant.map((one) => ofPattern(domainPattern(one)));
    return [...new Set(found.flatMap(({ sure, maybe }) => [...sure, ...maybe]))];
  };
  return ({ pattern }) => ofPattern(pattern);
}

const NOTHING: Covered<never> = { sure: [], maybe: [] };

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
