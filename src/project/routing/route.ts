import type { TlsSetting } from '../../mail/tlsSetting.ts';
import { exportSets, setFolder } from '../relays/orgs.ts';
import type { ProjectFacts } from '../facts.ts';
import { conditionKeys, matchOf, type FilterMatch, type Mail, type MatchCondition } from './filterMatch.ts';
import { inOrder, precedence, type UndecidedOrder } from './filterOrder.ts';
import { orgTls, type PossibleTls } from './orgTls.ts';
import type { FilterRecord, RelayRecord } from '../relays/records.ts';
import { relayLinks, type RelayLink } from '../relays/relayOfFilter.ts';
import { filters as filtersOf } from '../select.ts';

/**
 * The way a mail takes out of the org. Salesforce asks the active domain filters by ascending priority; the first whose
 * `FromDomain` and `ToDomain` both match sends the mail to its relay, under the relay's TLS setting. Mail that none
 * takes goes out by Salesforce's own servers, under the org's.
 */
export interface Route {
  readonly mail: Mail;
  /** One, or several where the project or Salesforce's documentation leaves it open; never none. */
  readonly options: readonly RouteOption[];
  /** Every filter in order, and what it makes of the mail. */
  readonly steps: readonly Step[];
  readonly caveats: readonly Caveat[];
}

export interface RouteOption {
  /** Undefined: no filter takes the mail. */
  readonly filter: FilterRecord | undefined;
  readonly match: FilterMatch | undefined;
  /** Undefined: Salesforce's own servers. */
  readonly link: RelayLink | undefined;
  readonly tls: readonly PossibleTls[];
  /** What must be so for the mail to go this way; none: it does. */
  readonly conditions: readonly RouteCondition[];
}

/**
 * Whether a relay stands between Salesforce and the recipient's servers, known or not. What a filter without a relay
 * does is not documented, so nothing is concluded from one.
 */
export const isRelayed = ({ link }: RouteOption): boolean => link !== undefined && link.kind !== 'none';

export type RouteCondition =
  /** The project has the records of several orgs: the mail must be of this one. */
  | { readonly code: 'org'; readonly folder: string }
  | { readonly code: 'match'; readonly conditions: readonly MatchCondition[] }
  /** A filter that comes before may take the mail. */
  | { readonly code: 'earlier'; readonly filter: FilterRecord; readonly conditions: readonly MatchCondition[] }
  /** Another filter takes the mail too, or may, and nobody can say which is asked first. */
  | { readonly code: 'order'; readonly filter: FilterRecord; readonly because: UndecidedOrder };

export interface Step {
  readonly filter: FilterRecord;
  readonly match: FilterMatch;
  /** Whether the mail can come as far as this: a filter before it may surely take it. */
  readonly reached: boolean;
}

export type Caveat =
  /** No filter is exported: the way holds if the org has none. */
  | { readonly code: 'no-filters' }
  /** A part of an export could not be read: filters may be missing. */
  | { readonly code: 'records-lost'; readonly file: string };

/** Enough to explain a way; hostile files have thousands. */
const MAX_CONDITIONS = 5;

/** "Mail from A to B: which filter, which relay, which TLS setting, why." */
export const routeMail = (project: ProjectFacts, mail: Mail): Route => mailRouter(project)(mail);

/** The same for many mails of one project. Of the records of several orgs, each org's are asked by themselves. */
export function mailRouter(project: ProjectFacts): (mail: Mail) => Route {
  const sets = exportSets(project);
  if (sets.length < 2) return orgRouter(project);
  const routers = sets.map((set) => ({
    route: orgRouter(set),
    condition: { code: 'org', folder: setFolder(set) } as const,
  }));
  return (mail) => {
    const routes = routers.map(({ route, condition }): Route => {
      const found = route(mail);
      return {
        ...found,
        options: found.options.map((option) => ({ ...option, conditions: [condition, ...option.conditions] })),
      };
    });
    return {
      mail,
      options: routes.flatMap(({ options }) => options),
      steps: routes.flatMap(({ steps }) => steps),
      caveats: routes.flatMap(({ caveats }) => caveats),
    };
  };
}

function orgRouter(project: ProjectFacts): (mail: Mail) => Route {
  const filters = inOrder(filtersOf(project));
  const linkOf = relayLinks(project);
  const ownTls = orgTls(project);
  const caveats = caveatsOf(project, filters);
  return (mail) => {
    const matches = filters.map((filter): Candidate => ({ filter, match: matchOf(filter, mail) }));
    const sure = matches.filter(({ match }) => match.result === 'yes');
    const reached = matches.filter(({ filter }) => !isSurelyBehind(filter, sure));
    const takers = withoutContradictions(reached.filter(({ match }) => match.result !== 'no'));
    const asked = new Set([...takers, ...reached.filter(({ match }) => match.result === 'no')]);
    const options = takers.map((taker): RouteOption => {
      const link = linkOf(taker.filter);
      return { ...taker, link, tls: [relayTls(link)], conditions: conditionsOf(taker, takers) };
    });
    if (sure.length === 0) options.push(ownServers(ownTls(mail.to), takers));
    return { mail, options, steps: matches.map((one) => ({ ...one, reached: asked.has(one) })), caveats };
  };
}

