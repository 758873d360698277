import type { ProjectFacts, SeverityOrOff } from '../project/facts.ts';
import type { FileRole } from '../project/readProject.ts';
import type { Finding } from '../rules/rule.ts';
import type { Place } from '../text/source.ts';
import type { ElementFact } from '../project/settings/elements.ts';
import type { Outcome } from '../mail/outcome.ts';
import type { OrgTlsSetting, TlsSetting } from '../mail/tlsSetting.ts';
import type { Treatment } from './treatment.ts';
import type { KnownPreflight } from '../project/knownPreflight.ts';

/** What a change of a project's files does to its org's mail. Words are in `review/report/words.ts`. */
export interface Review {
  /** The worst of what follows. */
  readonly direction: Direction;
  readonly changes: readonly Change[];
  /** What becomes of mail, by class of domain: only where something changes. */
  readonly effects: readonly Effect[];
  readonly preflights: readonly PreflightChange[];
  /** What a deploy does not do, in the order in which to do it. */
  readonly setup: readonly SetupStep[];
  readonly findings: FindingChanges;
  /** Domains and senders that were not looked at, because there are too many. */
  readonly omitted: number;
}

/**
 * Worse: mail may bounce that did not, or may be sent unencrypted that did not. Better: the reverse, and nothing is lost.
 * `setup`: what happens hangs on what Setup holds. `unknown`: it cannot be told for another reason.
 */
