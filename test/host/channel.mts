/** The driver's end of the channel to the suite: a loopback port, one JSON object a line. */
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Answer, CallName, FromSuite, SuiteEvent } from './protocol.mts';

export interface Channel {
  port: number;
  close: () => void;
}

export type CallHandler = (call: CallName, args: unknown[]) => Promise<unknown>;

export async function openChannel(onEvent: (event: SuiteEvent) => void, onCall: CallHandler): Promise<Channel> {
  const server = createServer((socket) => {
    socket.on('error', () => {
      // The extension host has gone; its exit code tells the rest.
    });
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line) as FromSuite;
      if ('event' in message) {
        onEvent(message.event);
        return;
      }
      const { id, call, args } = message;
      const answer = (rest: Omit<Answer, 'id'>): void => {
        socket.write(`${JSON.stringify({ id, ...rest })}\n`);
      };
      if (call === 'flush') {
        answer({});
        return;
      }
      onCall(call, args).then(
        (value) => {
          answer({ value });
        },
        (error: unknown) => {
          answer({ error: error instanceof Error ? error.message : String(error) });
        },
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.unref();
    },
  };
}
