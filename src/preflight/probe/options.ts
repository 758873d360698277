import { hostname } from 'node:os';
import { hostNameFault } from '../../mail/domain.ts';
import type { AddressPolicy } from './address.ts';
import { mayProbe } from './address.ts';
import type { Resolver } from './dns/dns.ts';
import type { DomainPreflight } from '../result.ts';
import type { TrustStore } from './tls/trust.ts';
import type { Turns } from './turns.ts';

/** Milliseconds. Each bounds one step, whatever the other side does meanwhile. */
export interface Deadlines {
  /** One DNS question with all its tries. */
  readonly dns: number;
  readonly connect: number;
  /** Longer than the others: some servers delay the greeting on purpose. */
  readonly banner: number;
  /** One reply: to EHLO, HELO or STARTTLS. */
  readonly reply: number;
  readonly handshake: number;
  /** The wait for the answer to QUIT. */
  readonly quit: number;
  /** Fetching an MTA-STS policy. RFC 8461 §3.3 suggests one minute; nothing hangs on it here. */
  readonly policy: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  dns: 10_000,
  connect: 10_000,
  banner: 30_000,
  reply: 10_000,
  handshake: 10_000,
  quit: 2_000,
  policy: 10_000,
};

/** Every step waits `ms`, but for the answer to QUIT, on which nothing hangs. */
export const deadlinesWithin = (ms: number): Deadlines => ({
  dns: ms,
  connect: ms,
  banner: ms,
  reply: ms,
  handshake: ms,
  quit: Math.min(ms, DEFAULT_DEADLINES.quit),
  policy: ms,
});

/** Milliseconds to wait before something is tried once more. */
export interface Pauses {
  /** After SERVFAIL. */
  readonly dns: number;
  /** After 4xx to STARTTLS, at least: servers that limit sessions count for a while. */
  readonly startTls: number;
}

export const DEFAULT_PAUSES: Pauses = { dns: 1000, startTls: 10_000 };

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where to really connect for an address and port of the DNS; undefined: there. */
type Route = (address: string, port: number) => Endpoint | undefined;

export type PreflightProgress =
  | { readonly kind: 'start'; readonly total: number }
  | { readonly kind: 'probe'; readonly host: string; readonly port: number }
  | { readonly kind: 'done'; readonly done: number; readonly total: number; readonly result: DomainPreflight };

export interface PreflightOptions {
  /** `system` (default), `host:port`, `[v6]:port`, or the `https:` URL of a DNS-over-HTTPS server. */
  readonly resolver?: string;
  /** Root certificates as PEM, trusted beside the system's and Mozilla's. */
  readonly ca?: readonly string[];
  /** For domains; a relay brings its own. Default 25. */
  readonly port?: number;
  /** Probe addresses that are not public. Default false. */
  readonly allowPrivate?: boolean;
  readonly deadlines?: Partial<Deadlines>;
  readonly pauses?: Partial<Pauses>;
  /** So many look-ups of domains at once, and so many connections to MX hosts. Default 20. */
  readonly concurrency?: number;
  readonly route?: Route;
  /** The name to greet with. Default: the machine's, or its address where that is no full name. */
  readonly ehloName?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PreflightProgress) => void;
  /** Milliseconds since 1970; decides whether certificates are valid. Default `Date.now`. */
  readonly clock?: () => number;
  /** Two independent, well-known domains that tell a blocked port 25; empty: do not ask. */
  readonly controlDomains?: readonly string[];
  /** Look for MTA-STS, TLS-RPT and DANE. Default true. */
  readonly promises?: boolean;
}

export const DEFAULT_CONTROL_DOMAINS: readonly string[] = ['gmail.com', 'outlook.com'];
export const DEFAULT_CONCURRENCY = 20;

/** What every part of a run shares. */
export interface Env {
  readonly resolver: Resolver;
  readonly trust: TrustStore;
  readonly deadlines: Deadlines;
  readonly pauses: Pauses;
  readonly turns: Turns;
  readonly addresses: AddressPolicy;
  readonly route: Route | undefined;
  readonly ehloName: string | undefined;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

export type Destination =
  { readonly kind: 'allowed'; readonly endpoint: Endpoint; readonly routed: boolean } | { readonly kind: 'refused' };

/** Where to connect for an address, if it may be probed at all. */
export function destination(address: string, port: number, env: Env): Destination {
  const routed = env.route?.(address, port);
  // Who maps an address of the documentation ranges says that somebody is there.
  const policy = { ...env.addresses, allowDocumentation: env.addresses.allowDocumentation || routed !== undefined };
  if (!mayProbe(address, policy)) return { kind: 'refused' };
  return { kind: 'allowed', endpoint: routed ?? { host: address, port }, routed: routed !== undefined };
}

/** RFC 5321 §4.1.4: the full name of the machine; undefined where it has none, so that its address is used. */
export function ownName(): string | undefined {
  const name = hostname().toLowerCase();
  return name.includes('.') && hostNameFault(name) === undefined ? name : undefined;
}
