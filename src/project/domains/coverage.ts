import type { DomainPattern } from '../../mail/domain.ts';

/** An entry of a list. */
interface Entry {
  readonly pattern: DomainPattern;
}

/** How a list stands to one domain. */
export interface DomainCoverage<T> {
  /** The entries that are this domain. */
  readonly names: readonly T[];
  /** The first wildcard that covers it for sure. */
  readonly by: T | undefined;
  /** The first wildcard of which nobody can tell: how far a `*` reaches is not documented. */
  readonly perhapsBy: T | undefined;
}

/**
 * The same answers as `covers` for each entry, looked up instead of searched: a list may have thousands of entries, and
 * there may be as many results to ask for.
 *
 * @returns a function of a domain in its usual form
 */
export function coverageOf<T extends Entry>(items: readonly T[]): (domain: string) => DomainCoverage<T> {
  const names = new Map<string, T[]>();
  const wildcards = new Map<string, T>();
  let undocumented: T | undefined;
  const places = new Map(items.map((item, index) => [item, index]));
  for (const item of items) {
    const { pattern } = item;
    if (pattern.kind !== 'domain') continue;
    if (pattern.wildcard === 'none') {
      const own = names.get(pattern.base);
      if (own) own.push(item);
      else names.set(pattern.base, [item]);
    } else if (pattern.wildcard !== 'subdomains') undocumented ??= item;
    else if (!wildcards.has(pattern.base)) wildcards.set(pattern.base, item);
  }
  const place = (item: T): number => places.get(item) ?? 0;
  return (domain) => {
    const [parent, ...above] = ancestors(domain);
    const perhaps = [...above.flatMap((one) => wildcards.get(one) ?? []), ...(undocumented ? [undocumented] : [])];
    return {
      names: names.get(domain) ?? [],
      by: parent === undefined ? undefined : wildcards.get(parent),
      perhapsBy: perhaps.toSorted((a, b) => place(a) - place(b))[0],
    };
  };
}

/** `b.c.d`, `c.d` and `d` of `a.b.c.d`. */
export function ancestors(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}
