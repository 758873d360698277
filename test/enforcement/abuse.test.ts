import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testClient } from '../lab/client.ts';
import { exchange, testRun, type TestRun, until } from './support.ts';

/** What the whole internet sends to an open port 25. The server must stay small, silent and useless to it. */

const MEGABYTE = 1024 * 1024;
const HELLO = 'EHLO probe.example.net\r\n';
const codes = (text: string): readonly string[] => text.match(/^\d{3}(?= )/gm) ?? [];

describe('no open relay', () => {
  it.each<[string, string, (address: string) => string]>([
    ['another domain', 'relay-attempt', () => 'victim@example.com'],
    ['a source route over us', 'relay-attempt', () => '@check.test:victim@example.com'],
    ['a source route to us', 'relay-attempt', (address) => `@example.com:${address}`],
    ['the percent hack', 'relay-attempt', () => 'victim%example.com@check.test'],
    ['a bang path', 'relay-attempt', () => 'example.com!victim@check.test'],
    ['a quoted local part with a domain', 'relay-attempt', () => '"victim@example.com"@check.test'],
    ['our address in quotes', 'relay-attempt', (address) => address.replace(/^([^@]+)/, '"$1"')],
    ['an address behind ours', 'relay-attempt', (address) => `${address}@example.com`],
    ['an address literal', 'relay-attempt', () => 'victim@[127.0.0.1]'],
    ['no address', 'relay-attempt', () => ''],
    ['postmaster without a domain', 'relay-attempt', () => 'postmaster'],
    ['postmaster', 'other-address', () => 'postmaster@check.test'],
    ['a local part of our domain', 'other-address', () => 'sales@check.test'],
    ['our address with a tag', 'other-address', (address) => address.replace('@', '+tag@')],
    ['the host name as a domain', 'relay-attempt', (address) => address.replace('check.test', 'mx.check.test')],
    ['a blank behind', 'relay-attempt', (address) => `${address} `],
  ])('%s', async (_what, oddity, recipientOf) => {
    const run = await testRun('no-starttls');
    const said = await exchange(
      run.to,
      `${HELLO}MAIL FROM:<>\r\nRCPT TO:<${recipientOf(run.address)}>\r\nDATA\r\nQUIT\r\n`,
    );
    expect(codes(said)).toEqual(['220', '250', '250', '550', '503', '221']);
    const [event] = await run.ended(1);
    expect(event?.session.oddities).toEqual([oddity]);
    expect(event?.verdict).toMatchObject({ kind: 'nothing', outcome: 'unknown' });
    expect(event?.session.messages).toEqual([]);
  });

  it('takes its own address in any case, from anybody and from nobody', async () => {
    const run = await testRun('no-starttls');
    const transaction = (from: string): string =>
      `MAIL FROM:<${from}> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<${run.address.toUpperCase()}>\r\nDATA\r\n\r\nx\r\n.\r\n`;
    const said = await exchange(run.to, `${HELLO}${transaction('')}${transaction('a@b.example')}QUIT\r\n`);
    expect(codes(said)).toEqual(['220', '250', '250', '250', '354', '250', '250', '250', '354', '250', '221']);
    const [event] = await run.ended(1);
    expect(event?.session).toMatchObject({ senderDomain: 'b.example', reached: { clear: 'message' } });
    expect(event?.session.messages).toHaveLength(2);
    expect(event?.session.oddities).toEqual([]);
  });

  it('goes on refusing others once it has taken its own', async () => {
    const run = await testRun('no-starttls');
    const said = await exchange(
      run.to,
      `${HELLO}MAIL FROM:<a@b.example>\r\nRCPT TO:<${run.address}>\r\nRCPT TO:<victim@example.com>\r\nRSET\r\nDATA\r\nQUIT\r\n`,
    );
    expect(codes(said)).toEqual(['220', '250', '250', '250', '550', '250', '503', '221']);
    const [event] = await run.ended(1);
    expect(event?.verdict.kind).toBe('begun');
  });
});

