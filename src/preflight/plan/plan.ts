import { asDomain } from '../../mail/domain.ts';
import type { PreflightTarget } from '../probe/run.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import type { TlsReason } from '../../project/routing/orgTls.ts';
import { domainLists } from '../../project/select.ts';
import { relayPlan, targetName } from './relays.ts';
import { domainRoutes, relayedConditions, relayedWords, unrouted, type DomainRoute } from './routes.ts';
import { printable } from '../../text/printable.ts';
import { targetsOf } from './targets.ts';
import type { NotProbed, PreflightPlan } from '../view.ts';
import { nameList } from '../../output/words.ts';
import type { Judged } from '../../output/judgedSetting.ts';

/** Where nothing is recorded, the question is what a switch to Required would do. */
export const ASSUMED: Judged = { setting: 'Required', source: 'default' };

/**
 * The domains that the projects list, but for those whose mail goes through a relay in any case, and the relays that
 * mail goes through.
 *
 * @param more entries named besides
 * @param base what domains are judged under, if the recorded setting is theirs
 */
export function preflightPlan(projects: readonly ProjectFacts[], more: readonly string[], base: Judged): PreflightPlan {
  const listed = projects.flatMap((facts) => domainLists(facts).flatMap(({ items }) => items.map(({ text }) => text)));
  const { domains, notProbed } = targetsOf([...listed, ...more]);
  const routeOf = domainRoutes(projects, domains.length);
  const routes = domains.map(routeOf ?? unrouted);
  const direct = routes.filter((route) => !isRelayed(route));
  const relays = relayPlan(projects);
  return {
    targets: [...direct.map(({ domain }) => ({ kind: 'domain', domain }) as const), ...relays.targets],
    notProbed: [...notProbed, ...routes.filter(isRelayed).map(relayedEntry), ...relays.notProbed],
    settingByName: new Map([...unlisted(direct, base), ...relays.settingByName]),
    notes: [...(routeOf ? [] : [TOO_MANY]), ...listNotes(direct, base), ...relayNotes(direct), ...relays.notes],
  };
}

/** The same for targets that somebody has named: each of them is probed, and notes say what to think of it. */
export function planFor(
  projects: readonly ProjectFacts[],
  targets: readonly PreflightTarget[],
  base: Judged,
): PreflightPlan {
  const named = new Set(targets.map(targetName));
  const domains = targets.flatMap((target) => (target.kind === 'domain' ? (asDomain(target.domain) ?? []) : []));
  const routeOf = domainRoutes(projects, domains.length);
  const routes = domains.map(routeOf ?? unrouted);
  const relays = relayPlan(projects, named);
  const settingByName = new Map(unlisted(routes, base));
  for (const target of targets)
    // The org's setting is not the relay's.
    if (target.kind === 'relay')
      settingByName.set(targetName(target), relays.settingByName.get(targetName(target)) ?? ASSUMED);
  return {
    targets,
    notProbed: [],
    settingByName,
    notes: [
      ...(routeOf ? [] : [TOO_MANY]),
      ...listNotes(routes, base),
      ...routes.filter(isRelayed).slice(0, MAX_NOTES).map(relayedNote),
      ...relayNotes(routes),
      ...relays.notes,
    ],
  };
}

const TOO_MANY =
  'The project has too many domains and filters to find the route of each domain: relays are not considered.';

/** Whatever the sender: no mail of the org reaches the domain's own servers. */
const isRelayed = ({ relayed, org }: DomainRoute): boolean => relayed.length > 0 && org.length === 0;

const relayedEntry = (route: DomainRoute): NotProbed => ({
  entry: route.domain,
  reason: `mail to ${route.standsIn ? 'its subdomains' : 'it'} goes ${relayedWords(route)}; TLS is checked there, not on the recipient's servers`,
});

/** Of a domain that is probed all the same. */
const relayedNote = (route: DomainRoute): string =>
  `Mail to ${subject(route)} goes ${relayedWords(route)}; TLS is checked there, and the recipient's servers do not matter.`;

const subject = ({ domain, standsIn }: DomainRoute): string => (standsIn ? `subdomains of ${domain}` : domain);

const MAX_NOTES = 10;

/** Domains that are surely not on the list, while the list is in force. */
function unlisted(routes: readonly DomainRoute[], base: Judged): readonly (readonly [string, Judged])[] {
  const preferred: Judged = { setting: 'Preferred', source: 'unlisted' };
  return routes.filter((route) => listingOf(route, base) === 'no').map(({ domain }) => [domain, preferred]);
}

/** Whether the recorded setting is for mail to the domain; undefined: nothing is recorded, or it is for all mail. */
function listingOf({ org }: DomainRoute, { source }: Judged): 'yes' | 'no' | 'maybe' | 'state-unknown' | undefined {
  if (source !== 'recorded') return undefined;
  const reasons = org.map(({ because }) => because);
  if (reasons.length > 0 && reasons.every((one) => one === 'not-listed' || one === 'list-empty')) return 'no';
  if (reasons.some((one) => one === 'restriction-differs' || one === 'restriction-unreadable')) return 'state-unknown';
  const isOpen = (one: TlsReason): boolean =>
    one === 'maybe-listed' || one === 'list-unsaid' || one === 'list-unreadable';
  return reasons.some(isOpen) ? 'maybe' : 'yes';
}

/** With the list in force, the recorded setting is for listed domains only. */
function listNotes(routes: readonly DomainRoute[], base: Judged): readonly string[] {
  const named = (listing: ReturnType<typeof listingOf>): readonly string[] =>
    routes.filter((route) => listingOf(route, base) === listing).map(({ domain }) => domain);
  const say = (domains: readonly string[], words: (names: string, them: string) => string): readonly string[] =>
    domains.length === 0 ? [] : [words(nameList(domains), domains.length === 1 ? 'it' : 'them')];
  return [
    ...say(
      named('no'),
      (names, them) => `The domain list does not cover ${names}: mail to ${them} is sent with Preferred.`,
    ),
    ...say(
      named('state-unknown'),
      (names, them) =>
        `The settings files do not show whether the domain list is in force. If it is, mail to ${names} is sent with Preferred, because the list does not contain ${them}.`,
    ),
    ...say(
      named('maybe'),
      (names, them) =>
        `It is not known whether the domain list covers ${names}. If it does not, mail to ${them} is sent with Preferred.`,
    ),
  ];
}

/** Of domains to which some mail goes through a relay, and some may not. */
function relayNotes(routes: readonly DomainRoute[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const route of routes) {
    if (route.relayed.length === 0 || isRelayed(route)) continue;
    const how = printable(`${relayedWords(route)}, ${relayedConditions(route)}`);
    groups.set(how, [...(groups.get(how) ?? []), subject(route)]);
  }
  return [...groups]
    .slice(0, MAX_NOTES)
    .map(
      ([how, names]) =>
        `Mail to ${nameList(names)} may go ${how}. The result is for mail that Salesforce's own servers send.`,
    );
}
