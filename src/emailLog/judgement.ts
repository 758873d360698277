import type { Domain } from '../mail/domain.ts';
import { coveredAmong, listCoverage, type Coverage, type Entry } from '../project/domains/coverage.ts';
import { outcomes, type Outcome, type ServerTls } from '../mail/outcome.ts';
import type { TlsSetting } from '../mail/tlsSetting.ts';
import type { DomainCounts, DomainEvidence, EmailLog } from './model.ts';

/** Messages by what would have become of them; `may-bounce` where Salesforce's documents disagree. */
export type OutcomeCounts = Readonly<Record<Outcome | 'may-bounce', number>>;

const ANY: readonly ServerTls[] = ['none', 'unverified', 'verified'];

/**
 * What would have become of the messages under a setting: those that were delivered, and those that failed for lack of
 * TLS. What failed for another reason fails under every setting and is left out. Where the log does not say enough to
 * tell the outcomes apart, they are unknown.
 */
export function outcomeCounts(counts: DomainCounts, setting: TlsSetting): OutcomeCounts {
  const sum = { tls: 0, clear: 0, bounce: 0, 'may-bounce': 0, unknown: 0 };
  const add = (number: number, ...possible: readonly ServerTls[]): void => {
    sum[outcomeOf(setting, possible)] += number;
  };
  const { tls, tlsPermanent } = counts;
  add(counts.clear, 'none');
  add(tls.verified, 'verified');
  add(tls.unverified, 'unverified');
  add(tls.unstated, 'unverified', 'verified');
  add(counts.oldTls + counts.unstated, ...ANY);
  add(tlsPermanent['no-tls'], 'none');
  add(tlsPermanent.certificate, 'unverified');
  // The server wanted TLS: without it, mail bounces; whether TLS would have worked, the log does not say.
  if (setting === 'Off') sum.bounce += tlsPermanent.demanded;
  else sum.unknown += tlsPermanent.demanded;
  // Where the log only says that time was up, it may have been for lack of TLS.
  sum.unknown += tlsPermanent.named + counts.causeUnknown;
  return sum;
}

function outcomeOf(setting: TlsSetting, possible: readonly ServerTls[]): keyof OutcomeCounts {
  const [first, ...more] = [...new Set(possible.map((server) => outcomes(setting, server).join()))];
  if (first === undefined || more.length > 0) return 'unknown';
  const [only, ...others] = outcomes(setting, possible[0] ?? 'none');
  return others.length > 0 ? 'may-bounce' : (only ?? 'unknown');
}

/** Whether mail to a domain had TLS, as far as the log shows. */
export type TlsSeen = 'always' | 'sometimes' | 'never' | 'unknown';

export function tlsSeen({ tls, clear, oldTls, unstated, tlsTransient, tlsPermanent }: DomainCounts): TlsSeen {
  const withTls = tls.verified + tls.unverified + tls.unstated;
  const without = clear + tlsTransient['no-tls'] + tlsPermanent['no-tls'];
  const unclear = oldTls + unstated + tlsTransient.named + tlsPermanent.named;
  if (withTls > 0 && without > 0) return 'sometimes';
  if (unclear > 0 || withTls + without === 0) return 'unknown';
  return withTls > 0 ? 'always' : 'never';
}

/** The settings under which listing the domain would have stopped no mail, as far as the log shows. */
export function safeSettings(domain: DomainCounts): readonly ('Required' | 'RequiredVerify')[] {
  if (tlsSeen(domain) !== 'always') return [];
  const { tls, tlsTransient, tlsPermanent } = domain;
  const doubt = tls.unverified + tls.unstated + tlsTransient.certificate + tlsPermanent.certificate;
  return doubt === 0 ? ['Required', 'RequiredVerify'] : ['Required'];
}

/** So few messages show little. */
export const FEW = 10;

/** Domains that could be listed, the busiest first: what was seen, in the time of the log, and no promise. */
export interface ProposedList {
  /** Safe under Required. */
  readonly required: readonly Domain[];
  /** Those of them whose certificate always verified. */
  readonly requiredVerify: readonly Domain[];
  /** Those of them to which fewer than `FEW` messages went. */
  readonly few: readonly Domain[];
}

export function proposedList({ domains }: EmailLog): ProposedList {
  const safe = domains.map((domain) => ({ domain, settings: safeSettings(domain) }));
  const required = safe.filter(({ settings }) => settings.includes('Required'));
  return {
    required: required.map(({ domain }) => domain.domain),
    requiredVerify: required
      .filter(({ settings }) => settings.includes('RequiredVerify'))
      .map(({ domain }) => domain.domain),
    few: required.filter(({ domain }) => domain.delivered < FEW).map(({ domain }) => domain.domain),
  };
}

/** Whether the domain list covers a domain; `perhaps` where that is not documented. */
export type Listed = 'yes' | 'perhaps' | 'no';

export function listedIn(entries: readonly Entry[]): (domain: Domain) => Listed {
  const coverage = listCoverage(entries);
  return (domain) => LISTED[coverage(domain).covers];
}

const LISTED: Readonly<Record<Coverage, Listed>> = { yes: 'yes', unknown: 'perhaps', no: 'no' };

/** Whether some mail to the domain was seen without TLS, or failed because TLS was missing. */
export const seenWithoutTls = ({ clear, tlsTransient, tlsPermanent }: DomainCounts): boolean =>
  clear + tlsTransient['no-tls'] + tlsPermanent['no-tls'] > 0;

/** What a domain list and a log say of each other. */
export interface ListCheck {
  /** Listed, and seen without TLS: under Required such mail bounces. */
  readonly withoutTls: readonly DomainEvidence[];
  /** Not listed, and mail went to it. */
  readonly notListed: readonly DomainEvidence[];
  /** Entries that no domain of the log fits, in their usual form. */
  readonly notSeen: readonly string[];
}

export function checkList({ domains }: EmailLog, entries: readonly Entry[]): ListCheck {
  const listed = listedIn(entries);
  const seen = coveredAmong(domains, ({ domain }) => domain);
  const isSeen = (entry: Entry): boolean => {
    const { sure, maybe } = seen(entry);
    return sure.length + maybe.length > 0;
  };
  return {
    withoutTls: domains.filter((domain) => seenWithoutTls(domain) && listed(domain.domain) !== 'no'),
    notListed: domains.filter(({ domain }) => listed(domain) === 'no'),
    notSeen: entries.flatMap((entry) =>
      entry.pattern.kind === 'domain' && !isSeen(entry) ? [entry.pattern.pattern] : [],
    ),
  };
}

/** Permanent and temporary failures that are about TLS. */
export const tlsFailures = ({ tlsTransient, tlsPermanent }: DomainCounts): number =>
  [tlsTransient, tlsPermanent].flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
