import { createSecureContext, type SecureContext } from 'node:tls';
import { canonicalAddress, type ServerSpec } from './addressPlan.ts';
import type { CertificateKind, CertificateStore } from './certificates.ts';
import { type Delays, PERSONALITIES, type PersonalityName } from './personalities.ts';
import type { Abilities } from './abilities.ts';
import { CLOSED } from './deadEnds.ts';
import { serverContext } from './tlsContext.ts';
import { smtpServer } from './smtp.ts';
import { type Endpoint, listen, type Listener, LOOPBACK, LOOPBACK6 } from './sockets.ts';
import type { MutableSession } from './session.ts';

/** Starts the mail servers of the lab and knows where each of them really listens. */

/** What all servers of a lab have in common. */
export interface ServerContext {
  readonly delays: Delays;
  readonly sessionMs: number;
  readonly certificate: CertificateStore;
  readonly abilities: Abilities;
  readonly record: (session: MutableSession) => void;
}

export interface RunningServer {
  readonly spec: ServerSpec;
  readonly port: number;
  readonly endpoint: Endpoint;
  /** Absent where nobody listens. */
  readonly listener?: Listener;
}

/** Starts the server on each of its ports. */
export function startServer(spec: ServerSpec, context: ServerContext): Promise<readonly RunningServer[]> {
  const deadEnd = deadEndOf(spec.personality, context.abilities);
  return Promise.all(
    spec.ports.map(async (port): Promise<RunningServer> => {
      if (deadEnd) return { spec, port, endpoint: deadEnd };
      const listener = await listen(serverFor(spec, port, context), spec.family === 6 ? LOOPBACK6 : LOOPBACK);
      return { spec, port, endpoint: listener, listener };
    }),
  );
}

/** Where connections to a host end if nobody listens there. */
function deadEndOf(name: PersonalityName, abilities: Abilities): Endpoint | undefined {
  switch (PERSONALITIES[name].deadEnd) {
    case 'closed':
    case 'none':
      return CLOSED;
    case 'blackhole':
      return abilities.blackhole ?? CLOSED;
    case 'unreachable':
      return abilities.unreachable ?? CLOSED;
    default:
      return undefined;
  }
}

function serverFor({ host, domain, personality: name, certificate }: ServerSpec, port: number, context: ServerContext) {
  const personality = PERSONALITIES[name];
  const owner = { host: host.toLowerCase(), domain };
  const tlsContext = (kind: CertificateKind) => async (): Promise<SecureContext> => {
    const { certificate: cert, key } = await context.certificate(kind, owner);
    return personality.tls ? serverContext({ cert, key, ...personality.tls }) : createSecureContext({ cert, key });
  };
  const usual = once(tlsContext(certificate ?? 'good'));
  return smtpServer({
    host,
    port,
    personality,
    secureContext: usual,
    contextWithoutSni: personality.withoutSni === undefined ? usual : once(tlsContext(personality.withoutSni)),
    delays: context.delays,
    sessionMs: context.sessionMs,
    record: context.record,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export interface Routes {
  readonly servers: readonly RunningServer[];
  readonly policyAddresses: readonly string[];
  readonly policies: Endpoint;
  /** Where connections to port 25 end instead, if that port is blocked. */
  readonly instead25: Endpoint | undefined;
}

const HTTPS_PORT = 443;
const SMTP_PORT = 25;

/** The port map: other ports of an address of the lab are closed; other addresses are not the lab's. */
export function router({ servers, policyAddresses, policies, instead25 }: Routes) {
  const known = new Set<string>(policyAddresses);
  const map = new Map<string, Endpoint>(policyAddresses.map((address) => [`${address} ${HTTPS_PORT}`, policies]));
  for (const { spec, port, endpoint } of servers)
    for (const address of spec.addresses) {
      known.add(canonicalAddress(address));
      map.set(`${canonicalAddress(address)} ${port}`, endpoint);
    }
  return (address: string, port: number): Endpoint | undefined => {
    const canonical = canonicalAddress(address);
    if (!known.has(canonical)) return undefined;
    const { host, port: real } =
      (port === SMTP_PORT ? instead25 : undefined) ?? map.get(`${canonical} ${port}`) ?? CLOSED;
    return { host, port: real };
  };
}
