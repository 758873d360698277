/**
 * What a preflight gives. These types are the `preflight --format json` document: what stands here is data that can
 * be written out as it is, and every text that came from outside was made safe to show by `evidence.ts`.
 */
import type { OutcomesBySetting } from '../mail/outcome.ts';
import type { ReasonCode } from '../mail/reasonCode.ts';
import type { MtaStsPromise, DanePromise, TlsRptPromise } from './promises.ts';

/** The stages of one probe, in their order. */
export const STAGES = ['dns', 'connect', 'banner', 'ehlo', 'starttls', 'handshake', 'chain', 'name'] as const;
export type StageName = (typeof STAGES)[number];

/** `unknown`: the check could not be made or gave no answer. `skipped`: there was nothing to check. */
export type StageStatus = 'ok' | 'failed' | 'skipped' | 'unknown';

export interface Stage {
  readonly stage: StageName;
  readonly status: StageStatus;
  /** Milliseconds, rounded. */
  readonly ms: number;
  /** What was received or why it failed; printable. */
  readonly detail: string;
}

export interface TranscriptLine {
  readonly from: 'server' | 'client' | 'note';
  readonly text: string;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** The DNS names of the subject alternative name extension. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: CertificateFacts | null;
}

/**
 * `authenticated`: TLS, and the certificate verifies. `encrypted`: TLS with a certificate that does not, or not
 * beyond doubt. `none`: no usable TLS. `refuses`: takes no mail. `unknown`: could not be tested.
 */
export type Verdict = 'authenticated' | 'encrypted' | 'none' | 'refuses' | 'unknown';

/** One address of an MX host. `address` is empty where the host has none or none could be looked up. */
export interface AddressProbe {
  readonly address: string;
  readonly reasons: readonly ReasonCode[];
  readonly verdict: Verdict;
  readonly tls: TlsFacts | null;
  readonly stages: readonly Stage[];
  readonly transcript: readonly TranscriptLine[];
}

export interface MxResult {
  readonly host: string;
  readonly preference: number;
  /** The domain has no MX, so its own address is its MX host (RFC 5321 §5.1). */
  readonly implicit: boolean;
  readonly probes: readonly AddressProbe[];
}

/** What the domain says of itself: information, never proof. `null`: it says nothing. */
export interface DomainPromises {
  readonly mtaSts: MtaStsPromise | null;
  readonly tlsRpt: TlsRptPromise | null;
  readonly dane: DanePromise | null;
}

export interface DomainPreflight {
  readonly domain: string;
  /** Only for an email relay: the port it was probed on; `domain` is then the relay's host. */
  readonly relayPort?: number;
  readonly outcomes: OutcomesBySetting;
  /** All reasons found for it, those of its probes included; sorted. */
  readonly reasons: readonly ReasonCode[];
  readonly mx: readonly MxResult[];
  readonly promises: DomainPromises;
}

/** Whether port 25 can be reached from here at all. */
export type Port25 = 'open' | 'blocked' | 'unknown';

export interface PreflightReport {
  readonly version: 1;
  /** The root certificates that decided: `system+mozilla`, with `+extra` where some were given. */
  readonly trustStore: string;
  readonly port25: Port25;
  /** Only where the resolver answered no question of the run: why; printable. */
  readonly resolverFailure?: string;
  readonly domains: readonly DomainPreflight[];
}
