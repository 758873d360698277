/** The driver's end of the channel to the suite. */
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Answer, CallName, FromSuite, SuiteEvent } from './protocol.mts';

export interface Channel {
  port: number;
  close: () => void;
}

export type CallHandler = (call: CallName, args: unknown[]) => Promise<unknown>;

/** Undefined where the suite expects no answer. */
export type Answerer = (message: FromSuite) => Promise<Answer | undefined>;

export function answerer(onEvent: (event: SuiteEvent) => void, onCall: CallHandler): Answerer {
  return async (message) => {
    if ('event' in message) {
      onEvent(message.event);
      return undefined;
    }
    const { id, call, args } = message;
    if (call === 'flush') return { id };
    try {
      return { id, value: await onCall(call, args) };
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** A loopback port, one JSON object a line. */
export async function openChannel(answer: Answerer): Promise<Channel> {
  const server = createServer((socket) => {
    socket.on('error', () => {
      // The extension host has gone; its exit code tells the rest.
    });
    createInterface({ input: socket }).on('line', (line) => {
      void answer(JSON.parse(line) as FromSuite).then((given) => {
        if (given) socket.write(`${JSON.stringify(given)}\n`);
      });
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
