/**
 * What an Email Log shows. These types are the `log --format json` document; no address, name or subject is in it, nor
 * can be: recipients are reduced to their domains on reading, texts to words that mail servers use.
 */
import type { Domain } from '../mail/domain.ts';
import type { TlsTrouble } from './tlsFailure.ts';

export interface EmailLog {
  readonly version: 1;
  readonly parts: readonly LogPart[];
  /** Rows that were understood. */
  readonly rows: number;
  readonly broken: BrokenRows;
  readonly period: LogPeriod;
  /** Whether the TLS columns have names, were found at the end of the rows, or are not there. */
  readonly tlsColumns: 'named' | 'found' | 'none';
  readonly totals: DomainCounts;
  /** The busiest first. */
  readonly domains: readonly DomainEvidence[];
  /** Domains beyond those that are kept, all together; null where all were. */
  readonly otherDomains: DomainCounts | null;
  /** In their order; empty ones are left out. */
  readonly days: readonly TimeCounts[];
  readonly hours: readonly TimeCounts[];
  /** What stands in the Relay Address column, the most frequent first. */
  readonly relays: readonly { readonly relay: string; readonly rows: number }[];
  /** What is not known because a bound was hit, or for want of a column: whole sentences. */
  readonly limits: readonly string[];
}

/** A file, or an entry of a zip file. */
interface LogPart {
  readonly name: string;
  readonly rows: number;
  readonly broken: number;
}

export type BrokenReason =
  'quote-not-closed' | 'too-long' | 'too-few-columns' | 'no-mail-event' | 'no-recipient-domain';

interface BrokenRows {
  readonly count: number;
  /** The first few. */
  readonly examples: readonly BrokenRow[];
}

/** Nothing of what stands there: it may be anything. */
export interface BrokenRow {
  readonly part: string;
  /** From 1. */
  readonly line: number;
  readonly reason: BrokenReason;
}

interface LogPeriod {
  /** As `LogTimes` of a domain. */
  readonly first: string | null;
  readonly last: string | null;
  readonly dateOrder: DateOrder;
  readonly rowsWithoutTime: number;
}

/** Rows of one domain, or of all. */
export interface DomainCounts {
  /** R rows. */
  readonly received: number;
  /** D rows, hand-offs between Salesforce's servers left out. */
  readonly delivered: number;
  /** Deliveries unencrypted. */
  readonly clear: number;
  /** Deliveries with TLS 1.2 or newer, by what the log says of the certificate. */
  readonly tls: Readonly<Record<'verified' | 'unverified' | 'unstated', number>>;
  /** Deliveries with an older or unknown version of TLS. */
  readonly oldTls: number;
  /** Deliveries of which the log does not say whether they had TLS. */
  readonly unstated: number;
  /** Deliveries by version; those that were not seen are left out. */
  readonly versions: Readonly<Partial<Record<TlsVersion, number>>>;
  /** D rows that hand mail from one of Salesforce's servers to another. */
  readonly internal: number;
  /** T rows: each is one attempt. */
  readonly transient: number;
  /** T rows by what they say of TLS. */
  readonly tlsTransient: TroubleCounts;
  /** P rows. */
  readonly permanent: number;
  /** P rows by what they or, where time was up, the T rows of the same message say of TLS. */
  readonly tlsPermanent: TroubleCounts;
  /** P rows that only say that time was up, without a T row that says why. */
  readonly causeUnknown: number;
}

export type TroubleCounts = Readonly<Record<TlsTrouble, number>>;

export interface DomainEvidence extends DomainCounts {
  readonly domain: Domain;
  /** `2026-11-05T13:37Z`; as the log writes it where the order of day and month is not known; null where unclear. */
  readonly first: string | null;
  readonly last: string | null;
  /** Why deliveries failed, the most frequent first; a bounded number. */
  readonly texts: readonly TextEvidence[];
}

export interface TextEvidence {
  /** Words that could be about a person are left out: `…`. Empty where the log gives no reason. */
  readonly text: string;
  readonly trouble: TlsTrouble | null;
  readonly transient: number;
  /** P rows with this text, and those that only said that time was up, whose T rows have it. */
  readonly permanent: number;
}

export interface TimeCounts {
  /** `2026-11-05` or `2026-11-05T13Z`; as written where the order of day and month is not known. */
  readonly time: string;
  readonly received: number;
  readonly tls: number;
  readonly clear: number;
  readonly unstated: number;
  readonly transient: number;
  readonly tlsFailures: number;
  readonly permanent: number;
}

/** How the log writes its dates: found in it, or not known. */
export type DateOrder = 'year-first' | 'month-first' | 'day-first' | 'unknown';

export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** The versions that are counted apart; `other` is TLS of a version that is not known here. */
export const TLS_VERSIONS = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3', 'other'] as const;
