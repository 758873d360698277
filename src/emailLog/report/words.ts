import { FEW, seenWithoutTls, type Listed, type OutcomeCounts, type TlsSeen } from '../judgement.ts';
import type { BrokenReason, DomainCounts, DomainEvidence, EmailLog } from '../model.ts';
import type { TlsTrouble } from '../tlsFailure.ts';
import { sumOutcomes, type JudgedDomain, type JudgedLog } from './view.ts';
import { grouped, many, nameList } from '../../output/words.ts';
import { settingText } from '../../output/judgedSetting.ts';

const SEEN_WORDS: Readonly<Record<TlsSeen, string>> = {
  always: 'always',
  sometimes: 'sometimes',
  never: 'never',
  unknown: 'not known',
};

/** Whether mail to a domain had TLS. Nothing was delivered where the certificate failed; the server offered TLS. */
export const seenWord = ({ seen, evidence }: JudgedDomain): string =>
  seen === 'unknown' && evidence.delivered === 0 && certificateTrouble(evidence) ? 'offered' : SEEN_WORDS[seen];

export const LISTED_WORDS: Readonly<Record<Listed, string>> = { yes: 'yes', perhaps: 'perhaps', no: 'no' };

export const TROUBLE_WORDS: Readonly<Record<TlsTrouble, string>> = {
  'no-tls': 'no TLS',
  certificate: 'certificate',
  demanded: 'server requires TLS',
  named: 'names TLS',
};

export const BROKEN_WORDS: Readonly<Record<BrokenReason, string>> = {
  'quote-not-closed': 'a quote is never closed',
  'too-long': 'the row is too long',
  'too-few-columns': 'the row has too few columns',
  'no-mail-event': 'the mail event is not R, D, T or P',
  'no-recipient-domain': 'the recipient is not one address with a domain',
};

/** No address is in a report, not even that of a file which somebody named after one. @param index from 0 */
export const shownFileName = (name: string, index: number): string => (name.includes('@') ? `file ${index + 1}` : name);

/** From bad to good: those that a log tells apart. */
export const LOG_KINDS = [
  'bounce',
  'may-bounce',
  'unknown',
  'clear',
  'tls',
] as const satisfies readonly (keyof OutcomeCounts)[];

/** The worst that would have happened to mail to a domain. */
export function worstKind({ outcomes }: JudgedDomain): keyof OutcomeCounts {
  return LOG_KINDS.find((kind) => outcomes[kind] > 0) ?? 'unknown';
}

/** Of all messages that the setting is about. */
export function worstOf(log: JudgedLog): keyof OutcomeCounts {
  const counts = sumOutcomes(log.concerned);
  return LOG_KINDS.find((kind) => counts[kind] > 0) ?? 'unknown';
}

