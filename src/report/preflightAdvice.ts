import type { DomainPreflight } from '../preflight/result.ts';
import { outcomesOfSeen } from '../tls/outcome.ts';
import { tlsSettingLabel, type TlsSetting } from '../tls/setting.ts';
import { countedProbes, type CountedProbe } from './preflightReason.ts';
import type { PreflightView } from './preflightView.ts';
import { domainName, kindUnder } from './preflightWords.ts';

/**
 * What to do next under the setting of the verdict, the most urgent first: one or two sentences each. Never empty.
 * Domains are in it as the DNS has them, so a format that knows markup must escape it.
 */
export function advice(view: PreflightView): readonly string[] {
  const { report, setting } = view;
  const under = report.domains.map((domain) => ({
    domain,
    kind: kindUnder(domain, setting),
    why: causeOf(domain, setting),
  }));
  const named = (
    kinds: readonly string[],
    wanted: (why: Cause, domain: DomainPreflight) => boolean,
  ): readonly DomainPreflight[] =>
    under.filter(({ kind, why, domain }) => kinds.includes(kind) && wanted(why, domain)).map(({ domain }) => domain);
  const mayBounce = ({ outcomes }: DomainPreflight): boolean => outcomes[setting].includes('bounce');
  const notTested = named(['unknown', 'depends'], (_, domain) => domain.outcomes[setting].includes('unknown'));
  const items = [
    notTested.some(isBlocked) ? blocked(view.surface) : undefined,
    noTls(named(['bounce'], (why) => why === 'no-tls')),
    certificates(
      named(['bounce', 'depends'], (why) => why === 'certificate'),
      setting,
    ),
    differing(named(['depends'], (why) => why === 'no-tls')),
    nullMx(named(['depends'], (_, domain) => domain.reasons.includes('null-mx-mixed') && mayBounce(domain))),
    noMail(named(['bounce'], (why) => why === 'no-mail')),
    unexplained(named(['bounce', 'depends'], (why, domain) => why === 'other' && mayBounce(domain))),
    ...untested(
      notTested.filter((domain) => !isBlocked(domain)),
      view.surface,
    ),
  ].filter((item) => item !== undefined);
  return items.length > 0 ? items : [nothing(view)];
}

type Cause = 'no-tls' | 'certificate' | 'no-mail' | 'other';

/** The worst that makes mail bounce under the setting decides what there is to do. */
function causeOf(domain: DomainPreflight, setting: TlsSetting): Cause {
  const counted = countedProbes(domain).filter(({ seen }) => outcomesOfSeen(setting, seen).includes('bounce'));
  const has = (...seen: readonly CountedProbe['seen'][]): boolean => counted.some((one) => seen.includes(one.seen));
  if (has('none')) return 'no-tls';
  if (has('unverified', 'doubtful')) return 'certificate';
  if (domain.outcomes.Off.includes('bounce')) return 'no-mail';
  return 'other';
}

type Item = string | undefined;

const noTls = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) =>
      `Leave ${names} out of the domain list until the postmaster offers STARTTLS with TLS 1.2 or newer: mail to ${them(domains)} then goes as under Preferred.`,
  );

const certificates = (domains: readonly DomainPreflight[], setting: TlsSetting): Item =>
  about(
    domains,
    (names) =>
      `Have the certificate of ${names} put right, or choose ${setting === 'PreferredVerify' ? 'Preferred' : 'Required'}, which does not look at certificates.`,
  );

const differing = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) =>
      `Count on bounces now and then for ${names}: not every MX host has TLS. Have it added, or leave ${them(domains)} out of the domain list.`,
  );

const nullMx = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) =>
      `Ask the postmaster of ${names} to remove the null MX: as it stands beside others, some senders refuse all mail to ${them(domains)}.`,
  );

const noMail = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) => `Correct the addresses at ${names}: mail to ${them(domains)} bounces under every setting, TLS or not.`,
  );

const unexplained = (domains: readonly DomainPreflight[]): Item =>
  about(domains, (names) => `Look into ${names}: mail to ${them(domains)} may bounce.`);

const isBlocked = ({ reasons }: DomainPreflight): boolean => reasons.includes('port25-blocked');

type Surface = PreflightView['surface'];

function untested(domains: readonly DomainPreflight[], surface: Surface): readonly Item[] {
  const inside = domains.filter(({ reasons }) => reasons.includes('address-not-public'));
  const rest = domains.filter((domain) => !inside.includes(domain));
  return [
    about(inside, (names) =>
      surface === 'editor'
        ? `Turn on sfDeliverability.preflight.allowPrivateAddresses to probe ${names}: the address is not public.`
        : `Add --allow-private to probe ${names}: the address is not public.`,
    ),
    about(rest, (names) => `Try ${names} again later, or from another network: not tested is neither yes nor no.`),
  ];
}

/** Said once, however many domains it concerns. */
export const blocked = (surface: Surface): string =>
  `Network access blocked: port 25 cannot be reached from here, as from most laptops and offices. ${surface === 'editor' ? 'Run sf-deliverability preflight --format json on a server or a CI runner where it is open and import the result' : 'Run this on a server or a CI runner where it is open'}, or look for TLS failures in the Email Log (Setup > Email Log Files).`;

/** Only where no outcome is `bounce` or `unknown`: each of these has its item above. */
const nothing = ({ setting }: PreflightView): string =>
  setting === 'Preferred' || setting === 'Off'
    ? `Nothing to do: ${tlsSettingLabel(setting)} makes no mail bounce for lack of TLS.`
    : `Nothing to do: no mail to these domains bounces for lack of TLS under ${tlsSettingLabel(setting)}.`;

const about = (domains: readonly DomainPreflight[], say: (names: string) => string): Item =>
  domains.length === 0 ? undefined : say(nameList(domains.map(domainName)));

const them = (domains: readonly DomainPreflight[]): string => (domains.length === 1 ? 'it' : 'them');

const MOST_NAMES = 5;

/** `a, b and c`; `a, b, c, d and 8 more` */
export function nameList(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const last = names.length > shown.length ? `${names.length - shown.length} more` : shown.at(-1);
  const first = names.length > shown.length ? shown : shown.slice(0, -1);
  return first.length === 0 ? (last ?? '') : `${first.join(', ')} and ${last ?? ''}`;
}
