import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { REPLY, type TestClient, testClient } from './client.ts';
import type { SmtpSession } from '../../src/lab/session.ts';

let lab: Lab;
const clients: TestClient[] = [];

beforeAll(async () => {
  lab = await startLab({ delays: { banner: 150, drip: 5, piece: 3 }, sessionMs: 5000 });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => lab.close());

const domainOf = (name: string) => lab.domains.find((one) => one.name === `${name}.test`);

/** A client of the first MX host of `<personality>.test`; undefined where this machine cannot play it. */
function clientOf(name: string): TestClient | undefined {
  const endpoint = lab.route(domainOf(name)?.mx[0]?.addresses[0] ?? '', 25);
  const client = endpoint && testClient(endpoint);
  if (client) clients.push(client);
  return client;
}

function mustClient(name: string): TestClient {
  const client = clientOf(name);
  if (!client) throw new Error(`${name} is not played`);
  return client;
}

const lastSession = (name: string): SmtpSession | undefined =>
  lab.sessions().findLast(({ host }) => host === `mx.${name}.test`);

/** Greets and asks for TLS; gives the answer to STARTTLS. */
async function upToStartTls(client: TestClient): Promise<string> {
  await client.read(REPLY);
  await client.command('EHLO client.test');
  return client.command('STARTTLS');
}

/** The TLS version and Node's verdict on the certificate. */
async function handshake(name: string, servername = `mx.${name}.test`) {
  const client = mustClient(name);
  await upToStartTls(client);
  const socket = await client.startTls({ ca: [lab.ca, ...rootCertificates.slice(0, 1)], servername });
  return { client, socket, protocol: socket.getProtocol(), error: socket.authorizationError as unknown };
}

describe('a good server', () => {
  it('goes through the whole dialogue, and takes no mail', async () => {
    const { client, protocol, error, socket } = await handshake('good');
    expect([protocol, error, socket.authorized]).toEqual(['TLSv1.3', null, true]);
    expect(await client.command('EHLO client.test')).not.toContain('STARTTLS');
    expect(await client.command('STARTTLS')).toMatch(/^503 /);
    expect(await client.command('MAIL FROM:<a@client.test>')).toMatch(/^250 /);
    expect(await client.command('RCPT TO:<b@good.test>')).toMatch(/^550 /);
    expect(await client.command('DATA')).toMatch(/^554 /);
    expect(await client.command('QUIT')).toMatch(/^221 /);
    await client.read(/never/, 50);
    expect(client.over()).toBeDefined();
    expect(lastSession('good')).toMatchObject({
      host: 'mx.good.test',
      port: 25,
      tls: 'TLSv1.3',
      serverName: 'mx.good.test',
      spokeEarly: false,
      endedBy: 'server',
      commands: [
        'EHLO client.test',
        'STARTTLS',
        'EHLO client.test',
        'STARTTLS',
        'MAIL FROM:<a@client.test>',
        'RCPT TO:<b@good.test>',
        'DATA',
        'QUIT',
      ],
    });
  });

  it('notes who speaks too early, and who leaves without QUIT', async () => {
    const client = mustClient('late-banner');
    client.say('EHLO early.test');
    await delay(30);
    client.close();
    await delay(30);
    expect(lastSession('late-banner')).toMatchObject({
      spokeEarly: true,
      endedBy: 'client',
      commands: ['EHLO early.test'],
    });
  });

  it('counts simultaneous connections', async () => {
    const both = [mustClient('tls12-only'), mustClient('tls12-only')];
    for (const client of both) await client.read(REPLY);
    const counted = lab.sessions().filter(({ host }) => host === 'mx.tls12-only.test');
    expect(counted.map(({ simultaneous }) => simultaneous)).toEqual([1, 2]);
  });

  it('bounds what it keeps of a client', async () => {
    const client = mustClient('good');
    await client.read(REPLY);
    client.say('x'.repeat(2_000_000));
    await client.read(/never/, 100);
    expect(client.over()).toBeDefined();
    const chatty = mustClient('good');
    await chatty.read(REPLY);
    chatty.say(`NOOP ${'y'.repeat(1000)}\r\n`.repeat(300));
    await chatty.read(/never/, 50);
    const { commands = [] } = lastSession('good') ?? {};
    expect([commands.length, commands[0]?.length]).toEqual([100, 200]);
  });
});

describe('certificates, as Node judges them', () => {
  it.each([
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired-wrong-name', 'CERT_HAS_EXPIRED'],
    ['missing-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['other-ca', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['other-root-sent', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['domain-only', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['client-certificate', 'INVALID_PURPOSE'],
    ['cn-only', null],
    ['wildcard', null],
    ['expires-soon', null],
  ])('%s: %s', async (name, error) => {
    const seen = await handshake(name);
    const code = seen.error instanceof Error ? (seen.error as NodeJS.ErrnoException).code : seen.error;
    expect(code).toBe(error);
    expect(await seen.client.command('EHLO client.test')).toMatch(REPLY);
  });

  it('wildcard-too-shallow: `*` is one label', async () => {
    const { error } = await handshake('wildcard-too-shallow', 'a.mx.wildcard-too-shallow.test');
    expect(error).not.toBeNull();
  });

  it('needs-sni: another certificate without SNI', async () => {
    expect((await handshake('needs-sni')).error).toBeNull();
    const client = mustClient('needs-sni');
    await upToStartTls(client);
    const socket = await client.startTls({ ca: [lab.ca] });
    expect(new X509Certificate(socket.getPeerCertificate().raw).subject).toBe('CN=invalid.test');
    expect(lastSession('needs-sni')?.serverName).toBeUndefined();
  });
});

describe('TLS versions', () => {
  it.each([
    ['tls12-only', 'TLSv1.2'],
    ['tls13-only', 'TLSv1.3'],
  ])('%s: %s', async (name, version) => {
    expect((await handshake(name)).protocol).toBe(version);
  });

  it('old-tls: not 1.2, but 1.1', async (context) => {
    if (!domainOf('old-tls')) context.skip('this platform has no TLS 1.1');
    const modern = mustClient('old-tls');
    await upToStartTls(modern);
    await expect(modern.startTls({ minVersion: 'TLSv1.2' })).rejects.toMatchObject({
      code: expect.stringMatching(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/) as unknown,
    });
    const old = mustClient('old-tls');
    await upToStartTls(old);
    const socket = await old.startTls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(socket.getProtocol()).toBe('TLSv1.1');
  });
});

describe('STARTTLS', () => {
  it('no-starttls: not offered, not known', async () => {
    const client = mustClient('no-starttls');
    await client.read(REPLY);
    expect(await client.command('EHLO client.test')).not.toContain('STARTTLS');
    expect(await client.command('STARTTLS')).toMatch(/^502 /);
  });

  it('helo-only: 502 to EHLO, 250 to HELO', async () => {
    const client = mustClient('helo-only');
    await client.read(REPLY);
    expect(await client.command('EHLO client.test')).toMatch(/^502 /);
    expect(await client.command('HELO client.test')).toBe('250 mx.helo-only.test\r\n');
  });

  it('starttls-on-greeting-line: only there', async () => {
    const client = mustClient('starttls-on-greeting-line');
    await client.read(REPLY);
    expect(await client.command('EHLO client.test')).toBe('250-STARTTLS\r\n250-PIPELINING\r\n250 8BITMIME\r\n');
  });

  it.each([
    ['starttls-454', '454 '],
    ['starttls-501', '501 '],
  ])('%s: %s, and goes on unencrypted', async (name, code) => {
    const client = mustClient(name);
    expect((await upToStartTls(client)).startsWith(code)).toBe(true);
    expect(await client.command('NOOP')).toMatch(/^250 /);
  });

  it('takes no parameters', async () => {
    const client = mustClient('good');
    await client.read(REPLY);
    expect(await client.command('STARTTLS now')).toMatch(/^501 /);
  });

  it.each([
    ['handshake-garbage', /WRONG_VERSION_NUMBER|PACKET_LENGTH/],
    ['handshake-alert', /HANDSHAKE_FAILURE/],
    ['handshake-reset', /ECONNRESET/],
  ])('%s: the handshake ends with %s', async (name, code) => {
    const client = mustClient(name);
    expect(await upToStartTls(client)).toMatch(/^220 /);
    await expect(client.startTls({})).rejects.toMatchObject({ code: expect.stringMatching(code) as unknown });
  });

  it('handshake-stall: no answer to the handshake', async () => {
    const client = mustClient('handshake-stall');
    await upToStartTls(client);
    const outcome = await Promise.race([client.startTls({}).catch(() => 'failed'), delay(150, 'nothing')]);
    expect(outcome).toBe('nothing');
  });

  it('injected-plaintext: in one piece with the 220, and TLS works for those who drop it', async () => {
    const client = mustClient('injected-plaintext');
    expect(await upToStartTls(client)).toMatch(/^220 .*\r\n250-injected\r\n250 SIZE 1\r\n$/);
    expect((await client.startTls({ ca: [lab.ca], servername: 'mx.injected-plaintext.test' })).authorized).toBe(true);
  });

  it('lower-case: offers starttls', async () => {
    const client = mustClient('lower-case');
    await client.read(REPLY);
    expect(await client.command('EHLO client.test')).toContain('250-starttls\r\n');
    expect(await client.command('starttls')).toMatch(/^220 /);
  });
});

describe('servers that refuse, stall or flood', () => {
  it.each([
    ['refuse', 'ECONNREFUSED'],
    ['unreachable', 'E'],
    ['reset', 'ECONNRESET'],
  ])('%s: %s', async (name, code) => {
    const client = clientOf(name);
    if (!client) return;
    await client.read(REPLY, 500);
    expect(client.over()).toContain(code);
  });

  it('blackhole: no answer at all, for many clients', async (context) => {
    if (!domainOf('blackhole')) context.skip('this system lets no packet vanish');
    const several = [1, 2, 3, 4].map(() => mustClient('blackhole'));
    await delay(200);
    expect(several.map((client) => [client.over(), client.bytes()])).toEqual(several.map(() => [undefined, 0]));
  });

  it.each([
    ['banner-421', /^421 .*\r\n$/],
    ['banner-554', /^554 /],
    ['not-smtp', /^SSH-/],
  ])('%s: %s', async (name, banner) => {
    expect(await mustClient(name).read(/\r\n$/)).toMatch(banner);
  });

  it.each(['tarpit', 'ehlo-stall', 'starttls-stall'])('%s: silence', async (name) => {
    const client = mustClient(name);
    if (name !== 'tarpit') await client.read(REPLY);
    if (name === 'starttls-stall') await client.command('EHLO client.test');
    client.say(name === 'starttls-stall' ? 'STARTTLS' : 'EHLO client.test');
    expect(await client.read(REPLY, 100)).toBe('');
    expect(client.over()).toBeUndefined();
  });

  it.each([
    ['ehlo-421', '421 '],
    ['close-at-ehlo', ''],
  ])('%s: ends at EHLO', async (name, start) => {
    const client = mustClient(name);
    await client.read(REPLY);
    expect((await client.command('EHLO client.test')).startsWith(start)).toBe(true);
    await client.read(/never/, 50);
    expect(client.over()).toBeDefined();
  });

  it('late-banner: late, and then good', async () => {
    const start = performance.now();
    expect(await mustClient('late-banner').read(REPLY)).toMatch(/^220 /);
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it('one-byte-a-second: byte by byte', async () => {
    const client = mustClient('one-byte-a-second');
    const text = await client.read(/never/, 100);
    expect(text).toMatch(/^220/);
    expect(text.length).toBeLessThan(30);
    expect(text).not.toContain('\n');
  });

  it.each(['endless-banner', 'endless-ehlo'])('%s: no end, no last line', async (name) => {
    const client = mustClient(name);
    if (name === 'endless-ehlo') {
      await client.read(REPLY);
      client.say('EHLO client.test');
    }
    const text = await client.read(/never/, 60);
    expect(client.bytes()).toBeGreaterThan(200_000);
    expect(text).not.toMatch(REPLY);
  });

  it('endless servers wait for slow readers', async () => {
    const before = process.memoryUsage.rss();
    const endpoint = lab.route(domainOf('endless-banner')?.mx[0]?.addresses[0] ?? '', 25);
    const { connect } = await import('node:net');
    const idle = Array.from({ length: 20 }, () => endpoint && connect(endpoint).pause());
    await delay(200);
    for (const socket of idle) socket?.destroy();
    expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
  });

  it('megabyte-line: one line of a megabyte', async () => {
    const client = mustClient('megabyte-line');
    await client.read(REPLY);
    client.say('EHLO client.test');
    await client.read(REPLY, 2000);
    expect(client.bytes()).toBeGreaterThan(1024 * 1024);
  });

  it('split-replies: in pieces, and complete', async () => {
    const client = mustClient('split-replies');
    expect(await client.read(/ESMTP\r\n$/)).toBe(
      '220-mx.split-replies.test hello\r\n220 mx.split-replies.test ESMTP\r\n',
    );
    expect(await client.command('EHLO client.test')).toBe('250-mx.split-replies.test\r\n250-STARTTLS\r\n250 HELP\r\n');
    expect(lastSession('split-replies')?.spokeEarly).toBe(false);
  });

  it('greylisting: at RCPT only', async () => {
    const { client } = await handshake('greylisting');
    expect(await client.command('MAIL FROM:<>')).toMatch(/^250 /);
    expect(await client.command('RCPT TO:<a@greylisting.test>')).toMatch(/^450 /);
  });

  it('ipv6-only: listens on ::1', async (context) => {
    if (!domainOf('ipv6-only')) context.skip('this machine has no ::1');
    const [address = ''] = domainOf('ipv6-only')?.mx[0]?.addresses ?? [];
    expect(lab.route(address, 25)?.host).toBe('::1');
    expect(await mustClient('ipv6-only').read(REPLY)).toMatch(/^220 /);
  });
});

describe('relays', () => {
  it('listen on the ports that Salesforce offers, and on no other', async () => {
    const { Resolver } = await import('node:dns/promises');
    const resolver = new Resolver();
    resolver.setServers([lab.resolver]);
    const [address = ''] = await resolver.resolve4('relay.test');
    for (const port of [25, 587, 10025, 11025, 465]) {
      const endpoint = lab.route(address, port);
      const client = testClient(endpoint ?? { host: '', port: 0 });
      clients.push(client);
      expect(await client.read(REPLY), `port ${port}`).toMatch(port === 465 ? /^$/ : /^220 relay\.test /);
    }
  });
});
