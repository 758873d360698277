import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { CheckEvent } from '../../src/enforcement/event.ts';
import type { ModeName } from '../../src/enforcement/server/modes.ts';
import type { RunOptions } from '../../src/enforcement/server/options.ts';
import { type Run, startRun } from '../../src/enforcement/server/run.ts';
import type { Endpoint } from '../../src/lab/sockets.ts';

type SessionEvent = CheckEvent & { readonly kind: 'session' };

export interface TestRun extends Run {
  readonly to: Endpoint;
  readonly address: string;
  readonly events: readonly CheckEvent[];
  readonly sessions: () => readonly SessionEvent[];
  /** Waits for so many sessions to have ended. */
  readonly ended: (count: number) => Promise<readonly SessionEvent[]>;
}

let local = 0;

/** A run on a free port of loopback, over after the test. */
export async function testRun(mode: ModeName, more: Partial<RunOptions> = {}): Promise<TestRun> {
  const events: CheckEvent[] = [];
  const run = await startRun({
    hostname: 'mx.check.test',
    domain: 'check.test',
    plan: { kind: 'modes', modes: [{ mode, port: 0 }] },
    now: Date.now,
    newLocalPart: () => `secret${++local}`,
    on: (event) => events.push(event),
    ...more,
  });
  onTestFinished(async () => {
    await run.end('done');
  });
  const sessions = (): readonly SessionEvent[] => events.filter((event) => event.kind === 'session');
  return {
    ...run,
    to: run.listeners[0] ?? { host: '127.0.0.1', port: 0 },
    address: run.addresses()[0]?.address ?? '',
    events,
    sessions,
    async ended(count) {
      await until(() => sessions().length >= count);
      return sessions();
    },
  };
}

export async function until(condition: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error('it never came to that');
    await delay(2);
  }
}

/** Sends the bytes, and resolves to all that came until the server hung up or `ms` are over. @param from an own address */
export function exchange(
  { host, port }: Endpoint,
  text: string | Buffer,
  ms = 500,
  from = '127.0.0.1',
): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host, port, localAddress: from }, () => socket.write(text));
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
    socket.on('error', end);
    socket.on('close', end);
    setTimeout(end, ms);
  });
}
