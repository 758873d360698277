import type { AddressInfo, Server, Socket } from 'node:net';

export const LOOPBACK = '127.0.0.1';
export const LOOPBACK6 = '::1';

/** Somewhere that can be connected to, or tried in vain. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A server whose open connections are known, so that it can be closed at once. */
export interface Listener extends Endpoint {
  readonly close: () => Promise<void>;
}

/** Starts listening, by default on a free port. @throws the system's error, such as EADDRNOTAVAIL without IPv6 */
export async function listen(server: Server, host: string = LOOPBACK, port = 0): Promise<Listener> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    // A client that vanishes is everyday life here; without a listener it would end the process.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    host,
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of open) socket.destroy();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
  return address.port;
}
