import { subdomain, type Domain } from '../../mail/domain.ts';
import { listCoverage } from '../../project/domains/coverage.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import type { PossibleTls } from '../../project/routing/orgTls.ts';
import { isRelayed, mailRouter, type RouteOption } from '../../project/routing/route.ts';
import type { DomainScope } from '../../project/relays/records.ts';
import { domainLists, filters } from '../../project/select.ts';
import { settingWords, routeConditionWords, routeOptionWords } from '../../route/words.ts';

/** How mail from any sender to a domain leaves the org, as far as its TLS is concerned. */
export interface DomainRoute {
  readonly domain: Domain;
  /** The domain stands in for its subdomains: only `*.domain` is listed. */
  readonly standsIn: boolean;
  /** Through relays, where the recipient's servers do not matter. */
  readonly relayed: readonly RouteOption[];
  /** By Salesforce's own servers; none: every mail goes through a relay. */
  readonly org: readonly PossibleTls[];
}

/** Bounds the comparisons of domains with the patterns of filters; real projects need some thousand. */
const MAX_WORK = 5_000_000;

/**
 * Asks the projects that list the domain; if none does, all of them. Undefined if that would take too long.
 *
 * @param count how many domains will be asked about
 */
export function domainRoutes(
  projects: readonly ProjectFacts[],
  count: number,
): ((domain: Domain) => DomainRoute) | undefined {
  const asked = projects.map((facts) => ({
    ...listedIn(facts),
    route: mailRouter(facts),
    patterns: filters(facts).reduce((sum, filter) => sum + patternCount(filter.from) + patternCount(filter.to), 0),
  }));
  const work = asked.reduce((sum, { patterns }) => sum + patterns + 1, 0);
  if (count * work > MAX_WORK) return undefined;
  return (domain) => {
    const own = asked.filter(({ lists, standsInFor }) => lists(domain) || standsInFor(domain));
    const standsIn = own.length > 0 && !own.some(({ lists }) => lists(domain));
    const to = standsIn ? subdomain(SUBDOMAIN, domain) : domain;
    const options = (own.length > 0 ? own : asked).flatMap(({ route }) => route({ from: undefined, to }).options);
    return {
      domain,
      standsIn,
      relayed: options.filter(isRelayed),
      org: options.filter((option) => !isRelayed(option)).flatMap(({ tls }) => tls),
    };
  };
}

/** Nothing is said of the domain's way. */
export const unrouted = (domain: Domain): DomainRoute => ({
  domain,
  standsIn: false,
  relayed: [],
  org: [],
});

const patternCount = (scope: DomainScope): number => (scope.kind === 'list' ? scope.list.items.length : 1);

/** Any that a wildcard covers will do: the question is about all of them. */
const SUBDOMAIN = 'mail';

/** Which domains the lists of a project have: as such, or perhaps; or by a wildcard that the domain stands in for. */
function listedIn(facts: ProjectFacts): {
  readonly lists: (domain: Domain) => boolean;
  readonly standsInFor: (domain: Domain) => boolean;
} {
  const items = domainLists(facts).flatMap((list) => list.items);
  const coverage = listCoverage(items);
  const bases = new Set(
    items.flatMap(({ pattern }) =>
      pattern.kind === 'domain' && pattern.wildcard === 'subdomains' ? [pattern.base] : [],
    ),
  );
  return { lists: (domain) => coverage(domain).covers !== 'no', standsInFor: (domain) => bases.has(domain) };
}

const MAX_OPTIONS = 3;

/** `through the relay relay.acme.example, port 587, under Required Verify` */
export function relayedWords({ relayed }: DomainRoute): string {
  const texts = [...new Set(relayed.map((option) => `${routeOptionWords(option)}, ${settingWords(option.tls)}`))];
  return texts.length > MAX_OPTIONS ? 'through a relay, whatever the sender' : texts.join(', or ');
}

/** When the mail goes through a relay, where that is left open: `the sender is one of those it takes mail from`. */
export function relayedConditions({ relayed, domain }: DomainRoute): string {
  const conditions = relayed.flatMap((option) =>
    option.conditions.map((condition) =>
      routeConditionWords(condition, { from: undefined, to: domain }, () => 'another filter'),
    ),
  );
  const [first, ...more] = [...new Set(conditions)];
  return more.length > 0 || first === undefined ? 'which is not known' : `if ${first}`;
}
