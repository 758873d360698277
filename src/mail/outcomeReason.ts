import { namedPhrase, opening, phrase, type Phrase } from '../text/words.ts';
import { domainOutcomes, type MailTarget, type Outcome, type OutcomesBySetting, type ServerSeen } from './outcome.ts';
import { mayAlso, REASON_CODES, reasonKind, type ReasonCode } from './reasonCode.ts';
import { furtherReason, reasonAtHost, reasonPhrase } from './reasonWords.ts';
import { tlsSettingLabel, type TlsSetting } from './tlsSetting.ts';

/*
 * Why mail to a domain, or through a relay, ends as it does, in few words. They name the host where there are several,
 * and say of what could not be tested how that failed: never "no TLS". The words of servers in them are printable, and
 * escaping them for its format is each report's business.
 */

/** What was seen of mail's way to a domain or through a relay: as much as says why it ends as it does. */
export interface SeenTarget {
  /** Only for a relay. */
  readonly relayPort?: number;
  readonly outcomes: OutcomesBySetting;
  /** All that were found, those of its servers included. */
  readonly reasons: readonly ReasonCode[];
  /** Those that the outcomes come from. None: no MX host could be probed. */
  readonly servers: readonly SeenServer[];
  /** Whether its MTA-STS policy promises TLS. */
  readonly promisesTls: boolean;
}

/** One address of one MX host. */
export interface SeenServer {
  readonly host: string;
  /** The MX preference: Salesforce tries the lowest first (RFC 5321 §5.1). */
  readonly preference: number;
  /** More than one where it answers differently for a reason that is not known of Salesforce (SNI). */
  readonly seen: readonly ServerSeen[];
  readonly reasons: readonly ReasonCode[];
  /** What it said, or what happened, where it could not be tested; printable, may be empty. */
  readonly said: string;
}

/** Not knowing is where a promise says something. */
export const TLS_PROMISED: Phrase = phrase('its MTA-STS policy promises TLS');

/** One sentence, or two very short ones, without the last full stop. */
export function outcomeReason(target: SeenTarget, setting: TlsSetting): Phrase {
  const { outcomes } = target;
  const [only, ...more] = outcomes[setting];
  const worst = worstServer(target, setting);
  if (only === undefined || !worst) return withoutServers(target);
  if (more.length > 0) return dependsReason(target, setting, worst);
  if (only === 'tls') return tlsReason(target, setting);
  if (only === 'clear' && setting === 'Off') return namedPhrase('Off never uses TLS');
  return only === 'unknown' ? untestedReason(target, worst) : serverReason(target, worst);
}

/** From bad to good, as somebody cares who wants mail to arrive. */
const SEVERITY: readonly Outcome[] = ['bounce', 'unknown', 'clear', 'tls'];