interface Candidate {
  readonly filter: FilterRecord;
  readonly match: FilterMatch;
}

/** Whether a filter that takes the mail for sure comes before for sure. `sure` is in order, so the first decides. */
function isSurelyBehind(filter: FilterRecord, [first]: readonly Candidate[]): boolean {
  if (!first || first.filter === filter) return false;
  return precedence(first.filter, filter).first === 'a';
}

/** Hostile projects have thousands of doubtful filters; then some ways are shown that cannot be. */
const MAX_COMPARED = 200;

/** A filter takes nothing if what it would take it for makes one before it take the mail: the same pattern, say. */
function withoutContradictions(takers: readonly Candidate[]): readonly Candidate[] {
  const doubtful = takers.flatMap(({ filter, match }) =>
    match.result === 'unknown' ? [{ filter, keys: conditionKeys(filter, match.conditions) }] : [],
  );
  if (doubtful.length < 2 || doubtful.length > MAX_COMPARED) return takers;
  return takers.filter(({ filter }) => {
    const own = doubtful.find((one) => one.filter === filter);
    if (!own) return true;
    return !doubtful.some(
      (other) =>
        other !== own &&
        precedence(other.filter, filter).first === 'a' &&
        other.keys.every((key) => own.keys.includes(key)),
    );
  });
}

function conditionsOf(taker: Candidate, takers: readonly Candidate[]): readonly RouteCondition[] {
  const conditions: RouteCondition[] = [];
  if (taker.match.result === 'unknown') conditions.push({ code: 'match', conditions: taker.match.conditions });
  for (const other of takers) {
    if (conditions.length >= MAX_CONDITIONS) break;
    if (other === taker) continue;
    const order = precedence(other.filter, taker.filter);
    if (order.first === 'undecided') conditions.push({ code: 'order', filter: other.filter, because: order.because });
    else if (order.first === 'a') conditions.push(...earlier(other));
  }
  return conditions;
}

const earlier = ({ filter, match }: Candidate): readonly RouteCondition[] =>
  match.result === 'unknown' ? [{ code: 'earlier', filter, conditions: match.conditions }] : [];

const ownServers = (tls: readonly PossibleTls[], takers: readonly Candidate[]): RouteOption => ({
  filter: undefined,
  match: undefined,
  link: undefined,
  tls,
  conditions: takers.slice(0, MAX_CONDITIONS).flatMap(earlier),
});

/** TLS is judged on the relay's host: what the recipient's servers can do does not matter. */
function relayTls(link: RelayLink): PossibleTls {
  if (link.kind !== 'relay') return { setting: undefined, because: 'relay-unknown' };
  const { tlsSetting, fields } = link.relay;
  if (tlsSetting !== undefined) return { setting: tlsSetting, because: 'relay' };
  const field = fields.get('TlsSetting');
  return { setting: undefined, because: field?.state === 'value' ? 'relay-setting-invalid' : 'relay-setting-unsaid' };
}

function caveatsOf({ exports }: ProjectFacts, filters: readonly FilterRecord[]): readonly Caveat[] {
  const lost = exports.filter(({ problems }) => problems.some((one) => one.lost));
  return [
    ...(filters.length === 0 && lost.length === 0 ? [{ code: 'no-filters' } as const] : []),
    ...lost.map(({ source }) => ({ code: 'records-lost', file: source.file }) as const),
  ];
}

/** A TLS setting that mail may get, and on whose server it is judged. */
export interface AppliedTls extends PossibleTls {
  readonly option: RouteOption;
  /** TLS is judged on this relay's host; undefined: on the recipient's servers, or on a relay that is not known. */
  readonly relay: RelayRecord | undefined;
}

/** Every setting that the mail may get: one where the way is sure and what it says is recorded. */
export const appliedTls = ({ options }: Route): readonly AppliedTls[] =>
  options.flatMap((option) =>
    option.tls.map((one) => ({ ...one, option, relay: option.link?.kind === 'relay' ? option.link.relay : undefined })),
  );

/** The one setting that the mail gets whatever is left open; undefined if that makes a difference. */
export function decidedTls(route: Route): TlsSetting | undefined {
  const [first, ...others] = appliedTls(route);
  const lost = route.caveats.some(({ code }) => code === 'records-lost');
  return !lost && others.every(({ setting }) => setting === first?.setting) ? first?.setting : undefined;
}
