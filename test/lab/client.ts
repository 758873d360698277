import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { Endpoint } from '../../src/lab/sockets.ts';

/** A plain SMTP client for tests, deliberately not the one of preflight/: it is the independent witness. */
export interface TestClient {
  /** Everything received since the last call, once `enough` matches, the connection ends or `ms` are over. */
  readonly read: (enough: RegExp, ms?: number) => Promise<string>;
  readonly say: (line: string) => void;
  readonly command: (line: string) => Promise<string>;
  readonly bytes: () => number;
  /** `error code`, `end`, or undefined while it is open. */
  readonly over: () => string | undefined;
  readonly startTls: (options: ConnectionOptions) => Promise<TLSSocket>;
  readonly close: () => void;
}

/** The last line of a reply: a code and a blank. */
export const REPLY = /^\d{3} .*\r\n$/m;

export function testClient({ host, port }: Endpoint): TestClient {
  const raw = connect({ host, port });
  let stream: Socket = raw;
  let received = '';
  let total = 0;
  let over: string | undefined;
  const take = (data: Buffer): void => {
    total += data.length;
    received = (received + data.toString('latin1')).slice(-1_000_000);
  };
  const end = (why: string): void => {
    over ??= why;
  };
  raw.on('data', take);
  raw.on('error', (error: NodeJS.ErrnoException) => {
    end(error.code ?? error.message);
  });
  raw.on('end', () => {
    end('end');
  });
  const read = async (enough: RegExp, ms = 1000): Promise<string> => {
    const until = performance.now() + ms;
    while (!enough.test(received) && over === undefined && performance.now() < until) await delay(2);
    const text = received;
    received = '';
    return text;
  };
  return {
    read,
    say: (line) => stream.write(`${line}\r\n`),
    command: (line) => {
      stream.write(`${line}\r\n`);
      return read(REPLY);
    },
    bytes: () => total,
    over: () => over,
    startTls: (options) =>
      new Promise((resolve, reject) => {
        raw.off('data', take);
        const secure = connectTls({ socket: raw, rejectUnauthorized: false, ...options }, () => {
          stream = secure;
          secure.on('data', take);
          resolve(secure);
        });
        secure.on('error', reject);
        secure.on('end', () => {
          end('end');
        });
      }),
    close: () => {
      stream.destroy();
      raw.destroy();
    },
  };
}
