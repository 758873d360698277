import type { KnownPreflight } from '../project/facts.ts';
import type { AppliedTls } from '../project/routing.ts';
import type {
  Change,
  Direction,
  DomainClass,
  DomainsChange,
  Effect,
  Harm,
  PreflightChange,
  RecordChange,
  RecordedLevel,
  Review,
  Senders,
  SetupStep,
  Switch,
} from '../review/model.ts';
import type { Treatment } from '../review/treatment.ts';
import { printable } from '../text/printable.ts';
import type { Outcome, ServerTls } from '../tls/outcome.ts';
import { tlsSettingLabel, type TlsSetting } from '../tls/setting.ts';
import { outcomesText } from './preflightWords.ts';
import { relayWords, tlsReasonWords } from './routeWords.ts';
import { counted } from './words.ts';

/** Enough to recognise a list by; all of it stands in JSON, and in the list to paste. */
const MOST_NAMES = 8;
const LONGEST = 100;

/** `a.example, b.example and 3 more` */
export function namesWords(names: readonly string[], most = MOST_NAMES): string {
  const shown = names.slice(0, most).map((name) => printable(name, LONGEST));
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}

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
    return `Worse: ${harms.length > 0 ? harms.join(', and ') : 'mail that was tested is worse off'}.`;
  }
  if (directions.has('unknown')) return 'Unknown: what happens to mail cannot be told from these files.';
  if (directions.has('setup'))
    return 'What happens to mail depends on what Setup holds: see to it that Setup agrees with these files.';
  if (directions.has('better')) {
    const gains = new Set(reviews.flatMap(({ effects }) => effects.flatMap((effect) => effect.gains)));
    const words = (['bounce', 'clear'] as const).filter((harm) => gains.has(harm)).map((harm) => GAIN_WORDS[harm]);
    return `Better: ${words.join(', and ')}.`;
  }
  return reviews.some(({ changes }) => changes.length > 0)
    ? 'No change in what happens to mail for lack of TLS.'
    : 'Nothing changes for email.';
}

const HARM_WORDS: Readonly<Record<Harm, string>> = {
  bounce: 'mail may bounce that did not',
  clear: 'mail may go out in clear that did not',
};