function worstServer(target: SeenTarget, setting: TlsSetting): SeenServer | undefined {
  const rank = (server: SeenServer): number =>
    Math.min(...outcomesAt(server, setting, kindOfTarget(target)).map((outcome) => SEVERITY.indexOf(outcome)));
  return target.servers.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** What may happen to mail at this server, sorted. */
export const outcomesAt = ({ seen }: SeenServer, setting: TlsSetting, target: MailTarget): readonly Outcome[] =>
  domainOutcomes(seen, target)[setting];

const kindOfTarget = ({ relayPort }: SeenTarget): MailTarget => (relayPort === undefined ? 'domain' : 'relay');

const hasHosts = ({ servers }: SeenTarget): boolean => new Set(servers.map(({ host }) => host)).size > 1;

/** The domain has no MX host that could be probed. */
function withoutServers(target: SeenTarget): Phrase {
  const refused = target.reasons.find((reason) => reasonKind(reason) === 'no-mail');
  return refused ? reasonPhrase(refused, kindOfTarget(target)) : phrase('could not be tested: the DNS gave no answer');
}

function tlsReason(target: SeenTarget, setting: TlsSetting): Phrase {
  const { servers } = target;
  const faulty = servers.find(({ seen }) => seen.includes('unverified') || seen.includes('doubtful'));
  if (faulty) {
    const why = serverReason(target, faulty);
    return { ...why, words: `${why.words}; ${tlsSettingLabel(setting)} does not check certificates` };
  }
  if (servers.some(({ reasons }) => reasons.includes('certificate-expires-soon')))
    return phrase('the certificate is valid, and expires soon');
  return phrase(hasHosts(target) ? 'the certificates of all MX hosts are valid' : 'the certificate is valid');
}

function dependsReason(target: SeenTarget, setting: TlsSetting, worst: SeenServer): Phrase {
  if (serversDiffer(target, setting)) {
    const why = isUntested(worst) ? untestedReason(target, worst) : serverReason(target, worst);
    return hasHosts(target)
      ? { ...why, words: `${why.words}; ${triedFirst(target.servers, worst)}` }
      : phrase(`the addresses of the MX host differ: ${why.words}`);
  }
  const condition = CONDITIONS.find((code) => worst.reasons.includes(code));
  if (condition) return withWords(reasonPhrase(condition, kindOfTarget(target)), condition, worst);
  const further = REASON_CODES.find((code) => mayAlso(code) !== undefined && target.reasons.includes(code));
  if (further) return reasonPhrase(further, kindOfTarget(target));
  const why = serverReason(target, worst).words;
  return worst.seen.includes('doubtful')
    ? phrase(`depends on how Salesforce reads the name: ${why}`)
    : namedPhrase(`Salesforce's documents disagree, since ${why}`);
}

/** What the server says to STARTTLS may be about this machine alone: "too many new TLS sessions". */
function withWords(why: Phrase, reason: ReasonCode, { said }: SeenServer): Phrase {
  if (reason !== 'starttls-deferred' || said === '') return why;
  const aboutUs = /too many|rate|limit/i.test(said) ? ' (this is about the computer that tested)' : '';
  return { ...why, words: `${why.words}: ${brief(said)}${aboutUs}` };
}

/** They say themselves on what it depends. */
const CONDITIONS: readonly ReasonCode[] = ['depends-on-sni', 'starttls-deferred'];

const UNTESTED: readonly ServerSeen[] = ['unknown', 'asks-certificate'];

const isUntested = ({ seen }: SeenServer): boolean => seen.every((one) => UNTESTED.includes(one));

const serversDiffer = (target: SeenTarget, setting: TlsSetting): boolean =>
  new Set(target.servers.map((one) => outcomesAt(one, setting, kindOfTarget(target)).join(' '))).size > 1;

/** What becomes of mail that meets a server without TLS under a setting that requires it (KB 000385127: nine tries). */
export const RETRIES = 'bounces if every try in 24 hours meets a server without TLS';

/** Whether `RETRIES` says what happens: some servers have no TLS, others do. */
export const isRetried = (target: SeenTarget, setting: TlsSetting): boolean =>
  serversDiffer(target, setting) &&
  target.servers.some(
    (one) => one.seen.includes('none') && outcomesAt(one, setting, kindOfTarget(target)).includes('bounce'),
  );

/** The host that mail usually goes to. Hosts of the same preference are used evenly. */
function triedFirst(servers: readonly SeenServer[], worst: SeenServer): string {
  const lowest = Math.min(...servers.map(({ preference }) => preference));
  const first = [...new Set(servers.filter(({ preference }) => preference === lowest).map(({ host }) => host))];
  const [only, ...others] = first;
  if (others.length > 0) return `${first.length} hosts have the lowest preference`;
  return only === worst.host ? 'it is tried first' : `${only ?? ''} is tried first`;
}

/** What keeps the server from being perfect; with the host's name for a subject where there are several hosts. */
function serverReason(target: SeenTarget, server: SeenServer): Phrase {
  const kind = kindOfTarget(target);
  const [first, second] = server.reasons.includes('depends-on-sni') ? (['depends-on-sni'] as const) : decisive(server);
  if (first === undefined)
    return phrase(server.seen.includes('verified') ? 'the certificate is valid' : 'nothing more is known');
  const why = hasHosts(target) ? reasonAtHost(first, kind, server.host) : reasonPhrase(first, kind);
  return second === undefined ? why : { ...why, words: `${why.words}, and ${furtherReason(second, kind, first)}` };
}

const decisive = ({ reasons }: SeenServer): readonly ReasonCode[] =>
  reasons.filter((reason) => reasonKind(reason) !== 'remark');

/** `could not be tested: server refused service: 421 too many connections` */
function untestedReason(target: SeenTarget, server: SeenServer): Phrase {
  const [reason] = decisive(server);
  if (reason === undefined) return phrase('could not be tested');
  const how = untested(reason, kindOfTarget(target), server);
  const what = `could not be tested: ${how}${target.promisesTls ? `. ${opening(TLS_PROMISED)}` : ''}`;
  return hasHosts(target) ? namedPhrase(`${server.host} ${what}`) : phrase(what);
}

function untested(reason: ReasonCode, kind: MailTarget, { said }: SeenServer): string {
  if (reason === 'port25-blocked') return 'network access blocked (port 25)';
  if (reasonKind(reason) !== 'refused') return reasonPhrase(reason, kind).words;
  return said === '' ? 'server refused service' : `server refused service: ${brief(said)}`;
}

const MAX_QUOTE_LENGTH = 80;

/** The words of a server, without the full stop that the sentence brings. */
function brief(text: string): string {
  const line = text.trim().replace(/\.$/, '');
  return line.length > MAX_QUOTE_LENGTH ? `${line.slice(0, MAX_QUOTE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
