import { constants } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Refusal } from '../event.ts';
import type { CheckSession } from '../session.ts';
import { type CertificateStore } from '../../lab/certificates.ts';
import { PERSONALITIES } from '../../lab/personalities.ts';
import type { Issued } from '../../lab/pki.ts';
import { serverContext } from '../../lab/tlsContext.ts';
import { networkOf } from '../sameClient.ts';
import { listen, type Listener } from '../../lab/sockets.ts';
import { gate, type Limits } from './limits.ts';
import type { Mode } from './modes.ts';
import { type Reception, receive } from './session.ts';

/** One listening port of the check. It makes no connection of its own, and asks no name server about anybody. */

export interface ServerOptions extends Pick<Reception, 'hostname' | 'domain' | 'headers' | 'addressNumber'> {
  readonly limits: Limits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly ended: (session: Omit<CheckSession, 'number'>) => void;
  readonly refused: (why: Refusal) => void;
  /** Clients are answered from then on. */
  readonly ready: Promise<void>;
}

/** A mode with all it needs to begin TLS. */
export interface Equipped {
  readonly mode: Mode;
  readonly context: SecureContext | undefined;
}

export interface CheckServer extends Listener {
  /** Sessions that have begun stay as they are. */
  readonly turn: (to: Equipped) => void;
  /** Sessions under way. */
  readonly open: () => number;
}

/** @throws the system's error, such as EACCES for port 25 */
export async function startServer(
  { host, port }: { readonly host: string; readonly port: number },
  first: Equipped,
  options: ServerOptions,
): Promise<CheckServer> {
  const { limits, now } = options;
  const entry = gate(limits, now);
  const farewell = farewells();
  const stops = new Set<() => void>();
  let equipped = first;
  const take = (socket: Socket): void => {
    const address = plainAddress(socket.remoteAddress);
    const refusal = address === undefined ? undefined : entry.enter(address);
    if (address === undefined || refusal) {
      if (refusal) options.refused(refusal);
      farewell(socket, address);
      return;
    }
    const startedAt = now();
    const { mode, context } = equipped;
    const stop = receive(socket, {
      ...options,
      mode,
      context,
      ended: (seen) => {
        entry.leave(address);
        stops.delete(stop);
        options.ended({ ...seen, startedAt, endedAt: now(), address, port: listener.port, mode });
      },
    });
    stops.add(stop);
  };
  const server = createServer({ noDelay: true }, (socket) => {
    void options.ready.then(() => {
      take(socket);
    });
  });
  // More than there ever are: a client that is dropped here may be from a network that has no connection yet.
  server.maxConnections = limits.connections + MAX_FAREWELLS + SPARE;
  server.on('drop', () => {
    options.refused('too-many');
  });
  const listener = await listen(server, host, port);
  return {
    ...listener,
    turn: (to) => {
      equipped = to;
    },
    open: () => stops.size,
    close: async () => {
      for (const stop of [...stops]) stop();
      await listener.close();
    },
  };
}

const MAX_FAREWELLS = 20;
const MAX_FAREWELLS_PER_NETWORK = 3;
const SPARE = 20;
const TURN_AWAY_MS = 1000;

/**
 * Says to clients that are turned away that they may come again. A client that does not hang up keeps its connection a
 * while, so a network has few of these at a time; its other clients are dropped without a word.
 */
function farewells(): (socket: Socket, address: string | undefined) => void {
  const under = new Map<string, number>();
  let all = 0;
  return (socket, address) => {
    const network = networkOf(address ?? '');
    const count = under.get(network) ?? 0;
    if (address === undefined || all >= MAX_FAREWELLS || count >= MAX_FAREWELLS_PER_NETWORK) {
      socket.destroy();
      return;
    }
    all++;
    under.set(network, count + 1);
    const timer = setTimeout(() => socket.destroy(), TURN_AWAY_MS).unref();
    socket.once('close', () => {
      clearTimeout(timer);
      all--;
      const left = (under.get(network) ?? 1) - 1;
      if (left > 0) under.set(network, left);
      else under.delete(network);
    });
    socket.write('421 4.7.0 Too many connections, later again\r\n', 'latin1');
    socket.destroySoon();
  };
}

/** An IPv4 client of a socket for both families has an address within IPv6. Undefined: it has gone already. */
const plainAddress = (address: string | undefined): string | undefined => address?.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * @param certificate instead of the throw-away certificate
 * @throws where the certificate and the key cannot be used, or the platform has no such TLS version
 */
export async function equip(
  mode: Mode,
  store: CertificateStore,
  owner: { readonly host: string; readonly domain: string },
  certificate?: Issued,
): Promise<Equipped> {
  if (mode.starttls !== 'handshake') return { mode, context: undefined };
  const personality = PERSONALITIES[mode.personality];
  const { certificate: cert, key } = certificate ?? (await store(personality.certificate ?? 'good', owner));
  // A client that renegotiates makes the server work for nothing.
  const safe = { cert, key, secureOptions: constants.SSL_OP_NO_RENEGOTIATION };
  const context = personality.tls
    ? serverContext({ ...safe, ...personality.tls })
    : createSecureContext({ ...safe, minVersion: 'TLSv1.2' });
  return { mode, context };
}
