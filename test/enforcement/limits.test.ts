import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gate, LIMITS, type Limits } from '../../src/enforcement/server/limits.ts';
import { exchange, testRun, type TestRun, until } from './support.ts';

/*
 * A few networks must not keep the rest of the world out. The clients are real and come from several addresses of
 * 127.0.0.0/8, of which Linux has all; elsewhere the table of the gate says the same.
 */

const minute = { from: 0 };
const now = (): number => minute.from;
const small = (more: Partial<Limits>): Limits => ({ ...LIMITS, ...more });

describe('the gate', () => {
  const CASES: readonly [string, Partial<Limits>, readonly string[], readonly (string | undefined)[]][] = [
    [
      'an address has its share',
      { connectionsPerAddress: 2 },
      ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'],
      [undefined, undefined, 'too-many-from-address', undefined],
    ],
    [
      'the addresses of an IPv4 network share',
      { connectionsPerNetwork: 2 },
      ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.3.1'],
      [undefined, undefined, 'too-many-from-network', undefined],
    ],
    [
      'the networks of an IPv6 site share',
      { connectionsPerNetwork: 2 },
      ['2001:db8:1:1::1', '2001:db8:1:2::1', '2001:db8:1:ffff::1', '2001:db8:2::1'],
      [undefined, undefined, 'too-many-from-network', undefined],
    ],
    [
      'the last quarter is for networks that have none',
      { connections: 8, connectionsPerNetwork: 3 },
      ['10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.2.1', '10.0.2.2', '10.0.2.3', '10.0.3.1', '10.0.3.2', '10.0.4.1'],
      [...Array<undefined>(7).fill(undefined), 'too-many-from-network', undefined],
    ],
    [
      'when all are used, all are turned away',
      { connections: 2 },
      ['10.0.1.1', '10.0.2.1', '10.0.3.1'],
      [undefined, undefined, 'too-many'],
    ],
    [
      'a network has its share of a minute',
      { perMinutePerNetwork: 2 },
      ['10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.2.1'],
      [undefined, undefined, 'too-fast-from-network', undefined],
    ],
    [
      'the last quarter of a minute is for networks that have not come',
      { perMinute: 4, perMinutePerNetwork: 3 },
      ['10.0.1.1', '10.0.1.2', '10.0.2.1', '10.0.2.2', '10.0.3.1', '10.0.4.1'],
      [undefined, undefined, undefined, 'too-fast-from-network', undefined, 'too-fast'],
    ],
    [
      'there is room for so many addresses',
      { addresses: 2 },
      ['10.0.1.1', '10.0.2.1', '10.0.3.1', '10.0.1.1'],
      [undefined, undefined, 'overflow', undefined],
    ],
  ];
  it.each(CASES)('%s', (_what, limits, clients, expected) => {
    const { enter } = gate(small(limits), now);
    expect(clients.map((client) => enter(client))).toEqual(expected);
  });

  it('lets in again who has left, and counts a new minute', () => {
    const { enter, leave } = gate(small({ connectionsPerNetwork: 1, perMinutePerNetwork: 2 }), now);
    expect([enter('10.0.1.1'), enter('10.0.1.2')]).toEqual([undefined, 'too-many-from-network']);
    leave('10.0.1.1');
    expect(enter('10.0.1.2')).toBeUndefined();
    leave('10.0.1.2');
    expect(enter('10.0.1.3')).toBe('too-fast-from-network');
    minute.from += 60_000;
    expect(enter('10.0.1.3')).toBeUndefined();
  });

  it('gives no network more than a tenth', () => {
    expect(LIMITS.connectionsPerNetwork / LIMITS.connections).toBeLessThanOrEqual(0.1);
    expect(LIMITS.perMinutePerNetwork / LIMITS.perMinute).toBeLessThanOrEqual(0.1);
    expect(LIMITS.connectionsPerAddress).toBeLessThanOrEqual(LIMITS.connectionsPerNetwork);
  });
});

