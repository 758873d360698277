/** One row of the table of bounce codes and texts: what somebody's documentation says such a code or text means. */
export interface BounceCode {
  /** `550`, `4.7.5`, `451 4.7.5`; `X.7.5` for any class; `5xx`; `stage 15`; `2001`; `hard`; `(any)`. */
  readonly code: string;
  readonly kind: BounceKind;
  /** The very words to look for, in any case. Absent: the code alone is looked for. */
  readonly literal?: string;
  readonly meaning: string;
  readonly category: BounceCategory;
  readonly permanent: 'yes' | 'no' | 'either';
  readonly tls: TlsCause;
  /** What to do next. */
  readonly todo: string;
  /** Who must do it, the first one first. */
  readonly who: readonly Actor[];
  /** An index into the list of sources. */
  readonly source: number;
  /** Written down from memory: no source was read for it. Shown wherever the row is. */
  readonly fromMemory?: true;
}

/** Whose code or text it is. */
export type BounceKind =
  | 'smtp-reply'
  | 'enhanced-status'
  | 'salesforce-ndr'
  | 'account-engagement'
  | 'marketing-cloud'
  | 'mta-internal-text'
  | 'provider-text';

export const BOUNCE_CATEGORIES = [
  'tls',
  'mailbox',
  'temporary',
  'other',
  'routing',
  'protocol',
  'auth-policy',
  'success',
  'domain-dns',
  'content-policy',
  'size',
  'reputation-block',
  'relay',
] as const;
export type BounceCategory = (typeof BOUNCE_CATEGORIES)[number];

/** Whether the lack of TLS, or a fault in it, made the mail fail. */
export type TlsCause = 'yes' | 'possible' | 'no';

export const ACTORS = [
  'nobody',
  'receiver',
  'recipient',
  'record-owner',
  'sender',
  'admin',
  'relay',
  'sender-domain',
  'salesforce',
  'unknown',
] as const;
export type Actor = (typeof ACTORS)[number];

/** A row with its source in words, as reports show it. */
export type BounceMeaning = Omit<BounceCode, 'source' | 'fromMemory'> & {
  readonly source: string;
  readonly fromMemory: boolean;
};

/** What a row says by itself of TLS. A code whose meaning is only from memory proves nothing; words prove themselves. */
export const causeOf = ({ tls, literal, fromMemory }: BounceMeaning): TlsCause =>
  tls === 'yes' && fromMemory && literal === undefined ? 'possible' : tls;
