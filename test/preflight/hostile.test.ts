import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { decode, encode, type Packet } from 'dns-packet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PreflightOptions } from '../../src/preflight/probe/options.ts';
import { preflight, type PreflightTarget } from '../../src/preflight/probe/run.ts';

const HOSTS = 200;
const MAX_GROWTH = 50 * 1024 * 1024;
const DEADLINES = { dns: 2000, connect: 2000, banner: 2000, reply: 2000, handshake: 2000, quit: 200, policy: 500 };

const dns = createSocket('udp4');
let servers: ChildProcess;
let ports: readonly number[];

/** Every `hN.test` has an MX host of its own name, and that the address 2001:db8::N. */
dns.on('message', (message, remote) => {
  const query = decode(message);
  const [question] = query.questions ?? [];
  const name = question?.name ?? '';
  const number = /^(?:mx\.)?h(\d+)\.test$/.exec(name)?.[1];
  const answers: Packet['answers'] =
    number === undefined
      ? []
      : question?.type === 'MX'
        ? [{ type: 'MX', name, data: { preference: 1, exchange: `mx.h${number}.test` } }]
        : question?.type === 'AAAA'
          ? [{ type: 'AAAA', name, data: `2001:db8::${Number(number).toString(16)}` }]
          : [];
  const reply = encode({ ...query, type: 'response', flags: 0x80, answers, additionals: [] });
  dns.send(reply, remote.port, remote.address);
});

beforeAll(async () => {
  dns.bind(0, '127.0.0.1');
  await once(dns, 'listening');
  const script = fileURLToPath(new URL('hostileServers.mts', import.meta.url));
  servers = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!servers.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(servers.stdout), 'line')) as [string];
  ports = JSON.parse(line) as number[];
});

afterAll(() => {
  servers.kill();
  dns.close();
});

const options = (): PreflightOptions => ({
  resolver: `127.0.0.1:${dns.address().port}`,
  controlDomains: [],
  deadlines: DEADLINES,
  concurrency: HOSTS,
  route: (address) => {
    const number = parseInt(address.split(':').at(-1) ?? '', 16);
    return { host: '127.0.0.1', port: ports[number % ports.length] ?? 0 };
  },
});

const targets = (count: number): PreflightTarget[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'domain', domain: `h${index + ports.length}.test` }));

it(`${HOSTS} endless, slow and huge servers at once cost little memory and end in time`, async () => {
  // What any run of this width costs, such as the root certificates and the look-ups, is not the servers' doing.
  await preflight(
    Array.from({ length: HOSTS }, (_, index) => ({ kind: 'domain', domain: `none${index}.test` })),
    options(),
  );
  await preflight(targets(ports.length), options());
  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  const started = performance.now();
  const { domains } = await preflight(targets(HOSTS), options());
  const took = performance.now() - started;
  clearInterval(sampler);
  // The slowest goes through connect, banner, EHLO, STARTTLS and the handshake before it is given up.
  expect(took).toBeLessThan(DEADLINES.reply * 4);
  expect(most - before).toBeLessThan(MAX_GROWTH);
  const reasons = ports.map(
    (_, kind) => new Set(domains.filter((__, index) => index % ports.length === kind).flatMap((one) => one.reasons)),
  );
  expect(reasons.slice(0, 6).map((set) => [...set])).toEqual([
    ['reply-invalid'],
    ['reply-invalid'],
    ['banner-timeout'],
    ['banner-timeout'],
    ['reply-invalid'],
    ['reply-timeout'],
  ]);
  for (const { outcomes, mx } of domains) {
    expect(mx).toHaveLength(1);
    expect(outcomes.Required).not.toContain('tls');
    expect(JSON.stringify(mx).length).toBeLessThan(30_000);
  }
}, 30_000);
