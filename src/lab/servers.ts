import { createSecureContext, type SecureContext } from 'node:tls';
import { canonicalAddress, type Dwelling } from './addressPlan.ts';
import type { CertificateKind, CertificateStore } from './certificates.ts';
import { type Delays, PERSONALITIES, type PersonalityName } from './personalities.ts';
import { type Ability, CLOSED, serverContext } from './deadEnds.ts';
import { smtpServer } from './smtp.ts';
import { type Endpoint, listen, type Listener, LOOPBACK, LOOPBACK6 } from './sockets.ts';
import type { MutableSession } from './session.ts';

/** Starts the mail servers of the world and knows where each of them really listens. */

export interface Surroundings {
  readonly delays: Delays;
  readonly sessionMs: number;
  readonly certificate: CertificateStore;
  readonly ability: Ability;
  readonly record: (session: MutableSession) => void;
}

export interface Home {
  readonly dwelling: Dwelling;
  readonly port: number;
  readonly endpoint: Endpoint;
  /** Absent where nobody listens. */
  readonly listener?: Listener;
}

/** One home for each port of the server. */
export function inhabit(dwelling: Dwelling, around: Surroundings): Promise<readonly Home[]> {
  const nobody = emptyPlace(dwelling.personality, around.ability);
  return Promise.all(
    dwelling.ports.map(async (port): Promise<Home> => {
      if (nobody) return { dwelling, port, endpoint: nobody };
      const listener = await listen(serverFor(dwelling, port, around), dwelling.family === 6 ? LOOPBACK6 : LOOPBACK);
      return { dwelling, port, endpoint: listener, listener };
    }),
  );
}

function emptyPlace(name: PersonalityName, ability: Ability): Endpoint | undefined {
  switch (PERSONALITIES[name].place) {
    case 'closed':
    case 'none':
      return CLOSED;
    case 'blackhole':
      return ability.blackhole ?? CLOSED;
    case 'unreachable':
      return ability.unreachable ?? CLOSED;
    default:
      return undefined;
  }
}

function serverFor({ host, domain, personality: name, certificate }: Dwelling, port: number, around: Surroundings) {
  const personality = PERSONALITIES[name];
  const owner = { host: host.toLowerCase(), domain };
  const context = (kind: CertificateKind) => async (): Promise<SecureContext> => {
    const { certificate: cert, key } = await around.certificate(kind, owner);
    return personality.tls ? serverContext({ cert, key, ...personality.tls }) : createSecureContext({ cert, key });
  };
  const usual = once(context(certificate ?? 'good'));
  return smtpServer({
    host,
    port,
    personality,
    secureContext: usual,
    contextWithoutSni: personality.withoutSni === undefined ? usual : once(context(personality.withoutSni)),
    delays: around.delays,
    sessionMs: around.sessionMs,
    record: around.record,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export interface Routes {
  readonly homes: readonly Home[];
  readonly policyAddresses: readonly string[];
  readonly policies: Endpoint;
  /** Where connections to port 25 end instead, if that port is blocked. */
  readonly instead25: Endpoint | undefined;
}

const HTTPS_PORT = 443;
const SMTP_PORT = 25;

/** The port map: other ports of an address of the world are closed; other addresses are not of this world. */
export function router({ homes, policyAddresses, policies, instead25 }: Routes) {
  const known = new Set<string>(policyAddresses);
  const map = new Map<string, Endpoint>(policyAddresses.map((address) => [`${address} ${HTTPS_PORT}`, policies]));
  for (const { dwelling, port, endpoint } of homes)
    for (const address of dwelling.addresses) {
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
