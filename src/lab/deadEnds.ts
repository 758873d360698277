import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { type Endpoint, listen, type Listener, LOOPBACK, LOOPBACK6 } from './sockets.ts';
import { PERSONALITIES } from './personalities.ts';
import type { MxSpec } from './catalogue/spec.ts';

/*
 * Places where nobody answers, and what this machine cannot do. Nothing here leaves the machine.
 */

/** tcpmux (RFC 1078), which nobody runs. A free port found by listening once might be somebody's a moment later. */
export const CLOSED: Endpoint = { host: LOOPBACK, port: 1 };

/** A broadcast address of the loopback network: TCP to it is refused by the system's routing itself. */
const UNREACHABLE: Endpoint = { host: '127.255.255.255', port: 25 };

/** Somewhere without a route; undefined where the system sees that differently (Linux knows it). */
async function unreachablePlace(): Promise<Endpoint | undefined> {
  const code = await new Promise<string | undefined>((resolve) => {
    const socket = connect(UNREACHABLE);
    const end = (found?: string): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(100, end);
    socket.once('connect', () => {
      end();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code);
    });
  });
  return code === 'ENETUNREACH' || code === 'EHOSTUNREACH' ? UNREACHABLE : undefined;
}

/** Listens, says where, and never accepts: its thread sleeps. */
const SLEEPER = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '${LOOPBACK}', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
const FILLERS = 8;
const SETTLE_MS = 40;

/**
 * A port where packets vanish, as behind a firewall: the queue of a server that never accepts is full, and the system
 * drops what comes then. Undefined where the system refuses instead (Windows).
 */
async function blackhole(): Promise<Listener | undefined> {
  // Flags of this process, such as `--input-type`, would change how the script is read.
  const worker = new Worker(SLEEPER, { eval: true, execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const state = { connected: 0, refused: false };
  const fillers = Array.from({ length: FILLERS }, () => {
    const filler = connect(port, LOOPBACK, () => state.connected++);
    filler.on('error', () => (state.refused = true));
    return filler;
  });
  const close = async (): Promise<void> => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  };
  await delay(SETTLE_MS);
  if (!state.refused && state.connected < FILLERS) return { host: LOOPBACK, port, close };
  await close();
  return undefined;
}

async function hasIpv6(): Promise<boolean> {
  try {
    await (await listen(createServer(), LOOPBACK6)).close();
    return true;
  } catch {
    return false;
  }
}

/** A server's context; without the ciphers where the platform does not understand them (BoringSSL and `@SECLEVEL`). */
export function serverContext(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options);
  } catch (error) {
    if (options.ciphers === undefined) throw error;
    const rest = { ...options };
    delete rest.ciphers;
    return createSecureContext(rest);
  }
}

function hasOldTls(): boolean {
  try {
    if (PERSONALITIES['old-tls'].tls) serverContext(PERSONALITIES['old-tls'].tls);
    return true;
  } catch {
    return false;
  }
}

/** What this machine can play. */
export interface Ability {
  readonly ipv6: boolean;
  readonly oldTls: boolean;
  readonly unreachable: Endpoint | undefined;
  readonly blackhole: Listener | undefined;
}

export async function abilities(): Promise<Ability> {
  const [ipv6, unreachable, hole] = await Promise.all([hasIpv6(), unreachablePlace(), blackhole()]);
  return { ipv6, oldTls: hasOldTls(), unreachable, blackhole: hole };
}

/** Why this machine cannot play a server; undefined if it can. */
export function cannot({ personality, address }: MxSpec, ability: Ability): string | undefined {
  const { place } = PERSONALITIES[personality];
  if ((address === 'v6' || address === 'both') && !ability.ipv6) return 'this machine has no ::1';
  if (personality === 'old-tls' && !ability.oldTls) return 'this platform has no TLS 1.1';
  if (place === 'unreachable' && !ability.unreachable) return 'this system has a route to everywhere';
  if (place === 'blackhole' && !ability.blackhole) return 'this system lets no packet vanish';
  return undefined;
}