export const DIRECTIONS = ['worse', 'unknown', 'setup', 'better', 'neutral'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const worst = (directions: readonly Direction[]): Direction =>
  DIRECTIONS.find((one) => directions.includes(one)) ?? 'neutral';

/** Where a change stands; absent on the side where there is nothing. */
export interface ChangePlaces {
  readonly before: Place | undefined;
  readonly after: Place | undefined;
}

export interface Change extends ChangePlaces {
  readonly what: What;
  readonly direction: Direction;
  /** Those of the review's effects that it has a part in. */
  readonly effects: readonly Effect[];
}

export type What =
  /** Undefined: not recorded; `invalid`: what is recorded is no TLS setting. */
  | { readonly kind: 'tls-setting'; readonly before: RecordedLevel; readonly after: RecordedLevel }
  | { readonly kind: 'restriction'; readonly before: Switch; readonly after: Switch; readonly scratch: boolean }
  | DomainsChange
  | {
      readonly kind: 'setting';
      readonly name: string;
      readonly fact: ElementFact | undefined;
      readonly before: string | undefined;
      readonly after: string | undefined;
      readonly scratch: boolean;
      /** Whether senders hear of bounces; undefined if that does not change. */
      readonly told: 'no-longer' | 'again' | undefined;
    }
  /** TLS values in a scratch definition: they concern orgs made from it, if anything. */
  | { readonly kind: 'scratch-tls'; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly kind: 'access-level'; readonly before: string | undefined; readonly after: string | undefined }
  | {
      readonly kind: 'rule-level';
      readonly rule: string;
      readonly before: SeverityOrOff | undefined;
      readonly after: SeverityOrOff | undefined;
    }
  | RecordChange
  | {
      readonly kind: 'file';
      readonly role: FileRole;
      readonly change: 'added' | 'removed' | 'moved';
      readonly from: string | undefined;
      readonly to: string | undefined;
    }
  /** A part of the file cannot be read on that side, so changes may be missing here. */
  | { readonly kind: 'unreadable'; readonly side: 'before' | 'after'; readonly message: string };

export type RecordedLevel = OrgTlsSetting | 'invalid' | undefined;

/** Undefined: no settings file says so. `invalid`: neither true nor false. */
export type Switch = boolean | 'invalid' | undefined;

export interface DomainsChange {
  readonly kind: 'domains';
  readonly added: readonly DomainEntry[];
  readonly dropped: readonly DomainEntry[];
  /** Whether there was, or is, a list at all. */
  readonly listedBefore: boolean;
  readonly listedAfter: boolean;
}

export interface DomainEntry {
  /** In its usual form; as written where it is no domain. */
  readonly domain: string;
  readonly at: Place;
}

/** An exported relay or filter. No value of a password is in here. */
export interface RecordChange {
  readonly kind: 'relay' | 'filter';
  readonly change: 'added' | 'removed' | 'changed';
  /** A relay's host, or a filter's priority, as text. */
  readonly name: string | undefined;
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** `listed`: before and after. `routed`: named by a domain filter only. `others`: every domain that nothing names. */
export const DOMAIN_CLASSES = ['listed', 'dropped', 'added', 'routed', 'others'] as const;
export type DomainClass = (typeof DOMAIN_CLASSES)[number];

/** Mail that is treated alike before and alike after. */
export interface Effect {
  readonly domains: DomainClass;
  /** Patterns; none for `others`. */
  readonly patterns: readonly string[];
  readonly senders: Senders;
  readonly before: Treatment;
  readonly after: Treatment;
  readonly direction: Direction;
  /** Preflight results of every one of the domains decided the direction. */
  readonly seen: boolean;
  /** What mail may do that it did not. */
  readonly losses: readonly Harm[];
  /** What it did, or may have done, and does no more. */
  readonly gains: readonly Harm[];
  /** What changes with what the same server shows; empty where another server is judged, or the setting is unknown. */
  readonly servers: readonly ServerChange[];
}

export type Harm = 'bounce' | 'clear';

/** Senders that domain filters name, and whether it is those that none names too; both: any sender. */
export interface Senders {
  readonly patterns: readonly string[];
  readonly others: boolean;
  readonly any: boolean;
}

export interface ServerChange {
  readonly server: 'none' | 'unverified' | 'verified';
  readonly before: readonly Outcome[];
  readonly after: readonly Outcome[];
}

/** What a preflight saw of a domain whose treatment changes, and what that means before and after. */
export interface PreflightChange {
  readonly known: KnownPreflight;
  readonly before: Judged;
  readonly after: Judged;
  readonly direction: Direction;
  readonly place: ChangePlaces;
}

/** Undefined settings are in no `outcomes`: then these are `unknown`. */
export interface Judged {
  readonly settings: readonly (TlsSetting | undefined)[];
  readonly outcomes: readonly Outcome[];
}

export type SetupStep =
  | { readonly code: 'set-level'; readonly setting: OrgTlsSetting; readonly before: RecordedLevel }
  | {
      readonly code: 'set-list';
      readonly domains: readonly string[];
      readonly added: readonly string[];
      readonly dropped: readonly string[];
    }
  | { readonly code: 'clear-list' }
  /** A level other than Preferred and the list belong together: between two saves the level would hold for all mail. */
  | { readonly code: 'one-save' }
  /** `true` needs a level and a list in Setup, and the project records none. */
  | { readonly code: 'look-up'; readonly level: boolean; readonly list: boolean }
  /** No settings file of the project says whether the list is in force. */
  | { readonly code: 'check-restriction' }
  | { readonly code: 'set-access-level'; readonly level: string }
  | { readonly code: 'load-records'; readonly object: 'relay' | 'filter'; readonly files: readonly string[] }
  | { readonly code: 'delete-records'; readonly object: 'relay' | 'filter'; readonly names: readonly string[] }
  | { readonly code: 'relay-password'; readonly names: readonly string[] };

export interface FindingChanges {
  /** Places are in the files after the change. */
  readonly appeared: readonly Finding[];
  /** Places are in the files before it. */
  readonly gone: readonly Finding[];
}

export type Side = 'before' | 'after';

/** A review of one project with both versions of its files and the names to show for them. */
export interface ReviewedProject {
  /** As shown; `.` for the working directory. */
  readonly name: string;
  readonly before: ProjectFacts | undefined;
  readonly after: ProjectFacts | undefined;
  readonly review: Review;
  readonly displayName: (file: string, side: Side) => string;
}