const GAIN_WORDS: Readonly<Record<Harm, string>> = {
  bounce: 'mail no longer bounces that might have',
  clear: 'mail no longer goes out in clear that might have',
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
export const treatmentWords = (treatment: Treatment): string => [...new Set(treatment.map(wayWords))].join(' or ');

function wayWords({ way, relay, setting }: AppliedTls): string {
  const name = settingName(setting);
  if (relay) return `relay ${relayWords(relay)}: ${name}`;
  return way.link ? `a relay that is not known: ${name}` : name;
}

export const settingName = (setting: TlsSetting | undefined): string =>
  setting === undefined ? 'not recorded' : tlsSettingLabel(setting);

/** What becomes of the mail, in sentences; the first names the settings. */
export const effectWords = (effect: Effect, alone: boolean): string =>
  [
    `${sentence(whoWords(effect, alone))}: ${treatmentWords(effect.before)} before, ${treatmentWords(effect.after)} now.`,
    ...consequenceWords(effect),
  ].join(' ');

export function consequenceWords(effect: Effect): readonly string[] {
  if (effect.seen) return [SEEN[effect.direction]];
  return effect.servers.length > 0 ? effect.servers.map((one) => serverSentence(one, effect)) : openWords(effect);
}

const SEEN: Readonly<Record<Direction, string>> = {
  worse: 'Preflights saw that mail is worse off.',
  better: 'Preflights saw that mail is better off.',
  neutral: 'Preflights saw that it makes no difference there.',
  unknown: 'Preflights do not tell what it does.',
  setup: 'Preflights do not tell what it does.',
};

const SERVERS: Readonly<Record<ServerTls, (server: string) => string>> = {
  none: (server) => `the ${server} has no TLS`,
  unverified: (server) => `the ${server}'s certificate does not verify`,
  verified: (server) => `the ${server}'s certificate verifies`,
};

/** TLS is judged on a relay's host, or on the recipient's server. */
const serverSentence = ({ server, before, after }: Effect['servers'][number], { after: [way] }: Effect): string =>
  `If ${SERVERS[server](way?.relay ? 'relay' : 'server')}, it ${outcomeVerb(after)}; before, it ${outcomeVerb(before, true)}.`;

function outcomeVerb(outcomes: readonly Outcome[], past = false): string {
  const verbs = past ? PAST : PRESENT;
  const words = outcomes.map((outcome) => verbs[outcome]).join(' or ');
  // Of the settings, only Preferred Verify has two outcomes at one server.
  return outcomes.length > 1 ? `${words} (Salesforce's documents disagree)` : words;
}

const PRESENT: Readonly<Record<Outcome, string>> = {
  bounce: 'bounces',
  clear: 'goes out in clear',
  tls: 'goes with TLS',
  unknown: 'is not known',
};
const PAST: Readonly<Record<Outcome, string>> = {
  bounce: 'bounced',
  clear: 'went out in clear',
  tls: 'went with TLS',
  unknown: 'was not known',
};

/** Why more cannot be said, or what is judged now. */
function openWords({ before, after, losses }: Effect): readonly string[] {
  const because = (treatment: Treatment): string =>
    [...new Set(treatment.map((one) => tlsReasonWords(one, one.way)))].join('; ');
  const open = (treatment: Treatment): boolean => treatment.length > 1 || treatment.some(({ setting }) => !setting);
  return [
    ...losses.map((harm) => `${sentence(HARM_OF[harm])} from now on.`),
    ...(open(before) ? [`Before: ${because(before)}.`] : []),
    ...(open(after) || after.some(({ way }) => way.link) ? [`Now: ${because(after)}.`] : []),
  ];
}

const HARM_OF: Readonly<Record<Harm, string>> = { bounce: 'it may bounce', clear: 'it may go out in clear' };

/** What changed, without its place. */
export function changeWords({ what }: Change): string {
  switch (what.kind) {
    case 'tls-setting':
      return `recorded TLS setting: ${levelWords(what.before)} → ${levelWords(what.after)}`;
    case 'restriction':
      return `enableRestrictTlsToDomains: ${switchWords(what.before)} → ${switchWords(what.after)}${scratchWords(what.scratch)}`;
    case 'domains':
      return domainsWords(what);
    case 'setting':
      return `${printable(what.name, LONGEST)}: ${valueWords(what.before)} → ${valueWords(what.after)}${scratchWords(what.scratch)}`;
    case 'scratch-tls':
      return `TLS values in a scratch definition: ${valueWords(what.before)} → ${valueWords(what.after)}`;
    case 'access-level':
      return `recorded access level: ${valueWords(what.before, 'not recorded')} → ${valueWords(what.after, 'not recorded')}`;
    case 'rule-level':
      return `rule ${printable(what.rule, LONGEST)}: ${what.before ?? 'default'} → ${what.after ?? 'default'}`;
    case 'relay':
    case 'filter':
      return recordWords(what);
    case 'file':
      return fileWords(what.change, what.from, what.to);
    case 'unreadable':
      return what.side === 'after'
        ? `reviewed as far as it can be read: ${printable(what.message, LONGEST)}`
        : `the version before could be read in part only: ${printable(what.message, LONGEST)}`;
  }
}

const levelWords = (level: RecordedLevel): string =>
  level === undefined ? 'not recorded' : level === 'invalid' ? 'no TLS setting' : tlsSettingLabel(level);

const switchWords = (value: Switch): string =>
  value === undefined ? 'not set' : value === 'invalid' ? 'neither true nor false' : String(value);

const valueWords = (value: string | undefined, none = 'not set'): string =>
  value === undefined ? none : printable(value, LONGEST);

const scratchWords = (scratch: boolean): string => (scratch ? ' in scratch orgs made from it' : '');

function domainsWords({ added, dropped, listedBefore, listedAfter }: DomainsChange): string {
  const parts = [
    ...(added.length > 0 ? [`added ${namesWords(added.map(({ domain }) => domain))}`] : []),
    ...(dropped.length > 0 ? [`removed ${namesWords(dropped.map(({ domain }) => domain))}`] : []),
  ];
  const head = listedAfter
    ? listedBefore
      ? 'domain list'
      : 'domain list, not recorded before'
    : 'domain list no longer recorded';
  return [head, ...(parts.length > 0 ? [parts.join('; ')] : [])].join(': ');
}

function recordWords({ kind, change, name, fields }: RecordChange): string {
  const called =
    kind === 'relay'
      ? `relay ${name === undefined ? 'without a host' : printable(name, LONGEST)}`
      : name === undefined || name === 'blank'
        ? 'domain filter without priority'
        : `domain filter of priority ${printable(name, LONGEST)}`;
  const values = fields.map(({ name: field, before, after }) =>
    change === 'changed'
      ? `${field}: ${valueWords(before)} → ${valueWords(after)}`
      : `${field} ${valueWords(after ?? before)}`,
  );
  return `${called} ${change === 'changed' ? 'changed' : change}: ${values.join(', ')}`;
}

function fileWords(change: 'added' | 'removed' | 'moved', from: string | undefined, to: string | undefined): string {
  if (change === 'moved') return `file moved: ${printable(from ?? '')} → ${printable(to ?? '')}`;
  return `file ${change}: ${printable(to ?? from ?? '')}`;
}

/** What a change does besides its effects on mail. */
export function remarkWords({ what, effects }: Change): string | undefined {
  switch (what.kind) {
    case 'setting':
      if (what.told === 'no-longer')
        return 'From now on senders are not told of bounces: these go to Salesforce, and no copy is sent.';
      if (what.told === 'again') return 'From now on senders are told of bounces.';
      return what.fact?.mail;
    case 'tls-setting':
    case 'domains':
      return effects.length === 0
        ? 'What happens to mail stays the same, as long as Setup agrees with the record.'
        : undefined;
    case 'relay':
    case 'filter':
      return effects.length === 0 ? 'No mail is known to take another way.' : undefined;
    case 'restriction':
      if (what.scratch) return 'It concerns scratch orgs only.';
      return effects.length === 0 ? 'What happens to mail stays the same.' : undefined;
    case 'access-level':
      return 'Whether mail is sent at all hangs on it: see to it that Setup agrees.';
    case 'rule-level':
      return what.after === 'off' ? 'Its findings are no longer reported.' : undefined;
    case 'unreadable':
      return what.side === 'after'
        ? 'Changes may be missing here.'
        : 'What changed may be more, or less, than is said here.';
    case 'scratch-tls':
      return 'Salesforce knows no such element: nothing happens to mail.';
    case 'file':
      return undefined;
  }
}

/** `mail to acme.example: TLS before (Preferred), bounces now (Required). The server does not offer STARTTLS. Seen ...` */
export function preflightChangeWords({ known, before, after }: PreflightChange): string {
  const side = ({ settings, outcomes }: PreflightChange['before']): string =>
    settings.length === 0 ? 'another way' : `${outcomesText(outcomes)} (${settings.map(settingName).join(' or ')})`;
  const [setting] = after.settings;
  const why = setting === undefined || after.outcomes.join() === 'tls' ? '' : ` ${known.why(setting)}`;
  return `${serverName(known)}: ${side(before)} before, ${side(after)} now.${why} Seen ${known.seen}.`;
}

const serverName = ({ domain, relayPort }: KnownPreflight): string =>
  relayPort === undefined
    ? `Mail to ${printable(domain, LONGEST)}`
    : `Mail through ${printable(domain, LONGEST)}:${relayPort}`;

/** One line of a check list: what to do by hand. */
export function stepWords(step: SetupStep): string {
  switch (step.code) {
    case 'set-level':
      return `In Setup > Deliverability, set the TLS setting to ${tlsSettingLabel(step.setting)}: no deploy does it.`;
    case 'set-list':
      return `In Setup > Deliverability, make the domain list: ${listWords(step.domains)}${listDifference(step)}.`;
    case 'clear-list':
      return 'In Setup > Deliverability, empty the domain list: no deploy does it.';
    case 'one-save':
      return 'Set the TLS setting, the list and "Restrict TLS to these domains" in one save: without the restriction, the setting applies to mail to every domain.';
    case 'look-up':
      return `Before the deploy, see in Setup > Deliverability that there is ${[...(step.level ? ['a TLS setting other than Preferred'] : []), ...(step.list ? ['a domain list'] : [])].join(' and ')}, and write it down in the record: the restriction needs both.`;
    case 'check-restriction':
      return 'In Setup > Deliverability, see whether "Restrict TLS to these domains" is on: no settings file of the project says so.';
    case 'set-access-level':
      return `In Setup > Deliverability, set the access level to ${printable(step.level, LONGEST)}: no deploy does it.`;
    case 'load-records':
      return `Load the changed ${RECORDS[step.object]} into the org: they are records, and no deploy of metadata brings them (${namesWords(step.files)}).`;
    case 'delete-records':
      return `Delete the ${RECORDS[step.object]} in the org, or make them inactive: ${namesWords(step.names)}.`;
    case 'relay-password':
      return `Enter the password of ${namesWords(step.names)} in the org: it is not in the repository.`;
  }
}

/** To be pasted, so without an "and". */
function listWords(domains: readonly string[]): string {
  const shown = domains.slice(0, MOST_TO_PASTE).map((one) => printable(one, LONGEST));
  const rest = domains.length - shown.length;
  return rest > 0 ? `${shown.join(', ')}, and ${rest} more that the record has` : shown.join(', ');
}

const MOST_TO_PASTE = 100;

const RECORDS = { relay: 'email relays', filter: 'domain filters' } as const;

function listDifference({ added, dropped }: Extract<SetupStep, { code: 'set-list' }>): string {
  const parts = [
    ...(added.length > 0 ? [`add ${namesWords(added)}`] : []),
    ...(dropped.length > 0 ? [`remove ${namesWords(dropped)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}

/** `3 changes in 2 files, 1 new finding` */
export const countWords = (changes: number, appeared: number, gone: number): string =>
  [
    counted(changes, 'change'),
    ...(appeared > 0 ? [counted(appeared, 'new finding')] : []),
    ...(gone > 0 ? [`${counted(gone, 'finding')} gone`] : []),
  ].join(', ');

export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
