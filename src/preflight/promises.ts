import type { ReasonCode } from '../mail/reasonCode.ts';

export interface MtaStsPromise {
  /**
   * `valid`: there is a policy. `broken`: announced, but it cannot be fetched or read. `ignored`: announced in a way
   * that senders must take for none. `unknown`: it could not be checked from here and now.
   */
  readonly status: 'valid' | 'broken' | 'ignored' | 'unknown';
  readonly policy: MtaStsPolicy | null;
  /** MX hosts of the domain that the policy does not name. */
  readonly uncovered: readonly string[];
  readonly reasons: readonly ReasonCode[];
  readonly detail: string;
}

export interface MtaStsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Seconds. */
  readonly maxAge: number;
  readonly mx: readonly string[];
}

export interface DanePromise {
  /** The worst of the hosts that have records. */
  readonly status: DaneStatus;
  readonly hosts: readonly DaneHost[];
  readonly reasons: readonly ReasonCode[];
}

/**
 * `valid`: secure, and the certificate matches. `mismatch`: secure, and it does not. `insecure`: there are records, not
 * validated. `unknown`: the look-up failed, which says nothing about DANE. `unusable`: no record that RFC 7672 lets count.
 */
export type DaneStatus = 'valid' | 'mismatch' | 'insecure' | 'unusable' | 'unknown' | 'none';

export interface TlsRptPromise {
  readonly status: 'valid' | 'invalid' | 'unknown';
  /** Where reports go. */
  readonly rua: readonly string[];
  readonly detail: string;
}

export interface DaneHost {
  readonly host: string;
  readonly status: DaneStatus;
  /** `3 1 1 0123...`, as in a zone file. */
  readonly records: readonly string[];
  readonly detail: string;
}
