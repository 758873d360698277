import type { AppliedTls } from '../../project/routing/route.ts';
import type { Direction, DomainClass, Effect, Harm, PreflightChange, Review, Senders } from '../model.ts';
import type { Treatment } from '../treatment.ts';
import { printable } from '../../text/printable.ts';
import type { Outcome, ServerTls } from '../../mail/outcome.ts';
import { outcomeReason } from '../../mail/outcomeReason.ts';
import { tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import { relayWords, tlsReasonWords } from '../../route/words.ts';
import { counted, firstNames } from '../../output/words.ts';
import { outcomesText } from '../../output/outcomes.ts';
import { capitalized, sentenceOf } from '../../text/words.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

/** Enough to recognise a list by; all of it stands in JSON, and in the list to paste. */
const MAX_NAMES = 8;
export const LONGEST = 100;

/** `a.example, b.example and 3 more` */
export const namesWords = (names: readonly string[], most = MAX_NAMES): string =>
  firstNames(names, most, (name) => printable(name, LONGEST));

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  worse: 'worse',
  unknown: 'unknown',
  setup: 'depends on Setup',
  better: 'better',
  neutral: 'no change',
};

/** The first line of a report: what happens to mail, in one sentence. */
export function verdictWords(
  reviews: readonly Pick<Review, 'direction' | 'changes' | 'effects' | 'preflights'>[],
): string {
  const directions = new Set(reviews.map(({ direction }) => direction));
  const losses = new Set(reviews.flatMap(({ effects }) => effects.flatMap((effect) => effect.losses)));
  if (directions.has('worse')) {
    const harms = (['bounce', 'clear'] as const).filter((harm) => losses.has(harm)).map((harm) => HARM_WORDS[harm]);
    return `${capitalized(harms.length > 0 ? harms.join(', and ') : 'mail that was tested may bounce or be sent unencrypted')}.`;
  }
  if (directions.has('unknown')) return 'Unknown: these files do not show what happens to mail.';
  if (directions.has('setup')) return 'The effect on mail depends on Setup: make sure that Setup matches these files.';
  if (directions.has('better')) {
    const gains = new Set(reviews.flatMap(({ effects }) => effects.flatMap((effect) => effect.gains)));
    const words = (['bounce', 'clear'] as const).filter((harm) => gains.has(harm)).map((harm) => GAIN_WORDS[harm]);
    return `${capitalized(words.join(', and '))}.`;
  }
  return reviews.some(({ changes }) => changes.length > 0)
    ? 'No change for mail where TLS is missing.'
    : 'Nothing changes for email.';
}

const HARM_WORDS: Readonly<Record<Harm, string>> = {
  bounce: 'mail that did not bounce before may bounce now',
  clear: 'mail that was encrypted before may be sent unencrypted now',
};

const GAIN_WORDS: Readonly<Record<Harm, string>> = {
  bounce: 'mail that might have bounced no longer bounces',
  clear: 'mail that might have been sent unencrypted is now encrypted or bounces',
};

/** `mail to acme.example`, `mail to all other domains` */
export function whoWords(
  { domains, patterns, senders }: Pick<Effect, 'domains' | 'patterns' | 'senders'>,
  alone: boolean,
): string {
  const to = domains === 'others' ? (alone ? 'every domain' : 'all other domains') : namesWords(patterns);
  return `mail${sendersWords(senders)} to ${to}`;
}

function sendersWords({ patterns, others, any }: Senders): string {
  if (any) return '';
  if (patterns.length === 0) return ' from all other senders';
  return ` from ${namesWords(patterns)}${others ? ' and all other senders' : ''}`;
}

export const CLASS_WORDS: Readonly<Record<DomainClass, string>> = {
  listed: 'listed',
  dropped: 'no longer listed',
  added: 'newly listed',
  routed: 'named by a filter',
  others: 'all others',
};

/** `Required`, `relay mx.example, port 25: Required Verify`; several with "or". */
export const treatmentWords = (treatment: Treatment): string =>
  [...new Set(treatment.map(routeOptionWords))].join(' or ');

function routeOptionWords({ option, relay, setting }: AppliedTls): string {
  const name = settingName(setting);
  if (relay) return `relay ${relayWords(relay)}: ${name}`;
  return option.link ? `a relay that is not known: ${name}` : name;
}

const settingName = (setting: TlsSetting | undefined): string =>
  setting === undefined ? 'not recorded' : tlsSettingLabel(setting);

