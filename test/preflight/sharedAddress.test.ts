import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createPki } from '../../src/lab/pki.ts';
import { startDns } from '../../src/lab/dns.ts';
import { zoneOf, type ZoneLine } from '../../src/lab/zone.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PreflightOptions } from '../../src/preflight/probe/options.ts';
import { preflight, type PreflightTarget } from '../../src/preflight/probe/run.ts';

/*
 * Shared hosting: many names on one address, and a server that counts. One connection at a time is what such servers
 * allow, and what they say to a second one, they say to all that follows.
 */

const pki = await createPki();
const ADDRESS = '192.0.2.1';
const SLOW = ['192.0.2.11', '192.0.2.12', '192.0.2.13'];
const domain = (index: number): string => `d${index}.test`;
const targets = (names: readonly string[]): PreflightTarget[] =>
  names.map((name) => ({ kind: 'domain', domain: name }));

/** Each domain with an MX host of its own name, on the address. */
const zone = (names: readonly string[], addressOf: (index: number) => string): ZoneLine[] =>
  names.flatMap((name, index) => [
    { name, records: [{ type: 'MX', data: { preference: 10, exchange: `mx.${name}` } }] },
    { name: `mx.${name}`, records: [{ type: 'A', data: addressOf(index) }] },
  ]);

interface Counting {
  readonly port: number;
  readonly connections: () => number;
  readonly mostAtOnce: () => number;
  /** The names that clients gave in the handshake; undefined for none. */
  readonly named: readonly (string | undefined)[];
}

/** A server that takes one connection, and says 421 to any other. */
async function countingServer(certificateNames: readonly string[], banner: string): Promise<Counting> {
  const issued = await pki.issue({ names: certificateNames });
  const secureContext = createSecureContext({ cert: issued.certificate, key: issued.key });
  const named: (string | undefined)[] = [];
  let connections = 0;
  let open = 0;
  let most = 0;
  const server = createServer((socket) => {
    connections++;
    most = Math.max(most, ++open);
    let isOver = false;
    const over = (): void => {
      if (!isOver) open--;
      isOver = true;
    };
    socket.on('error', () => undefined).on('close', over);
    socket.write(open > 1 ? '421 4.7.0 Too many connections\r\n' : banner);
    talk(socket, over);
  }).listen(0, '127.0.0.1');
  const talk = (socket: Socket, over: () => void): void => {
    const onData = (data: Buffer): void => {
      const line = String(data);
      if (line.startsWith('EHLO')) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
      else if (line.startsWith('STARTTLS')) {
        socket.off('data', onData);
        socket.write('220 go\r\n');
        const secured = new TLSSocket(socket, {
          isServer: true,
          secureContext,
          SNICallback: (name, done) => {
            named.push(name);
            done(null, secureContext);
          },
        });
        secured.on('error', () => undefined);
        talk(secured, over);
      } else {
        over();
        socket.end('221 bye\r\n');
      }
    };
    socket.on('data', onData);
  };
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { port, connections: () => connections, mostAtOnce: () => most, named };
}

async function run(names: readonly string[], lines: readonly ZoneLine[], options: PreflightOptions) {
  const dns = await startDns(zoneOf(lines), 0);
  onTestFinished(() => dns.close());
  const report = await preflight(targets(names), {
    resolver: `127.0.0.1:${dns.port}`,
    ca: [pki.ca],
    controlDomains: [],
    promises: false,
    ehloName: 'here.test',
    ...options,
  });
  return report.domains;
}

const NAMES = Array.from({ length: 30 }, (_, index) => domain(index));

