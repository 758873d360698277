import type { OutcomesBySetting } from '../mail/outcome.ts';
import type { ReasonCode } from '../mail/reasonCode.ts';
import { type Abilities, cannot, findAbilities } from './abilities.ts';
import { addressPlan } from './addressPlan.ts';
import { certificateStore } from './certificates.ts';
import { bulkDomains } from './bulkDomains.ts';
import { type DnsQuery, startDns } from './dns.ts';
import { expectedOutcomes, type Seen } from './expected.ts';
import { type PolicyRequest, startPolicyServer } from './mtaSts.ts';
import { type Delays, PERSONALITIES, type PersonalityName } from './personalities.ts';
import { createPki } from './pki.ts';
import { type StandIn, standInDomains, standInRelays } from './standIns.ts';
import { type Endpoint, LOOPBACK } from './sockets.ts';
import { router, type ServerContext, startServer } from './servers.ts';
import { RELAY_PORTS } from '../mail/relayPorts.ts';
import { DOMAINS, RELAYS } from './catalogue/index.ts';
import { REVERSE_LINES } from './catalogue/reverse.ts';
import { zoneOf } from './zone.ts';
import type { MutableSession, SmtpSession } from './session.ts';
import type { Promised, DomainSpec, RelaySpec } from './catalogue/spec.ts';

/*
 * All that mail needs, small and on loopback: a name server, mail servers good and bad, policy hosts, and a PKI of its own.
 * It needs no root and no network, and leaves nothing behind when it is closed.
 */

/** Milliseconds. */
export interface LabDelays extends Delays {
  /** A slow answer of the name server. */
  readonly dns: number;
  /** A slow MTA-STS policy. */
  readonly policy: number;
}

export interface LabOptions {
  readonly delays?: Partial<LabDelays>;
  /** No connection lives longer, whatever the client does. Default two minutes. */
  readonly sessionMs?: number;
  /** `blocked`: connections to port 25 vanish, as behind most providers. */
  readonly port25?: 'open' | 'blocked';
  /** So many domains more, for measuring; the first `tarpits` of them never answer. */
  readonly bulk?: { readonly domains: number; readonly tarpits?: number };
  /** Names from outside that the lab plays too; they come last in `domains`. */
  readonly standIns?: readonly StandIn[];
  /** The same for relays, which come last in `relays`. */
  readonly relayStandIns?: readonly StandIn[];
}

export interface LabMx {
  readonly host: string;
  readonly preference: number;
  readonly addresses: readonly string[];
  readonly personality: PersonalityName;
  readonly seen: Seen;
  readonly reasons: readonly ReasonCode[];
}

/** A domain of the lab, with what a preflight must find. Reasons are sorted. */
export interface LabDomain {
  readonly name: string;
  readonly about: string;
  readonly mx: readonly LabMx[];
  readonly reasons: readonly ReasonCode[];
  readonly outcomes: OutcomesBySetting;
  readonly promised: Promised;
}

export interface LabRelay {
  readonly host: string;
  readonly about: string;
  readonly ports: readonly number[];
  readonly reasons: readonly ReasonCode[];
  readonly outcomes: OutcomesBySetting;
}

export interface Lab {
  /** `127.0.0.1:PORT` */
  readonly resolver: string;
  /** PEM of the trusted root. */
  readonly ca: string;
  readonly domains: readonly LabDomain[];
  readonly relays: readonly LabRelay[];
  /** Those that `bulk` asked for. */
  readonly bulk: readonly LabDomain[];
  /** Two domains whose servers always answer, to tell a blocked port 25. */
  readonly controls: readonly string[];
  /** What this machine cannot play, one sentence for each domain that is left out. */
  readonly missing: readonly string[];
  /**
   * Where an address and port of the lab really listen; a map, since macOS has no loopback but 127.0.0.1.
   * Undefined: not an address of the lab.
   */
  readonly route: (address: string, port: number) => Endpoint | undefined;
  readonly dnsQueries: () => readonly DnsQuery[];
  readonly sessions: () => readonly SmtpSession[];
  readonly policyRequests: () => readonly PolicyRequest[];
  /** Closes every socket at once. */
  readonly close: () => Promise<void>;
}

