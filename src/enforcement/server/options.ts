import type { CheckEvent } from '../event.ts';
import type { ProvableSetting } from '../proof.ts';
import type { CertificateStore } from '../../lab/certificates.ts';
import type { Issued } from '../../lab/pki.ts';
import type { Limits } from './limits.ts';
import type { ModeName } from './modes.ts';

export type Plan =
  /** Each mode on a port of its own; port 0 is a free one. */
  | { readonly kind: 'modes'; readonly modes: readonly { readonly mode: ModeName; readonly port: number }[] }
  | { readonly kind: 'proof'; readonly setting: ProvableSetting; readonly port: number };

export interface RunOptions {
  readonly hostname: string;
  /** Of the test addresses. */
  readonly domain: string;
  readonly plan: Plan;
  /** Where to listen; absent: loopback. */
  readonly bind?: string;
  readonly certificate?: Issued;
  /** Where `good` has its certificate from if there is no other: for a client that trusts its root. */
  readonly store?: CertificateStore;
  /** Header fields of messages to report. */
  readonly headers?: readonly string[];
  /** Judged at the end; absent: whatever the modes can tell. */
  readonly expect?: ProvableSetting;
  /** Ends with the first session that says something. */
  readonly once?: boolean;
  readonly limits?: Partial<Limits>;
  /** Sessions are tries of their own from this distance on. Default one minute. */
  readonly attemptGapMs?: number;
  /** The sender is played on this machine: all that is reported is marked so. */
  readonly simulated?: true;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A local part that nobody guesses. */
  readonly newLocalPart: () => string;
  readonly on: (event: CheckEvent) => void;
  /** Called once all ports are open, and before any client is answered. If it throws, nothing is served. */
  readonly listening?: () => void;
}