describe('30 names on one server that takes one connection at a time', () => {
  it('are 30 verdicts after one connection, where all is well', async () => {
    const server = await countingServer(
      NAMES.map((name) => `mx.${name}`),
      '220 mx.test\r\n',
    );
    const results = await run(
      NAMES,
      zone(NAMES, () => ADDRESS),
      {
        route: () => ({ host: '127.0.0.1', port: server.port }),
      },
    );
    expect(results.map(({ outcomes }) => outcomes.RequiredVerify.join())).toEqual(NAMES.map(() => 'tls'));
    expect(server.connections()).toBe(1);
    expect(server.named).toEqual([]);
  });

  it('are 30 verdicts, each after a try of its own, where the certificate names none of them', async () => {
    const server = await countingServer(['elsewhere.test'], '220 mx.test\r\n');
    const results = await run(
      NAMES,
      zone(NAMES, () => ADDRESS),
      {
        route: () => ({ host: '127.0.0.1', port: server.port }),
      },
    );
    expect(results.map(({ outcomes }) => outcomes.RequiredVerify.join())).toEqual(NAMES.map(() => 'bounce'));
    expect(results.every(({ reasons }) => reasons.join() === 'certificate-host-mismatch')).toBe(true);
    expect(server.mostAtOnce()).toBe(1);
    expect(server.connections()).toBe(31);
    expect([...server.named].sort()).toEqual(NAMES.map((name) => `mx.${name}`).sort());
  });

  it('are left alone after the first 421', async () => {
    const server = await countingServer(['elsewhere.test'], '421 4.7.0 Not you\r\n');
    const results = await run(
      NAMES,
      zone(NAMES, () => ADDRESS),
      {
        route: () => ({ host: '127.0.0.1', port: server.port }),
      },
    );
    expect(results.map(({ reasons }) => reasons.join())).toEqual(NAMES.map(() => 'refused-421'));
    expect(server.connections()).toBe(1);
  });
});

describe('a shared host that never answers', () => {
  it('holds no place that a good one could use', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const slow = Array.from({ length: 60 }, (_, index) => `slow${index}.test`);
    const good = Array.from({ length: 20 }, (_, index) => `good${index}.test`);
    const server = await countingServer(
      good.map((name) => `mx.${name}`),
      '220 mx.test\r\n',
    );
    const order: string[] = [];
    const lines = [...zone(slow, (index) => SLOW[index % SLOW.length] ?? ''), ...zone(good, () => ADDRESS)];
    const ports = new Map(SLOW.map((address) => [address, (silent.address() as AddressInfo).port]));
    const results = await run([...slow, ...good], lines, {
      concurrency: 5,
      route: (address) => ({ host: '127.0.0.1', port: ports.get(address) ?? server.port }),
      deadlines: { banner: 1500 },
      onProgress: (progress) => {
        if (progress.kind === 'done') order.push(progress.result.domain);
      },
    });
    expect(results.filter(({ reasons }) => reasons.includes('banner-timeout'))).toHaveLength(60);
    expect(new Set(order.slice(0, good.length))).toEqual(new Set(good));
  });
});

describe('4xx to STARTTLS', () => {
  it('is tried once more when the rest of the run is over', async () => {
    const started = performance.now();
    const at: number[] = [];
    const deferring = createServer((socket) => {
      at.push(performance.now() - started);
      socket.on('error', () => undefined);
      socket.write('220 mx.test\r\n');
      socket.on('data', (data) => {
        const line = String(data);
        if (line.startsWith('EHLO')) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
        else if (line.startsWith('STARTTLS')) socket.write('454 4.7.0 not now\r\n');
        else socket.end('221 bye\r\n');
      });
    }).listen(0, '127.0.0.1');
    let lastOther = 0;
    const late = createServer((socket) => {
      socket.on('error', () => undefined);
      void delay(400).then(() => {
        lastOther = performance.now() - started;
        socket.end('554 no\r\n');
      });
    }).listen(0, '127.0.0.1');
    await Promise.all([once(deferring, 'listening'), once(late, 'listening')]);
    onTestFinished(() => {
      deferring.close();
      late.close();
    });
    const names = ['deferring.test', 'late.test'];
    const results = await run(
      names,
      zone(names, (index) => SLOW[index] ?? ''),
      {
        pauses: { startTls: 100 },
        route: (address) => ({
          host: '127.0.0.1',
          port: ((address === SLOW[0] ? deferring : late).address() as AddressInfo).port,
        }),
      },
    );
    expect(results[0]?.reasons).toEqual(['starttls-deferred']);
    expect(results[0]?.outcomes.Required).toEqual(['bounce', 'unknown']);
    expect(at).toHaveLength(2);
    expect(at[1]).toBeGreaterThan(lastOther);
  });
});