const DELAYS: LabDelays = { banner: 3000, drip: 1000, piece: 20, dns: 1500, policy: 70_000 };
const SESSION_MS = 120_000;
const MAX_RECORDS = 50_000;
const CONTROLS = ['good.test', 'tls12-only.test'];

/**
 * Starts the lab.
 *
 * @throws RangeError if a stand-in cannot be played; the system's error if loopback ports cannot be had
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const standIns = standInDomains(options.standIns ?? [], DOMAINS);
  const relays = [...RELAYS, ...standInRelays(options.relayStandIns ?? [], RELAYS)];
  const delays = { ...DELAYS, ...options.delays };
  const [pki, abilities] = await Promise.all([createPki(), findAbilities()]);
  const instead25 = options.port25 === 'blocked' ? needed(abilities.blackhole) : undefined;
  const { domains, missing } = possible([...DOMAINS, ...standIns], abilities);
  const plan = addressPlan(domains, relays, pki);
  const bulk = bulkDomains(options.bulk?.domains ?? 0, options.bulk?.tarpits ?? 0);
  const sessions: MutableSession[] = [];
  const requests: PolicyRequest[] = [];
  const certificate = certificateStore(pki);
  const context: ServerContext = {
    delays,
    sessionMs: options.sessionMs ?? SESSION_MS,
    certificate,
    abilities,
    record: (session) => {
      if (sessions.length < MAX_RECORDS) sessions.push(session);
    },
  };
  const [dns, policies, started] = await Promise.all([
    startDns(zoneOf([...plan.lines, ...REVERSE_LINES, ...bulk.lines]), delays.dns),
    startPolicyServer(plan.policyHosts, { certificate, slowMs: delays.policy, seen: (one) => requests.push(one) }),
    Promise.all([...plan.servers, ...bulk.servers].map((one) => startServer(one, context))),
  ]);
  const servers = started.flat();
  const routes = { servers, policyAddresses: plan.policyAddresses, policies, instead25 };
  const listeners = servers.flatMap(({ listener }) => listener ?? []);
  return {
    resolver: `${LOOPBACK}:${dns.port}`,
    ca: pki.ca,
    domains: domains.map((domain) => described(domain, plan.addresses)),
    relays: relays.map(describedRelay),
    bulk: bulk.domains.map((domain) => described(domain, bulk.addresses)),
    controls: CONTROLS,
    missing,
    route: router(routes),
    dnsQueries: dns.queries,
    sessions: () => sessions,
    policyRequests: () => requests,
    close: async () => {
      for (const session of sessions) if (session.endedBy === 'open') session.endedBy = 'lab';
      await Promise.all([...listeners, dns, policies].map((one) => one.close()));
      await abilities.blackhole?.close();
    },
  };
}

function needed(blackhole: Endpoint | undefined): Endpoint {
  if (!blackhole) throw new Error('Port 25 cannot be blocked here: this system lets no packet vanish.');
  return blackhole;
}

function possible(
  wanted: readonly DomainSpec[],
  abilities: Abilities,
): { readonly domains: readonly DomainSpec[]; readonly missing: readonly string[] } {
  const why = (domain: DomainSpec): string | undefined =>
    domain.mx.map((mx) => cannot(mx, abilities)).find((reason) => reason !== undefined);
  return {
    domains: wanted.filter((domain) => why(domain) === undefined),
    missing: wanted.flatMap((domain) => {
      const reason = why(domain);
      return reason === undefined ? [] : [`${domain.name} is left out: ${reason}.`];
    }),
  };
}

function described(domain: DomainSpec, addresses: ReadonlyMap<string, readonly string[]>): LabDomain {
  return {
    name: domain.name,
    about: domain.about,
    mx: domain.mx.map(({ host, preference, personality }) => ({
      host,
      preference,
      personality,
      addresses: addresses.get(host.toLowerCase()) ?? [],
      seen: PERSONALITIES[personality].seen,
      reasons: PERSONALITIES[personality].reasons,
    })),
    reasons: [...domain.reasons].sort(),
    outcomes: expectedOutcomes(domain.seen),
    promised: { mtaSts: 'absent', tlsRpt: 'absent', dane: 'none', ...domain.promised },
  };
}

const describedRelay = ({ name, about, seen, reasons }: RelaySpec): LabRelay => ({
  host: name,
  about,
  ports: RELAY_PORTS,
  reasons,
  outcomes: expectedOutcomes(seen),
});
