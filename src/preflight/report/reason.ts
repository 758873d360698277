import type { AddressProbe, DomainPreflight, MxResult } from '../result.ts';
import { outcomesOfSeen, type Outcome, type ServerSeen } from '../../mail/outcome.ts';
import { reasonText, type ReasonCode } from '../../mail/reasonCode.ts';
import { tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';

/*
 * Why mail to a domain ends as it does, in one short sentence. It names the host where there are several, and says of
 * what could not be tested how that failed: never "no TLS". The words of servers in it are printable, and escaping them
 * for its format is each report's business.
 */

/** One address of one MX host, as far as it counts for the domain. */
export interface CountedProbe {
  readonly host: string;
  readonly probe: AddressProbe;
  readonly seen: ServerSeen;
}

/** One sentence, or two very short ones. */
export function domainReason(domain: DomainPreflight, setting: TlsSetting): string {
  const reason = reasonOf(domain, setting);
  return domain.relayPort === undefined ? reason : ofRelay(reason);
}

/** A relay has a host of its own, found by MX like a domain's, and no recipients. */
const RELAY_WORDS: readonly (readonly [of: string, instead: string])[] = [
  ['names neither the MX host nor the mail domain', "does not name the relay's host"],
  ['names the mail domain and not the MX host', "names the relay's host and not the server that its MX leads to"],
  ['The domain does not exist', "The relay's host does not exist"],
  ['The domain takes no mail', "The relay's host takes no mail"],
  ['The MX host has no address', "The relay's host has no address"],
  ['refuse all mail to the domain', 'give it no mail'],
  ['The domain has more MX hosts', "The relay's host has more MX hosts"],
  ['is blocked here, so the server', 'is blocked here, so the relay'],
];

const ofRelay = (reason: string): string =>
  RELAY_WORDS.reduce((text, [of, instead]) => text.replace(of, instead).replace(lowerFirst(of), instead), reason);

function reasonOf(domain: DomainPreflight, setting: TlsSetting): string {
  const outcomes = domain.outcomes[setting];
  const counted = countedProbes(domain);
  const [only, ...more] = outcomes;
  if (only === undefined || counted.length === 0) return withoutProbes(domain);
  if (more.length > 0) return dependsReason(domain, setting, counted);
  const several = hostCount(counted) > 1;
  const worst = worstProbe(counted, setting);
  if (only === 'tls') return tlsReason(counted, setting, several);
  if (only === 'clear' && setting === 'Off') return 'Off never uses TLS.';
  return only === 'unknown' ? untestedReason(domain, worst, several) : probeReason(worst, several);
}

/** For formats that say once, elsewhere, that port 25 is blocked: what is left to say of this domain. May be empty. */
export function ownReason(domain: DomainPreflight, setting: TlsSetting): string {
  const untestable = outcomeIs(domain, setting, 'unknown') && domain.reasons.includes('port25-blocked');
  return untestable ? promiseHint(domain) : domainReason(domain, setting);
}

const outcomeIs = ({ outcomes }: DomainPreflight, setting: TlsSetting, outcome: Outcome): boolean =>
  outcomes[setting].every((one) => one === outcome);

/** Those that the domain's outcomes come from: see `run.ts` and `domainOutcomes` for what is passed over. */
export function countedProbes({ mx, outcomes }: DomainPreflight): readonly CountedProbe[] {
  const all = mx.flatMap(({ host, probes }: MxResult) =>
    probes.map((probe): CountedProbe => ({ host, probe, seen: seenAt(probe) })),
  );
  const usable = all.filter(({ seen }) => seen !== 'refuses');
  const counted = usable.length > 0 ? usable : all;
  return outcomes.Required.includes('unknown') ? counted : counted.filter(({ seen }) => seen !== 'unknown');
}

/** What makes a certificate fail; beside these there are only doubts about how its name is read. */
const CERTIFICATE_FAULTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-self-signed',
  'certificate-chain-incomplete',
  'certificate-not-trusted',
  'validation-failure',
  'certificate-host-mismatch',
]);
const DOUBTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['domain-name-only', 'cn-only']);

/** Remarks that decide nothing about TLS. */
const REMARKS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'mx-is-cname',
  'mx-is-ip',
  'certificate-expires-soon',
  'not-all-probed',
  'null-mx-mixed',
  'plaintext-after-starttls',
]);

function seenAt({ verdict, reasons }: AddressProbe): ServerSeen {
  switch (verdict) {
    case 'authenticated':
      return 'verified';
    case 'encrypted':
      return reasons.some((reason) => DOUBTS.has(reason)) && !reasons.some((reason) => CERTIFICATE_FAULTS.has(reason))
        ? 'doubtful'
        : 'unverified';
    case 'none':
    case 'refuses':
    case 'unknown':
      return verdict;
  }
}

/** From bad to good, as somebody cares who wants mail to arrive. */
const SEVERITY: readonly Outcome[] = ['bounce', 'unknown', 'clear', 'tls'];

