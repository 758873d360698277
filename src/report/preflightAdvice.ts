import type { DomainPreflight } from '../preflight/result.ts';
import type { ReasonCode } from '../tls/reason.ts';
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
  const under = report.domains.map((domain) => ({ domain, kind: kindUnder(domain, setting), why: causeOf(domain) }));
  const named = (
    kinds: readonly string[],
    wanted: (why: Cause, domain: DomainPreflight) => boolean,
  ): readonly DomainPreflight[] =>
    under.filter(({ kind, why, domain }) => kinds.includes(kind) && wanted(why, domain)).map(({ domain }) => domain);
  const mayBounce = ({ outcomes }: DomainPreflight): boolean => outcomes[setting].includes('bounce');
  const items = [
    noTls(named(['bounce'], (why) => why === 'no-tls')),
    certificates(
      named(['bounce', 'depends'], (why, domain) => why === 'certificate' && mayBounce(domain)),
      setting,
    ),
    differing(named(['depends'], (why, domain) => why === 'no-tls' && mayBounce(domain))),
    noMail(named(['bounce'], (why) => why === 'no-mail')),
    ...untested(named(['unknown', 'depends'], (_, domain) => domain.outcomes[setting].includes('unknown'))),
  ].filter((item) => item !== undefined);
  return items.length > 0 ? items : [nothing(view)];
}

type Cause = 'no-tls' | 'certificate' | 'no-mail' | 'other';

/** The worst that was seen decides what there is to do. */
function causeOf(domain: DomainPreflight): Cause {
  const counted = countedProbes(domain);
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
      `Keep ${names} off the domain list, so that mail to ${them(domains)} goes as under Preferred, until the postmaster offers STARTTLS with TLS 1.2 or newer.`,
  );

const certificates = (domains: readonly DomainPreflight[], setting: TlsSetting): Item =>
  about(
    domains,
    (names) =>
      `Have the certificate of ${names} put right before you choose ${tlsSettingLabel(setting)}; Required does not look at certificates.`,
  );

const differing = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) =>
      `Count on bounces now and then for ${names}: one of several MX hosts has no TLS. Its postmaster can add it, or keep ${them(domains)} off the domain list.`,
  );

const noMail = (domains: readonly DomainPreflight[]): Item =>
  about(
    domains,
    (names) => `Correct the addresses at ${names}: mail to ${them(domains)} bounces under every setting, TLS or not.`,
  );

/** The same advice for many domains is said once. */
function untested(domains: readonly DomainPreflight[]): readonly Item[] {
  const has = (...codes: readonly ReasonCode[]) => {
    return ({ reasons }: DomainPreflight): boolean => codes.some((code) => reasons.includes(code));
  };
  const blocked = domains.filter(has('port25-blocked'));
  const inside = domains.filter((domain) => !blocked.includes(domain) && has('address-not-public')(domain));
  const rest = domains.filter((domain) => !blocked.includes(domain) && !inside.includes(domain));
  return [
    blocked.length > 0 ? BLOCKED : undefined,
    about(inside, (names) => `Add --allow-private to probe ${names}: the address is not public.`),
    about(rest, (names) => `Try ${names} again later, or from another network: not tested is neither yes nor no.`),
  ];
}

/** Said once, however many domains it concerns. */
export const BLOCKED =
  'Port 25 is blocked here, as on most laptops and office networks. Run this where it is open, on a server or a CI runner, or look for TLS failures in the Email Log (Setup > Email Log Files).';

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
