import type { AddressProbe, DomainPreflight } from '../result.ts';
import { capitalized } from '../../text/words.ts';
import { outcomesAt, RETRIES } from '../../mail/outcomeReason.ts';
import type { Outcome, ServerSeen } from '../../mail/outcome.ts';
import { tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import { countedServers } from './reason.ts';
import type { PreflightView } from '../view.ts';
import { domainName, isRelay, judgedUnder, kindUnder } from './words.ts';
import { nameList } from '../../output/words.ts';
import type { OutcomeKind } from '../../output/outcomes.ts';

/**
 * What to do next under the setting of the verdict, the most urgent first: one or two sentences each. Never empty.
 * Domains are in it as the DNS has them, so a format that knows markup must escape it.
 */
export function advice(view: PreflightView): readonly string[] {
  const judged = view.report.domains.map((domain) => judge(domain, view));
  const named = (kinds: readonly OutcomeKind[], wanted: (one: JudgedResult) => boolean): readonly JudgedResult[] =>
    judged.filter((one) => kinds.includes(one.kind) && wanted(one));
  const notTested = named(['unknown', 'may-bounce'], ({ possible }) => possible.includes('unknown'));
  const noTls = named(['bounce'], ({ why }) => why === 'no-tls');
  const certificates = named(['bounce', 'may-bounce'], ({ why }) => why === 'certificate');
  const differing = named(['may-bounce'], ({ why }) => why === 'no-tls');
  const bySni = named(['bounce', 'may-bounce'], ({ why }) => why === 'sni');
  const deferred = named(
    ['unknown', 'may-bounce'],
    ({ domain, why }) => domain.reasons.includes('starttls-deferred') && (why === 'deferred' || why === 'other'),
  );
  const asked = named(['unknown', 'may-bounce'], ({ domain }) =>
    domain.reasons.includes('client-certificate-required'),
  );
  const nullMx = named(['may-bounce'], ({ domain }) => domain.reasons.includes('null-mx-mixed'));
  const noMail = named(['bounce'], ({ why }) => why === 'no-mail');
  const unexplained = named(['bounce', 'may-bounce'], ({ why }) => why === 'other');
  const blockList = blockListAdvice(view);
  /** Its item above says what to do. */
  const isExplained = ({ domain }: JudgedResult): boolean =>
    blockList.length > 0 && domain.mx.some(({ probes }) => probes.some(isTurnedAway));
  const items = [
    ...resolverAdvice(view),
    ...(notTested.some(isBlocked) ? [blocked(view.surface)] : []),
    ...blockList,
    ...about(noTls, noTlsAdvice(view), RELAY_ADVICE.noTls),
    ...CERTIFICATE_SETTINGS.flatMap((setting) =>
      about(
        certificates.filter((one) => one.setting === setting),
        certificateAdvice(setting),
        relayCertificateAdvice(setting),
      ),
    ),
    ...about(differing, differingAdvice(view), RELAY_ADVICE.differing),
    ...about(bySni, ADVICE.bySni),
    ...about(deferred, ADVICE.deferred),
    ...about(asked, ADVICE.asked),
    ...about(nullMx, ADVICE.nullMx, RELAY_ADVICE.nullMx),
    ...about(noMail, ADVICE.noMail, RELAY_ADVICE.noMail),
    ...about(unexplained, ADVICE.unexplained, RELAY_ADVICE.unexplained),
    ...untested(
      notTested.filter(
        (one) => !isBlocked(one) && !asked.includes(one) && !deferred.includes(one) && !isExplained(one),
      ),
      view.surface,
    ),
  ];
  return items.length > 0 ? items : [nothing(judged, view)];
}

/** A result, and what it comes to under the setting that it is judged under. */
interface JudgedResult {
  readonly domain: DomainPreflight;
  readonly setting: TlsSetting;
  readonly possible: readonly Outcome[];
  readonly kind: OutcomeKind;
  readonly why: Cause;
}

function judge(domain: DomainPreflight, view: PreflightView): JudgedResult {
  const { setting } = judgedUnder(domain, view);
  const possible = domain.outcomes[setting];
  return { domain, setting, possible, kind: kindUnder(domain, setting), why: causeOf(domain, setting) };
}

type Cause = 'no-tls' | 'sni' | 'deferred' | 'certificate' | 'no-mail' | 'other';

/** The worst that makes mail bounce under the setting decides what there is to do. */
function causeOf(domain: DomainPreflight, setting: TlsSetting): Cause {
  const target = isRelay(domain) ? 'relay' : 'domain';
  const counted = countedServers(domain).filter((one) => outcomesAt(one, setting, target).includes('bounce'));
  const has = (...seen: readonly ServerSeen[]): boolean =>
    counted.some((one) => one.seen.some((kind) => seen.includes(kind)));
  if (counted.some(({ seen }) => seen.includes('none') && seen.length === 1)) return 'no-tls';
  if (counted.some(({ reasons }) => reasons.includes('depends-on-sni'))) return 'sni';
  if (has('deferred')) return 'deferred';
  if (has('unverified', 'doubtful')) return 'certificate';
  if (domain.outcomes.Off.includes('bounce')) return 'no-mail';
  return 'other';
}

/** `names` as a list, `them` as it or them. */
type Say = (names: string, them: string) => string;

/** What to do about domains. */
const ADVICE = {
  bySni: (names) =>
    `Ask the mail administrator of ${names} to treat all senders alike in TLS, whether they name the host (SNI) or not: it is not known whether Salesforce names it.`,
  deferred: (names) =>
    `Test ${names} again later: STARTTLS was answered with a temporary error twice. If it still is, ask the mail administrator about it.`,
  asked: (names) =>
    `Ask the mail administrator of ${names} whether TLS works without a certificate of the sender: it is not known whether Salesforce shows one.`,
  nullMx: (names, them) =>
    `Ask the mail administrator of ${names} to remove the null MX: next to other MX records, it makes some senders refuse all mail to ${them}.`,
  noMail: (names, them) => `Correct the addresses at ${names}: mail to ${them} bounces with every TLS setting.`,
  unexplained: (names, them) => `Check ${names}: mail to ${them} may bounce.`,
} satisfies Readonly<Record<string, Say>>;

/** Leaving a domain out helps only while there is a list, and the list is in force. */
const leaveOut = (names: string, { list }: PreflightView): string =>
  list === 'none'
    ? `restrict the TLS setting to a list of domains, and do not list ${names}`
    : list === 'not-in-force'
      ? `put the domain list in force, and do not list ${names}`
      : `do not list ${names}`;

const noTlsAdvice =
  (view: PreflightView): Say =>
  (names, them) =>
    `${capitalized(leaveOut(names, view))} until the mail administrator turns on STARTTLS with TLS 1.2 or newer: mail to ${them} is then sent with Preferred.`;

const differingAdvice =
  (view: PreflightView): Say =>
  (names, them) =>
    `Not every mail server of ${names} has TLS: mail to ${them} may be delayed, and it ${RETRIES}. Ask the mail administrator to turn on TLS on every server. Until then, ${leaveOut(them, view)}.`;

/** What to do about relays, which no list has: all mail of their filters goes through them. */
const RELAY_ADVICE: Readonly<Record<'nullMx' | 'noMail' | 'unexplained' | 'noTls' | 'differing', Say>> = {
  noTls: (names) =>
    `All mail that filters send through ${names} bounces. Have STARTTLS with TLS 1.2 or newer turned on there, or set TlsSetting to Preferred in the EmailRelay record.`,
  differing: (names, them) =>
    `Not every server of ${names} has TLS: mail through ${them} may be delayed, and it ${RETRIES}. Have TLS turned on at every server.`,
  nullMx: (names) =>
    `Have the null MX of ${names} removed: next to other MX records, it makes some senders send it no mail.`,
  noMail: (names, them) => `Correct the host of ${names}: mail through ${them} bounces with every TLS setting.`,
  unexplained: (names, them) => `Check ${names}: mail through ${them} may bounce.`,
};

const CERTIFICATE_SETTINGS = ['RequiredVerify', 'PreferredVerify', 'Required'] as const satisfies readonly TlsSetting[];
type CertificateSetting = (typeof CERTIFICATE_SETTINGS)[number];

/** Under Required, only a relay's certificate may matter. */
const laxer = (setting: CertificateSetting): TlsSetting => (setting === 'RequiredVerify' ? 'Required' : 'Preferred');

const certificateAdvice =
  (setting: CertificateSetting): Say =>
  (names) =>
    `Have the certificate of ${names} fixed, or choose ${laxer(setting)}, which does not check certificates.`;

const relayCertificateAdvice =
  (setting: CertificateSetting): Say =>
  (names) =>
    `Have the certificate of ${names} fixed: signed by a known CA, sent with its intermediate certificates, and for the relay's host name. Or choose ${laxer(setting)} in the EmailRelay record, which does not check certificates${setting === 'RequiredVerify' ? ', unless the relay requires authentication' : ''}.`;

const isBlocked = ({ domain: { reasons } }: JudgedResult): boolean => reasons.includes('port25-blocked');

type Surface = PreflightView['surface'];

function untested(some: readonly JudgedResult[], surface: Surface): readonly string[] {
  const inside = some.filter(({ domain }) => domain.reasons.includes('address-not-public'));
  const others = some.filter((one) => !inside.includes(one));
  const isPartly = ({ possible }: JudgedResult): boolean => possible.length > 1;
  return [
    ...about(inside, (names) =>
      surface === 'editor'
        ? `Turn on sfDeliverability.preflight.allowPrivateAddresses to probe ${names}: the address is not public.`
        : `Add --allow-private to probe ${names}: the address is not public.`,
    ),
    ...about(
      others.filter((one) => !isPartly(one)),
      (names) => `Try ${names} again later, or from another network: this result says nothing about its TLS.`,
      (names, them) =>
        `Try ${names} again later, or from a network that ${them === 'it' ? 'it accepts' : 'they accept'} connections from: this result says nothing about its TLS.`,
    ),
    ...about(
      others.filter(isPartly),
      (names) => `Try ${names} again later, or from another network: not every mail server could be tested.`,
    ),
  ];
}

function resolverAdvice({ report, surface }: PreflightView): readonly string[] {
  if (report.resolverFailure === undefined) return [];
  const where = surface === 'editor' ? 'the setting sfDeliverability.preflight.resolver' : '--resolver';
  return [
    `The DNS resolver answered no question: ${report.resolverFailure}. Check ${where}, and this machine's network.`,
  ];
}

/** Fewer may each have reasons of their own. */
const MANY_REFUSALS = 3;

/** Servers that refuse this machine say nothing of its mail from Salesforce, whose addresses are others. */
function blockListAdvice({ report }: PreflightView): readonly string[] {
  const refusing = new Set(
    report.domains.flatMap(({ mx }) => mx.filter(({ probes }) => probes.some(isTurnedAway)).map(({ host }) => host)),
  );
  if (refusing.size < MANY_REFUSALS) return [];
  return [
    `${refusing.size} mail servers refused this machine: its address seems to be on a block list, as those of most home networks, clouds and CI runners are. Run the preflight from another network, or look for TLS failures in the Email Log (Setup > Email Log Files).`,
  ];
}

const isTurnedAway = ({ reasons }: AddressProbe): boolean =>
  reasons.includes('client-refused') || reasons.includes('refused-5xx');

/** Said once, however many domains it concerns. */
export const blocked = (surface: Surface): string =>
  `Network access blocked: port 25 cannot be reached from here, as from most offices, home networks and hosted CI runners. ${surface === 'editor' ? 'Run sf-deliverability preflight --format json on a server where that port is open and import the result' : 'Run this on a server where that port is open'}, or look for TLS failures in the Email Log (Setup > Email Log Files).`;

/** Only where no outcome is `bounce` or `unknown`: each of these has its item above. */
function nothing(judged: readonly JudgedResult[], view: PreflightView): string {
  const settings = new Set(judged.length === 0 ? [view.setting] : judged.map(({ setting }) => setting));
  const [only = view.setting, ...others] = settings;
  if (others.length === 0 && (only === 'Preferred' || only === 'Off'))
    return `Nothing to do: under ${tlsSettingLabel(only)}, no mail bounces because TLS is missing.`;
  const relays = judged.filter(({ domain }) => isRelay(domain)).length;
  const through = relays === 0 ? '' : ' or through these relays';
  const mail = relays > 0 && relays === judged.length ? 'through these relays' : `to these domains${through}`;
  const under = others.length === 0 ? tlsSettingLabel(only) : 'the TLS settings that they get';
  return `Nothing to do: no mail ${mail} bounces under ${under} because TLS is missing.`;
}

/** Of domains, then of relays, if there are any. */
function about(some: readonly JudgedResult[], say: Say, sayOfRelays: Say = say): readonly string[] {
  const relays = some.filter(({ domain }) => isRelay(domain));
  const domains = some.filter((one) => !relays.includes(one));
  const items: readonly (readonly [readonly JudgedResult[], Say])[] = [
    [domains, say],
    [relays, sayOfRelays],
  ];
  return items.flatMap(([group, words]) =>
    group.length === 0
      ? []
      : [words(nameList(group.map(({ domain }) => domainName(domain))), group.length === 1 ? 'it' : 'them')],
  );
}