const total = (counts: OutcomeCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Whose messages a number is about, after "messages"; nothing where it is about all. */
export const toWhom = ({ scope }: JudgedLog): string => (scope?.list === 'in-force' ? ' to listed domains' : '');

/** `Under Required, 12 of 3,400 messages would have bounced for lack of TLS, to 2 of 40 domains.` */
export function logVerdict(log: JudgedLog): string {
  const { concerned, scope } = log;
  if (log.log.rows === 0) return 'The log has no rows.';
  const counts = sumOutcomes(concerned);
  const messages = total(counts);
  const domains = concerned.filter((domain) => total(domain.outcomes) > 0);
  const whose = toWhom(log);
  if (messages === 0)
    return scope?.list === 'in-force'
      ? 'The log shows no delivery to a listed domain.'
      : 'The log shows no delivery to another mail server, so it has no data about TLS.';
  if (counts.unknown === messages)
    return `It is not known what would have happened to mail${whose} under ${settingText(log)}: the log does not have enough data about TLS.`;
  const bouncing = domains.filter(({ outcomes }) => outcomes.bounce > 0);
  const main =
    bouncing.length > 0
      ? `${grouped(counts.bounce)} of ${many(messages, 'message')}${whose} would have bounced because TLS was missing, to ${grouped(bouncing.length)} of ${many(domains.length, 'domain')}`
      : noneBounced(messages, whose, counts['may-bounce'] + counts.unknown === 0);
  const rest = [
    ...(counts['may-bounce'] > 0 ? [`${grouped(counts['may-bounce'])} might have bounced`] : []),
    ...(counts.unknown > 0 ? [`for ${grouped(counts.unknown)} it is not known`] : []),
    ...(counts.clear > 0 ? [`${grouped(counts.clear)} would have been sent unencrypted`] : []),
  ];
  return `Under ${settingText(log)}, ${[main, ...rest].join('; ')}.`;
}

function noneBounced(messages: number, whose: string, sure: boolean): string {
  const why = 'bounced because TLS was missing';
  if (messages === 1) return `the only message${whose} ${sure ? 'would not have' : 'is not known to have'} ${why}`;
  return `none of ${grouped(messages)} messages${whose} ${sure ? 'would have' : 'is known to have'} ${why}`;
}

/** `5 Nov 2026` would need a month's name: the log's own form is kept. */
export function periodText({ period }: EmailLog): string {
  if (period.first === null || period.last === null) return 'not known';
  return `${period.first.replace('T', ' ')} to ${period.last.replace('T', ' ')}`;
}

/** What a reader must know of the evidence itself. Whole sentences. */
export function caveats(log: JudgedLog): readonly string[] {
  const { totals, relays, tlsColumns, period, broken, limits } = log.log;
  return [
    ...log.notes,
    ...scopeNotes(log),
    ...(tlsColumns === 'none' && log.log.rows > 0
      ? ['The log has no TLS columns, or they are empty: it shows whether mail was delivered, but not how it was sent.']
      : []),
    ...(relays.length > 0
      ? [
          'The Relay Address column is filled: where mail goes through an email relay, the log shows TLS to the relay, not to the recipient’s servers.',
        ]
      : []),
    ...(period.dateOrder === 'unknown' && period.rowsWithoutTime < log.log.rows
      ? ['The log does not show whether the day or the month comes first, so dates are shown as written.']
      : []),
    ...(period.rowsWithoutTime > 0 ? [`${many(period.rowsWithoutTime, 'row')} had no readable time.`] : []),
    ...(broken.count > 0
      ? [`${many(broken.count, 'row')} could not be read and ${broken.count === 1 ? 'is' : 'are'} not counted.`]
      : []),
    ...(totals.causeUnknown > 0
      ? [
          `Of ${many(totals.causeUnknown, 'message')} the log only says that time was up. No earlier attempt shows why, so it is not known what would have happened to ${totals.causeUnknown === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(totals.tlsPermanent.certificate > 0
      ? [
          `${many(totals.tlsPermanent.certificate, 'message')} failed only because of the server’s certificate: Required does not check certificates, so such mail counts as sent with TLS under Required.`,
        ]
      : []),
    ...(totals.clear > 0 && totals.tls.verified + totals.tls.unverified > 0
      ? [
          'A Verify setting was in force: under Preferred Verify mail is sent unencrypted where a certificate is not valid, so a server that got unencrypted mail may have TLS.',
        ]
      : []),
    ...limits,
  ];
}

/** Which messages are judged, where that is not plain to see. */
function scopeNotes({ scope, setting, concerned }: JudgedLog): readonly string[] {
  if (!scope || setting === 'Preferred' || setting === 'Off') return [];
  if (scope.list === 'not-in-force')
    return ['The domain list is not in force: the TLS setting applies to mail to every domain.'];
  if (scope.list === 'unknown')
    return ['It is not known whether the TLS setting is restricted to listed domains, so all mail is evaluated.'];
  const doubtful = concerned.filter(({ listed }) => listed === 'perhaps').map(({ evidence }) => evidence.domain);
  return doubtful.length === 0
    ? []
    : [`It is not documented whether the domain list covers ${nameList(doubtful)}; they are evaluated as if it did.`];
}

/** What to do next, the most urgent first: one or two sentences each. Never empty. */
export function logAdvice(log: JudgedLog): readonly string[] {
  const { listCheck, proposed, setting } = log;
  const names = (domains: readonly DomainEvidence[]): string => nameList(domains.map(({ domain }) => domain));
  const cleared = log.domains.filter(({ evidence }) => seenWithoutTls(evidence)).map(({ evidence }) => evidence);
  const unverified = log.concerned
    .filter(({ evidence }) => certificateTrouble(evidence))
    .map(({ evidence }) => evidence);
  const items = [
    ...(listCheck && listCheck.withoutTls.length > 0
      ? [
          `Mail to ${names(listCheck.withoutTls)} was seen without TLS, and bounces under Required. Remove the domain from the list${log.scope?.list === 'not-in-force' ? ' and put the list in force' : ''}, or ask its mail administrator to turn on TLS 1.2 or newer.`,
        ]
      : []),
    ...(!listCheck && cleared.length > 0
      ? [
          `Mail to ${names(cleared)} was seen without TLS. Do not list the domain until its mail administrator turns on TLS.`,
        ]
      : []),
    ...(setting.endsWith('Verify') && unverified.length > 0
      ? [`Have the certificate of ${names(unverified)} fixed, or choose a setting without Verify: it was not verified.`]
      : []),
    ...(proposed.required.length > 0 ? [proposal(log)] : []),
  ];
  return items.length > 0 ? items : ['Nothing to do: this log shows no reason to change anything.'];
}

const certificateTrouble = ({ tls, tlsTransient, tlsPermanent }: DomainCounts): boolean =>
  tls.unverified + tlsTransient.certificate + tlsPermanent.certificate > 0;

function proposal({ proposed, listCheck, log }: JudgedLog): string {
  const missing = listCheck?.notListed.filter(({ domain }) => proposed.required.includes(domain)).length ?? 0;
  const what = `${many(proposed.required.length, 'domain')} always had TLS in this log (${periodText(log)})`;
  const few =
    proposed.few.length > 0 ? `; to ${grouped(proposed.few.length)} of them went fewer than ${FEW} messages` : '';
  return listCheck
    ? `${what}${few}. ${missing === 0 ? 'All of them are listed or may be.' : `${many(missing, 'domain')} of these ${missing === 1 ? 'is' : 'are'} not listed.`}`
    : `${what}${few}: they can be listed. Based on this period only.`;
}