/** Many connections that never hang up, from each of the addresses. */
function crowd({ to }: TestRun, addresses: readonly string[], each: number): readonly Socket[] {
  const sockets = addresses.flatMap((localAddress) =>
    Array.from({ length: each }, () => {
      const socket = connect({ host: to.host, port: to.port, localAddress, allowHalfOpen: true });
      socket.on('error', () => undefined);
      return socket;
    }),
  );
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return sockets;
}

const network = (third: number, hosts: number): readonly string[] =>
  Array.from({ length: hosts }, (_, index) => `127.0.${third}.${index + 1}`);
const settled = async (sockets: readonly Socket[]): Promise<void> => {
  await until(() => sockets.every(({ connecting }) => !connecting));
};
const QUIT = 'EHLO a.example\r\nQUIT\r\n';

describe.runIf(process.platform === 'linux')('with clients from several networks of this machine', () => {
  it.each<[string, readonly string[], number, Partial<Limits>, number]>([
    ['one address', ['127.0.1.1'], 200, {}, 5],
    ['one network', network(1, 20), 20, {}, 10],
    ['three networks', [1, 2, 3].flatMap((third) => network(third, 5)), 20, {}, 30],
    // Nine have eight tenths of it; from three quarters on, each newcomer has one.
    ['nine networks', [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((third) => network(third, 4)), 5, {}, 76],
  ])('%s cannot keep another one out', async (_what, addresses, each, limits, atMost) => {
    const run = await testRun('no-starttls', { limits });
    const sockets = crowd(run, addresses, each);
    await settled(sockets);
    expect(await exchange(run.to, QUIT, 2000, '127.0.99.1')).toMatch(/^220[^]*\r\n221 /);
    // Also while those that were turned away do not hang up.
    expect(await exchange(run.to, QUIT, 2000, '127.0.98.1')).toMatch(/^220[^]*\r\n221 /);
    expect(run.open()).toBeLessThanOrEqual(atMost + 2);
    expect(run.open()).toBeGreaterThan(0);
    // Nobody was turned away because of all the others.
    expect(run.refused()).not.toHaveProperty('too-many');
  });

  it('a burst of one network, which the server meets all at once, is not a burst of all', async () => {
    const run = await testRun('no-starttls');
    const script = `for (let i = 0; i < 400; i++) require('net').connect({ port: ${run.to.port}, host: '127.0.0.1', localAddress: '127.0.1.1' }).on('error', () => {}).resume()`;
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    // The server is in this process: meanwhile the system keeps the connections ready for it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
    const counts = (): readonly number[] => Object.values(run.refused());
    await until(() => counts().reduce((sum, one) => sum + one, 0) >= 395);
    expect(run.refused()).not.toHaveProperty('too-many');
  });

  it('a network that connects again and again does not use up the minute', async () => {
    const run = await testRun('no-starttls', { limits: { perMinute: 40, perMinutePerNetwork: 4 } });
    const said = [];
    for (const from of [...network(1, 8), ...network(2, 8)])
      said.push((await exchange(run.to, QUIT, 2000, from)).slice(0, 3));
    expect(said.filter((code) => code === '220')).toHaveLength(8);
    expect(await exchange(run.to, QUIT, 2000, '127.0.99.1')).toMatch(/^220/);
    expect(run.events.filter(({ kind }) => kind === 'refused')).toMatchObject([
      { counts: { 'too-fast-from-network': 1 } },
    ]);
  });

  it('tells a client that is turned away to come again, but not many of one network at a time', async () => {
    const run = await testRun('no-starttls', { limits: { connectionsPerNetwork: 1 } });
    const inside = crowd(run, ['127.0.1.1'], 1);
    await settled(inside);
    await until(() => run.open() === 1);
    expect(await exchange(run.to, QUIT, 2000, '127.0.1.2')).toMatch(/^421 4\.7\.0 /);
    const others = crowd(run, network(1, 10), 10);
    await settled(others);
    expect(await exchange(run.to, QUIT, 2000, '127.0.2.1')).toMatch(/^220/);
    expect(run.open()).toBeLessThanOrEqual(2);
  });
});
