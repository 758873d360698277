/** The tables of a log, as words: text and Markdown write the same ones. */
import { outcomeCounts, tlsFailures } from '../judgement.ts';
import type { TextEvidence, TimeCounts } from '../model.ts';
import type { TlsTrouble } from '../tlsFailure.ts';
import { ORG_TLS_SETTINGS, TLS_SETTINGS, tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import { sumOutcomes, type JudgedDomain, type JudgedLog } from './view.ts';
import { LISTED_WORDS, seenWord, worstKind } from './words.ts';
import { grouped, share } from '../../output/words.ts';
import { outcomeWord } from '../../output/outcomes.ts';

export interface WordTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Numbers stand to the right, words to the left. */
export const isNumbers = ({ rows }: WordTable, column: number): boolean =>
  rows.every((row) => /^[\d,<>%]*$/.test(row[column] ?? ''));

/** Domains with the worst first. */
export function domainTable(log: JudgedLog, most: number): WordTable {
  const marked = log.list !== undefined;
  return {
    head: [
      'Domain',
      ...(marked ? ['Listed'] : []),
      'Delivered',
      'Unencrypted',
      'TLS',
      'Unverified',
      'TLS failures',
      'Had TLS',
      'Verdict',
    ],
    rows: log.domains.slice(0, most).map((domain) => domainRow(domain, marked)),
  };
}

function domainRow(judged: JudgedDomain, marked: boolean): readonly string[] {
  const { evidence, listed } = judged;
  const { tls } = evidence;
  return [
    evidence.domain,
    ...(marked ? [listed ? LISTED_WORDS[listed] : ''] : []),
    grouped(evidence.delivered),
    grouped(evidence.clear),
    grouped(withTls(judged)),
    // Empty where the log says nothing of any certificate.
    tls.verified + tls.unverified === 0 ? '' : grouped(tls.unverified),
    grouped(tlsFailures(evidence)),
    seenWord(judged),
    verdictWord(judged),
  ];
}

export const withTls = ({ evidence: { tls, oldTls } }: JudgedDomain): number =>
  tls.verified + tls.unverified + tls.unstated + oldTls;

/** `bounces` where all would have, `some bounce` where some. */
export function verdictWord(judged: JudgedDomain): string {
  const kind = worstKind(judged);
  const all = Object.values(judged.outcomes).reduce((sum, count) => sum + count, 0);
  if (all === 0) return '';
  return judged.outcomes[kind] === all
    ? outcomeWord(kind)
    : `${share(judged.outcomes[kind], all)} ${outcomeWord(kind)}`;
}

/** What each setting would have done to all messages. */
export function settingTable(log: JudgedLog): WordTable {
  return {
    head: ['TLS setting', 'TLS', 'Unencrypted', 'Bounces', 'May bounce', 'Unknown'],
    rows: settingsOf(log.setting).map((setting) => {
      const { tls, clear, bounce, 'may-bounce': mayBounce, unknown } = outcomesUnder(log, setting);
      const label = setting === log.setting ? `${tlsSettingLabel(setting)} *` : tlsSettingLabel(setting);
      return [label, ...[tls, clear, bounce, mayBounce, unknown].map(grouped)];
    }),
  };
}

/** `Off` exists on relays only. */
export const settingsOf = (setting: TlsSetting): readonly TlsSetting[] =>
  setting === 'Off' ? TLS_SETTINGS : ORG_TLS_SETTINGS;

export const outcomesUnder = (log: JudgedLog, setting: TlsSetting): ReturnType<typeof outcomeCounts> =>
  sumOutcomes(log.concerned.map((domain) => ({ ...domain, outcomes: outcomeCounts(domain.evidence, setting) })));

export function timeTable(times: readonly TimeCounts[], title: string): WordTable {
  return {
    head: [title, 'TLS', 'Unencrypted', 'Not stated', 'With TLS', 'Temporary', 'Final', 'TLS failures'],
    rows: times.map((one) => [
      one.time,
      grouped(one.tls),
      grouped(one.clear),
      grouped(one.unstated),
      share(one.tls, one.tls + one.clear + one.unstated),
      grouped(one.transient),
      grouped(one.permanent),
      grouped(one.tlsFailures),
    ]),
  };
}

/** Days, or hours where the log has no more than two days. */
export const timeline = ({ log }: JudgedLog): { readonly times: readonly TimeCounts[]; readonly title: string } =>
  log.days.length > 2 ? { times: log.days, title: 'Day (GMT)' } : { times: log.hours, title: 'Hour (GMT)' };

export interface FailureLine {
  readonly text: string;
  readonly trouble: TlsTrouble | null;
  readonly transient: number;
  readonly permanent: number;
  readonly domains: readonly string[];
}

/** Why deliveries failed, over all domains: what is about TLS first, then the most frequent. */
export function failures({ log }: JudgedLog): readonly FailureLine[] {
  const found = new Map<
    string,
    { -readonly [K in keyof FailureLine]: FailureLine[K] extends readonly string[] ? string[] : FailureLine[K] }
  >();
  for (const { domain, texts } of log.domains)
    for (const one of texts) {
      const key = keyOf(one);
      const line = found.get(key) ?? { text: one.text, trouble: one.trouble, transient: 0, permanent: 0, domains: [] };
      line.transient += one.transient;
      line.permanent += one.permanent;
      line.domains.push(domain);
      found.set(key, line);
    }
  const often = ({ transient, permanent }: FailureLine): number => transient + permanent;
  return [...found.values()].sort(
    (a, b) => Number(b.trouble !== null) - Number(a.trouble !== null) || often(b) - often(a),
  );
}

const keyOf = ({ text, trouble }: TextEvidence): string => `${trouble ?? ''}\n${text}`;
