import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Endpoint, type Listener, LOOPBACK } from './sockets.ts';

/*
 * Where connections end at nobody: a closed port, a network without a route, a port where packets vanish. Nothing here
 * leaves the machine.
 */

/** tcpmux (RFC 1078), which nobody runs. A free port found by listening once might be somebody's a moment later. */
export const CLOSED: Endpoint = { host: LOOPBACK, port: 1 };

/** A broadcast address of the loopback network: TCP to it is refused by the system's routing itself. */
const UNREACHABLE: Endpoint = { host: '127.255.255.255', port: 25 };

/** Somewhere without a route; undefined where the system sees that differently (Linux knows it). */
export async function unreachable(): Promise<Endpoint | undefined> {
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

/**
 * Listens, says where, and never accepts: its thread sleeps. Node accepts whatever comes while a thread's event loop
 * runs, so this takes a thread of its own. It is a string, since a file would have to be packed beside each program that
 * has the lab in it: the command line, the tests in an editor, the measurements.
 */
const SILENT_SERVER = `
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
export async function blackhole(): Promise<Listener | undefined> {
  // Flags of this process, such as `--input-type`, would change how the script is read.
  const worker = new Worker(SILENT_SERVER, { eval: true, execArgv: [] });
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