describe('what is no mail', () => {
  it.each<[string, string, string, string | undefined]>([
    ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '421', 'not-smtp'],
    ['BDAT, which was not offered', `${HELLO}BDAT 20 LAST\r\nMAIL FROM:<a@b.example>\r\n`, '421', 'not-smtp'],
    ['AUTH', `${HELLO}AUTH PLAIN AGEAYg==\r\nQUIT\r\n`, '502', 'login'],
    ['an unknown verb', 'XCLIENT ADDR=127.0.0.1\r\nQUIT\r\n', '500', 'bad-command'],
    ['NUL', 'EHLO a\0b\r\nQUIT\r\n', '500', 'bad-command'],
    ['8-bit', 'EHLO b\xfccher\r\nQUIT\r\n', '500', 'bad-command'],
    ['a terminal escape', 'EHLO \x1b[31mred\r\nQUIT\r\n', '500', 'bad-command'],
    ['a bare LF', 'EHLO a\nQUIT\r\n', '500', 'bad-command'],
    ['a bare CR', 'EHLO a\rQUIT\r\nQUIT\r\n', '500', 'bad-command'],
    ['an empty line', '\r\nQUIT\r\n', '500', 'bad-command'],
    ['VRFY', `${HELLO}VRFY postmaster\r\nQUIT\r\n`, '252', undefined],
    ['MAIL before EHLO', 'MAIL FROM:<a@b.example>\r\nQUIT\r\n', '503', undefined],
    ['a MAIL parameter that was not offered', `${HELLO}MAIL FROM:<a@b.example> SMTPUTF8\r\nQUIT\r\n`, '555', undefined],
    ['a sender with a source route', `${HELLO}MAIL FROM:<@a.example:b@c.example>\r\nQUIT\r\n`, '553', undefined],
    ['an announced giant', `${HELLO}MAIL FROM:<a@b.example> SIZE=99999999999\r\nQUIT\r\n`, '552', undefined],
    ['STARTTLS with parameters', `${HELLO}STARTTLS now\r\nQUIT\r\n`, '501', undefined],
    ['STARTTLS before EHLO', 'STARTTLS\r\nQUIT\r\n', '503', undefined],
  ])('%s', async (_what, text, code, oddity) => {
    const run = await testRun('self-signed');
    expect(codes(await exchange(run.to, Buffer.from(text, 'latin1')))).toContain(code);
    const [event] = await run.ended(1);
    expect(event?.session.oddities).toEqual(oddity === undefined ? [] : [oddity]);
    expect(event?.verdict.kind).toBe('nothing');
    expect(event?.session.messages).toEqual([]);
  });

  it('BDAT and HTTP end the session, so that nothing behind them is read as a command', async () => {
    const run = await testRun('no-starttls');
    await exchange(run.to, `${HELLO}BDAT 9 LAST\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<${run.address}>\r\n`);
    const [event] = await run.ended(1);
    expect(event?.session.commands).toEqual(['EHLO', 'BDAT']);
    expect(event?.session.reached).toEqual({ clear: 'nothing', tls: 'nothing' });
  });
});