/** What becomes of the mail, in sentences; the first names the settings. */
export const effectWords = (effect: Effect, alone: boolean): string =>
  [
    `${capitalized(whoWords(effect, alone))}: ${treatmentWords(effect.before)} before, ${treatmentWords(effect.after)} now.`,
    ...consequenceWords(effect),
  ].join(' ');

export function consequenceWords(effect: Effect): readonly string[] {
  if (effect.seen) return [SEEN[effect.direction]];
  return effect.servers.length > 0 ? effect.servers.map((one) => serverSentence(one, effect)) : openWords(effect);
}

const SEEN: Readonly<Record<Direction, string>> = {
  worse: 'Preflight results: less mail arrives encrypted than before.',
  better: 'Preflight results: more mail arrives encrypted than before.',
  neutral: 'Preflight results: no difference for these servers.',
  unknown: 'Preflight results do not show the effect.',
  setup: 'Preflight results do not show the effect.',
};

const SERVERS: Readonly<Record<ServerTls, (server: string) => string>> = {
  none: (server) => `the ${server} has no TLS`,
  unverified: (server) => `the ${server}'s certificate is not valid`,
  verified: (server) => `the ${server}'s certificate is valid`,
};

/** TLS is judged on a relay's host, or on the recipient's server. */
const serverSentence = ({ server, before, after }: Effect['servers'][number], { after: [option] }: Effect): string =>
  `If ${SERVERS[server](option?.relay ? 'relay' : 'server')}, it ${outcomeVerb(after)}; before, it ${outcomeVerb(before, true)}.`;

function outcomeVerb(outcomes: readonly Outcome[], past = false): string {
  const verbs = past ? PAST : PRESENT;
  const words = outcomes.map((outcome) => verbs[outcome]).join(' or ');
  // Of the settings, only Preferred Verify has two outcomes at one server.
  return outcomes.length > 1 ? `${words} (Salesforce's documents disagree)` : words;
}

const PRESENT: Readonly<Record<Outcome, string>> = {
  bounce: 'bounces',
  clear: 'is sent unencrypted',
  tls: 'goes with TLS',
  unknown: 'is not known',
};
const PAST: Readonly<Record<Outcome, string>> = {
  bounce: 'bounced',
  clear: 'was sent unencrypted',
  tls: 'went with TLS',
  unknown: 'was not known',
};

/** Why more cannot be said, or what is judged now. */
function openWords({ before, after, losses }: Effect): readonly string[] {
  const because = (treatment: Treatment): string =>
    [...new Set(treatment.map((one) => tlsReasonWords(one, one.option)))].join('; ');
  const open = (treatment: Treatment): boolean => treatment.length > 1 || treatment.some(({ setting }) => !setting);
  return [
    ...losses.map((harm) => `${capitalized(HARM_OF[harm])} from now on.`),
    ...(open(before) ? [`Before: ${because(before)}.`] : []),
    ...(open(after) || after.some(({ option }) => option.link) ? [`Now: ${because(after)}.`] : []),
  ];
}

const HARM_OF: Readonly<Record<Harm, string>> = { bounce: 'it may bounce', clear: 'it may be sent unencrypted' };

/** `mail to acme.example: TLS before (Preferred), bounces now (Required). The server does not offer STARTTLS. Seen ...` */
export function preflightChangeWords({ known, before, after }: PreflightChange): string {
  const side = ({ settings, outcomes }: PreflightChange['before']): string =>
    settings.length === 0 ? 'another route' : `${outcomesText(outcomes)} (${settings.map(settingName).join(' or ')})`;
  const [setting] = after.settings;
  const why =
    setting === undefined || after.outcomes.join() === 'tls' ? '' : ` ${sentenceOf(outcomeReason(known, setting))}`;
  return `${serverName(known)}: ${side(before)} before, ${side(after)} now.${why} Seen ${known.seen}.`;
}

const serverName = ({ domain, relayPort }: KnownPreflight): string =>
  relayPort === undefined
    ? `Mail to ${printable(domain, LONGEST)}`
    : `Mail through ${printable(domain, LONGEST)}:${relayPort}`;

/** `3 changes in 2 files, 1 new finding` */
export const countWords = (changes: number, appeared: number, gone: number): string =>
  [
    counted(changes, 'change'),
    ...(appeared > 0 ? [counted(appeared, 'new finding')] : []),
    ...(gone > 0 ? [`${counted(gone, 'finding')} gone`] : []),
  ].join(', ');