function worstProbe(counted: readonly CountedProbe[], setting: TlsSetting): CountedProbe | undefined {
  const rank = ({ seen }: CountedProbe): number =>
    Math.min(...outcomesOfSeen(setting, seen).map((outcome) => SEVERITY.indexOf(outcome)));
  return counted.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** The domain has no MX host that could be probed. */
function withoutProbes({ reasons }: DomainPreflight): string {
  const refused = reasons.find((reason) => reason === 'null-mx' || reason === 'nxdomain' || reason === 'no-address');
  if (refused) return reasonText(refused);
  return 'Could not be tested: the DNS gave no answer.';
}

function tlsReason(counted: readonly CountedProbe[], setting: TlsSetting, several: boolean): string {
  const faulty = counted.find(({ seen }) => seen === 'unverified' || seen === 'doubtful');
  if (faulty)
    return `${withoutStop(probeReason(faulty, several))}; ${tlsSettingLabel(setting)} does not look at certificates.`;
  const soon = counted.some(({ probe }) => probe.reasons.includes('certificate-expires-soon'));
  return soon
    ? 'The certificate verifies and expires soon.'
    : several
      ? 'The certificates of all MX hosts verify.'
      : 'The certificate verifies.';
}

function dependsReason(domain: DomainPreflight, setting: TlsSetting, counted: readonly CountedProbe[]): string {
  const several = hostCount(counted) > 1;
  const worst = worstProbe(counted, setting);
  const ways = new Set(counted.map(({ seen }) => outcomesOfSeen(setting, seen).join(' ')));
  if (ways.size > 1) {
    const why = worst?.seen === 'unknown' ? untestedReason(domain, worst, several) : probeReason(worst, several);
    return several ? `Depends on the MX host: ${why}` : `Depends on the address of the MX host: ${lowerFirst(why)}`;
  }
  if (domain.reasons.includes('null-mx-mixed')) return reasonText('null-mx-mixed');
  if (domain.reasons.includes('not-all-probed')) return reasonText('not-all-probed');
  const why = lowerFirst(probeReason(worst, several));
  return worst?.seen === 'doubtful'
    ? `Depends on how Salesforce reads the name: ${why}`
    : `Salesforce's documents disagree, since ${why}`;
}

/** What keeps the probe from being perfect; with the host's name for a subject where there are several hosts. */
function probeReason(counted: CountedProbe | undefined, several: boolean): string {
  if (!counted) return 'Nothing is known.';
  const [first, second] = counted.probe.reasons.filter((reason) => !REMARKS.has(reason));
  if (first === undefined) return counted.seen === 'verified' ? 'The certificate verifies.' : 'Nothing more is known.';
  const text = several ? withHost(reasonText(first), counted.host) : reasonText(first);
  if (second === undefined) return text;
  return `${withoutStop(text)}, and ${lowerFirst(reasonText(second)).replace(/^the (certificate|server)\b/, 'it')}`;
}

/** `Could not be tested: server refused service: 421 too many connections.` */
export function untestedReason(domain: DomainPreflight, counted: CountedProbe | undefined, several: boolean): string {
  const [reason] = counted?.probe.reasons.filter((one) => !REMARKS.has(one)) ?? [];
  if (!counted || reason === undefined) return 'Could not be tested.';
  const how = untested(reason, counted.probe);
  const what = several ? `${counted.host} could not be tested` : 'Could not be tested';
  return [`${what}: ${how}.`, promiseHint(domain)].join(' ').trim();
}

function untested(reason: ReasonCode, probe: AddressProbe): string {
  switch (reason) {
    case 'port25-blocked':
      return 'network access blocked (port 25)';
    case 'refused-421':
    case 'refused-5xx': {
      const said = probe.stages.find(({ status }) => status === 'unknown')?.detail ?? '';
      return said === '' ? 'server refused service' : `server refused service: ${brief(said)}`;
    }
    default:
      return lowerFirst(withoutStop(reasonText(reason)));
  }
}

/** Not knowing is where a promise says something. */
function promiseHint({ promises }: DomainPreflight): string {
  return promises.mtaSts?.policy?.mode === 'enforce' ? 'Its MTA-STS policy promises TLS.' : '';
}

const LONGEST_QUOTE = 80;

/** The words of a server, without the full stop that the sentence brings. */
function brief(text: string): string {
  const line = withoutStop(text.trim());
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

function withHost(text: string, host: string): string {
  if (/^The (server|MX host)\b(?!')/.test(text)) return text.replace(/^The (server|MX host)/, () => host);
  if (text.startsWith('The certificate ')) return text.replace('The certificate', () => `The certificate of ${host}`);
  return `${host}: ${text}`;
}

const hostCount = (counted: readonly CountedProbe[]): number => new Set(counted.map(({ host }) => host)).size;

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/** Sentences of ours begin with an article or `Only`, never with a name. */
const lowerFirst = (sentence: string): string =>
  sentence.replace(/^(The|Only|A|Could)\b/, (word) => word.toLowerCase());