describe('STARTTLS', () => {
  it('throws away what was sent behind it unencrypted', async () => {
    const run = await testRun('self-signed');
    const client = testClient(run.to);
    await client.read(/^220 /);
    await client.command(HELLO.trim());
    client.say(`STARTTLS\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<${run.address}>`);
    expect(await client.read(/^220 2/)).toMatch(/^220 2.0.0 Ready/);
    await client.startTls({});
    // RFC 3207 §4.2: nothing from before counts, the greeting included.
    expect(await client.command('DATA')).toMatch(/^503/);
    expect(await client.command('MAIL FROM:<a@b.example>')).toMatch(/^503/);
    expect(await client.command('EHLO again.example')).not.toMatch(/STARTTLS/);
    expect(await client.command('STARTTLS')).toMatch(/^503/);
    await client.command('QUIT');
    const [event] = await run.ended(1);
    expect(event?.session.reached).toEqual({ clear: 'nothing', tls: 'nothing' });
    expect(event?.session.oddities).toEqual(['injection']);
    expect(event?.verdict.kind).toBe('nothing');
    client.close();
  });

  it.each([
    ['text', 'QUIT\r\n'.repeat(10)],
    ['nothing but zeros', '\0'.repeat(500)],
  ])('survives %s instead of a handshake', async (_what, text) => {
    const run = await testRun('self-signed');
    const client = testClient(run.to);
    await client.read(/^220 /);
    await client.command(HELLO.trim());
    await client.command('STARTTLS');
    client.say(text);
    const [event] = await run.ended(1);
    expect(event?.session).toMatchObject({ starttls: 'failed', endedBy: 'client' });
    expect(event?.session.tlsError).toBeDefined();
    expect(event?.verdict.kind).toBe('nothing');
    client.close();
  });

  it('takes a connection lost in the handshake for nothing', async () => {
    const run = await testRun('self-signed');
    const client = testClient(run.to);
    await client.read(/^220 /);
    await client.command(HELLO.trim());
    await client.command('STARTTLS');
    client.close();
    const [event] = await run.ended(1);
    expect(event).toMatchObject({ session: { starttls: 'abandoned' }, verdict: { kind: 'nothing' } });
  });

  it('knows a client that refuses the certificate by an alert', async ({ skip }) => {
    if (spawnSync('openssl', ['version']).status !== 0) skip();
    const run = await testRun('self-signed');
    const args = ['s_client', '-starttls', 'smtp', '-verify_return_error', '-connect', `127.0.0.1:${run.to.port}`];
    const { spawn } = await import('node:child_process');
    const child = spawn('openssl', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    const [event] = await run.ended(1);
    child.kill();
    expect(event?.session).toMatchObject({ starttls: 'failed', failure: 'certificate', tls: undefined });
    expect(event?.session.tlsError).toMatch(/alert|ca/i);
    expect(event?.verdict).toMatchObject({ kind: 'withheld', fits: ['PreferredVerify', 'RequiredVerify'] });
  });
});

describe('a message', () => {
  const SECRET = 'the-very-secret-body';
  const inMessage = (run: TestRun, text: string): string =>
    `${HELLO}MAIL FROM:<someone@b.example>\r\nRCPT TO:<${run.address}>\r\nDATA\r\n${text}\r\n.\r\nQUIT\r\n`;

  it('leaves its size, and nothing else', async () => {
    const run = await testRun('no-starttls');
    await exchange(run.to, inMessage(run, `Subject: ${SECRET}\r\n\r\n${SECRET}\r\n..dot\r\n`));
    const [event] = await run.ended(1);
    expect(event?.session.messages).toEqual([
      { address: 1, size: `Subject: ${SECRET}\r\n\r\n${SECRET}\r\n.dot\r\n\r\n`.length, tls: false, headers: [] },
    ]);
    expect(JSON.stringify(run.events)).not.toContain(SECRET);
    expect(JSON.stringify(run.events)).not.toContain('someone');
  });

  it('leaves the header fields that were asked for, bounded and printable', async () => {
    const run = await testRun('no-starttls', { headers: ['Date', 'message-id', 'X-Long'] });
    const message = [
      'DATE: Mon, 23 Nov 2026',
      '\t12:00:00 +0000',
      `Subject: ${SECRET}`,
      'Message-ID: <\u001b[31m1@x>',
      `X-Long: ${'y'.repeat(5000)}`,
      '',
      `Date: ${SECRET}`,
      SECRET,
    ];
    await exchange(run.to, inMessage(run, message.join('\r\n')));
    const [event] = await run.ended(1);
    const headers = event?.session.messages[0]?.headers ?? [];
    expect(headers.map(({ name, value }) => [name, value.slice(0, 40)])).toEqual([
      ['DATE', 'Mon, 23 Nov 2026 12:00:00 +0000'],
      ['Message-ID', '<\\x1b[31m1@x>'],
      ['X-Long', 'y'.repeat(40)],
    ]);
    expect(headers.every(({ value }) => value.length <= 1001)).toBe(true);
    expect(JSON.stringify(run.events)).not.toContain(SECRET);
  });

  const SMUGGLERS = [
    ['a dot between bare line feeds', '\n.\nRCPT'],
    ['a dot before a bare LF', '\r\n.\nRCPT'],
    ['a dot after a bare LF', '\n.\r\nRCPT'],
    ['a dot between bare carriage returns', '\r.\rRCPT'],
  ] as const;
  // With and without a look at the header section, which is read in another way.
  it.each(SMUGGLERS.flatMap(([what, text]) => [[what, text, 'x'] as const, [what, text, 'Date: x'] as const]))(
    'does not end at %s: %j behind %s',
    async (_what, text, before) => {
      const run = await testRun('no-starttls', { headers: ['date'] });
      const said = await exchange(run.to, inMessage(run, before + text));
      expect(codes(said).slice(-3)).toEqual(['354', '250', '221']);
      const [event] = await run.ended(1);
      expect(event?.session.messages).toHaveLength(1);
      expect(event?.session.commands).toEqual(['EHLO', 'MAIL', 'RCPT', 'DATA', 'QUIT']);
    },
  );

  it('is read byte by byte as well', async () => {
    const run = await testRun('no-starttls');
    const client = testClient(run.to);
    await client.read(/^220 /);
    const raw = connect(run.to.port, run.to.host);
    raw.setNoDelay(true);
    for (const byte of inMessage(run, 'Subject: x\r\n\r\n..y')) {
      raw.write(byte);
      await delay(1);
    }
    client.close();
    const found = (await run.ended(2)).find(({ session }) => session.messages.length > 0);
    expect(found?.session.messages[0]?.size).toBe('Subject: x\r\n\r\n.y\r\n'.length);
    raw.destroy();
  });
});

describe('limits', () => {
  it.each<[string, object, (run: TestRun) => string, RegExp]>([
    ['a line without an end', {}, () => 'x'.repeat(100_000), /line is too long/],
    ['a long line', {}, () => `EHLO ${'x'.repeat(3000)}\r\n`, /line is too long/],
    ['commands without an end', { commands: 20 }, () => 'NOOP\r\n'.repeat(100), /too many commands/],
    [
      'wrong recipients',
      { errors: 3 },
      () => `${HELLO}MAIL FROM:<>\r\n${'RCPT TO:<a@b.example>\r\n'.repeat(20)}`,
      /too many errors/,
    ],
    ['a session without an end', { sessionMs: 200 }, () => HELLO, /took too long/],
    ['silence', { commandMs: 200 }, () => '', /no command in time/],
    ['silence instead of a handshake', { handshakeMs: 200 }, () => `${HELLO}STARTTLS\r\n`, /no TLS handshake/],
    [
      'a huge message',
      { messageBytes: 200_000 },
      (run) => `${HELLO}MAIL FROM:<>\r\nRCPT TO:<${run.address}>\r\nDATA\r\n${'x'.repeat(400_000)}`,
      /message is too large/,
    ],
    [
      'message after message',
      { messages: 2 },
      (run) => HELLO + `MAIL FROM:<>\r\nRCPT TO:<${run.address}>\r\nDATA\r\nx\r\n.\r\n`.repeat(4),
      /too many messages/,
    ],
  ])('%s', async (_what, limits, text, why) => {
    const run = await testRun('self-signed', { limits });
    const said = await exchange(run.to, text(run), 3000);
    // In the handshake there is nothing to be said.
    if (!String(why).includes('TLS')) expect(said).toMatch(/421/);
    const [event] = await run.ended(1);
    expect(event?.session.cut).toMatch(why);
    expect(event?.session.endedBy).toBe('cut');
  });

  it('a drip of bytes is no progress', async () => {
    const run = await testRun('no-starttls', { limits: { commandMs: 300 } });
    const socket = connect(run.to.port, run.to.host);
    socket.on('error', () => undefined);
    const drip = setInterval(() => socket.write('N'), 20);
    const [event] = await run.ended(1);
    clearInterval(drip);
    socket.destroy();
    expect(event?.session.cut).toBe('no command in time');
  });

  it('a client that never reads and never leaves costs little', async () => {
    const run = await testRun('no-starttls', { limits: { sessionMs: 500, commands: 1000 } });
    const socket = connect(run.to.port, run.to.host);
    socket.on('error', () => undefined);
    socket.pause();
    socket.write('NOOP\r\n'.repeat(900));
    const [event] = await run.ended(1);
    expect(event?.session.endedBy).toBe('cut');
    socket.destroy();
  });

  it('connections at once, from one address and from all', async () => {
    const run = await testRun('no-starttls', { limits: { connectionsPerAddress: 2 } });
    const clients = [testClient(run.to), testClient(run.to)];
    for (const client of clients) expect(await client.read(/^220 /)).toMatch(/^220/);
    expect(await exchange(run.to, '')).toMatch(/^421/);
    expect(run.events.filter(({ kind }) => kind === 'refused')).toMatchObject([
      { counts: { 'too-many-from-address': 1 } },
    ]);
    for (const client of clients) client.close();
    await run.ended(2);
    expect(await exchange(run.to, 'QUIT\r\n')).toMatch(/^220[^]*221/);
  });

  it('connections a minute', async () => {
    const run = await testRun('no-starttls', { limits: { perMinutePerAddress: 3 } });
    const said: string[] = [];
    for (let index = 0; index < 5; index++) said.push((await exchange(run.to, 'QUIT\r\n')).slice(0, 3));
    expect(said).toEqual(['220', '220', '220', '421', '421']);
  });

  it('a flood of connections: all are turned away but a few, and it is told once', async () => {
    const run = await testRun('no-starttls');
    const sockets: Socket[] = Array.from({ length: 500 }, () => {
      const socket = connect(run.to.port, run.to.host);
      socket.on('error', () => undefined);
      socket.resume();
      return socket;
    });
    await until(() => sockets.filter(({ closed }) => closed).length >= 495);
    expect(run.open()).toBeLessThanOrEqual(5);
    expect(run.events.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    await run.ended(5);
    const { conclusions } = { conclusions: await run.end('done') };
    expect(conclusions).toMatchObject([{ level: 'open', why: 'no-session' }]);
    const summary = run.events.find(({ kind }) => kind === 'summary');
    expect(
      Object.values((summary as { refused?: Record<string, number> }).refused ?? {}).reduce((a, b) => a + b, 0),
    ).toBe(495);
  });

  it('half-open connections: hundreds of clients that vanish leave nothing open', async () => {
    const run = await testRun('self-signed', {
      limits: {
        connections: 400,
        connectionsPerNetwork: 400,
        connectionsPerAddress: 400,
        perMinute: 1000,
        perMinutePerNetwork: 1000,
        perMinutePerAddress: 1000,
        commandMs: 500,
        handshakeMs: 500,
      },
    });
    const sockets = Array.from({ length: 300 }, (_, index) => {
      const socket = connect(run.to.port, run.to.host, () => {
        socket.write(index % 3 === 0 ? '' : index % 3 === 1 ? 'EHL' : `${HELLO}STARTTLS\r\n`);
      });
      socket.on('error', () => undefined);
      socket.pause();
      return socket;
    });
    await until(() => run.open() >= 200 || run.sessions().length > 0);
    for (const socket of sockets.slice(0, 150)) socket.resetAndDestroy();
    await run.ended(300);
    expect(run.open()).toBe(0);
    expect(run.sessions().every(({ verdict }) => verdict.outcome === 'unknown')).toBe(true);
    for (const socket of sockets) socket.destroy();
  });

  it('memory does not grow with what is sent', async () => {
    const run = await testRun('no-starttls', { limits: { messageBytes: 300 * MEGABYTE }, headers: ['subject'] });
    globalThis.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    const socket = connect(run.to.port, run.to.host);
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(`${HELLO}MAIL FROM:<>\r\nRCPT TO:<${run.address}>\r\nDATA\r\n`);
    const piece = Buffer.from(`${'x'.repeat(998)}\r\n`.repeat(64));
    let most = 0;
    for (let sent = 0; sent < 200 * MEGABYTE; sent += piece.length) {
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    socket.end('\r\n.\r\nQUIT\r\n');
    const [event] = await run.ended(1);
    expect(event?.session.messages[0]?.size).toBeGreaterThan(200 * MEGABYTE);
    // Buffers that wait to be collected are in it too.
    expect(most - before).toBeLessThan(100 * MEGABYTE);
  });
});

describe('the end', () => {
  it('stops sessions that are under way, and says so', async () => {
    const run = await testRun('no-starttls');
    const client = testClient(run.to);
    await client.read(/^220 /);
    await client.command(HELLO.trim());
    const conclusions = await run.end('interrupted');
    expect(run.sessions()).toMatchObject([{ session: { endedBy: 'stopped' }, verdict: { kind: 'cut' } }]);
    expect(conclusions).toMatchObject([{ setting: 'Required', level: 'open' }]);
    await until(() => client.over() !== undefined);
    await expect(exchange(run.to, '')).resolves.toBe('');
    client.close();
  });

  it('many scanners do not push the evidence out', async () => {
    const run = await testRun('no-starttls', {
      limits: { perMinute: 10_000, perMinutePerNetwork: 10_000, perMinutePerAddress: 10_000 },
    });
    await exchange(run.to, `${HELLO}MAIL FROM:<>\r\nRCPT TO:<${run.address}>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n`);
    for (let index = 0; index < 600; index++) await exchange(run.to, `${HELLO}QUIT\r\n`);
    await run.ended(601);
    expect(await run.end('done')).toMatchObject([{ setting: 'Required', level: 'not-enforced' }]);
  });
});
