import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createPki } from '../../src/lab/pki.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import { transcript } from '../../src/preflight/probe/untrustedText.ts';
import { smtpDialogue, type SmtpSeen } from '../../src/preflight/probe/smtp.ts';
import { stageLog } from '../../src/preflight/probe/stages.ts';
import { trustStore } from '../../src/preflight/probe/tls/trust.ts';

const pki = await createPki();
const { certificate, key } = await pki.issue({ names: ['mx.test'] });
const { context } = trustStore([pki.ca]);
const DEADLINES = { dns: 200, connect: 200, banner: 200, reply: 200, handshake: 500, quit: 100, policy: 200 };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What the server says at the start and to each command; `TLS` begins a handshake after the 220. */
type Script = Readonly<Record<string, string>>;

const GREET = { connect: '220 mx.test ESMTP\r\n' };
const OFFER = { ...GREET, EHLO: '250-mx.test\r\n250 STARTTLS\r\n', QUIT: '221 bye\r\n' };

const PLAIN = { ...GREET, EHLO: '250-mx.test\r\n250 HELP\r\n', STARTTLS: '502 what\r\n', QUIT: '221 bye\r\n' };

/** Each with the last command that it is followed by: who got a 220 is not told QUIT in plain text. */
const UNOFFERED: readonly (readonly [string, string, ReasonCode, string])[] = [
  ['502 5.5.1 not implemented', 'none', 'starttls-not-supported', 'QUIT'],
  ['503 STARTTLS command used when not advertised', 'none', 'starttls-not-supported', 'QUIT'],
  ['454 4.3.3 TLS not available after start', 'none', 'starttls-not-supported', 'QUIT'],
  ['220 go ahead', 'none', 'starttls-not-supported', 'STARTTLS'],
  ['550 5.7.1 Rejected', 'unknown', 'client-refused', 'QUIT'],
  ['451 listed', 'unknown', 'client-refused', 'QUIT'],
  ['450 4.7.1 Greylisted, come back', 'unknown', 'client-refused', 'QUIT'],
  ['454 4.7.1 blocked using bl.test', 'unknown', 'client-refused', 'QUIT'],
  ['554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked', 'unknown', 'client-refused', 'QUIT'],
  ['553 spam source', 'unknown', 'client-refused', 'QUIT'],
  ['451 try again', 'unknown', 'client-refused', 'QUIT'],
  ['421 4.7.0 busy', 'unknown', 'refused-421', 'QUIT'],
];

/** After TLS there is no second greeting. */
const SECURED = { EHLO: '250 mx.test\r\n', QUIT: '221 bye\r\n' };

interface Played {
  readonly seen: SmtpSeen;
  readonly commands: readonly string[];
  readonly stages: readonly string[];
  readonly log: readonly string[];
}

async function play(script: Script, afterTls: Script = {}): Promise<Played> {
  const commands: string[] = [];
  const server = createServer((socket) => {
    speak(socket, script, afterTls, commands);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stages = stageLog();
  const log = transcript();
  const seen = await smtpDialogue(
    {
      to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
      hello: { servername: 'mx.test', context, watch: false },
      ehloName: undefined,
      deadlines: DEADLINES,
      signal: new AbortController().signal,
      accepts: () => true,
    },
    stages,
    log,
  );
  return {
    seen,
    commands,
    stages: stages.done.map(({ stage, status }) => `${stage} ${status}`),
    log: log.lines.map(({ text }) => text),
  };
}

function speak(socket: Socket, script: Script, afterTls: Script, commands: string[]): void {
  socket.on('error', () => socket.destroy());
  const onData = (data: Buffer): void => {
    const line = data.toString().trim();
    commands.push(line);
    const command = line.split(' ')[0] ?? '';
    if (command === 'STARTTLS' && script['STARTTLS'] === undefined) {
      socket.off('data', onData);
      socket.write('220 go\r\n');
      const secure = new TLSSocket(socket, { isServer: true, cert: certificate, key });
      speak(secure, afterTls, {}, commands);
      return;
    }
    const answer = script[command];
    if (answer === 'CLOSE') socket.destroy();
    else if (answer !== undefined) socket.write(answer);
  };
  socket.on('data', onData);
  if (script['connect'] !== undefined) socket.write(script['connect']);
}

const NEVER = ['MAIL', 'RCPT', 'DATA'];

describe('the dialogue', () => {
  it('goes on to EHLO after TLS, and leaves with QUIT', async () => {
    const { seen, commands, stages } = await play(OFFER, SECURED);
    expect(seen).toMatchObject({ kind: 'tls', reasons: [], peer: { authorizationError: undefined } });
    expect(commands).toEqual(['EHLO [127.0.0.1]', 'STARTTLS', 'EHLO [127.0.0.1]', 'QUIT']);
    expect(stages).toEqual(['connect ok', 'banner ok', 'ehlo ok', 'starttls ok', 'handshake ok']);
  });

  const CASES: readonly (readonly [string, Script, Script, string, readonly string[], string])[] = [
    // What is seen of TLS where the server says so.
    ['no STARTTLS', PLAIN, {}, 'none', ['starttls-not-supported'], 'QUIT'],
    [
      'STARTTLS on the greeting line',
      { ...PLAIN, EHLO: '250-STARTTLS\r\n250 OK\r\n' },
      {},
      'none',
      ['starttls-not-supported'],
      'QUIT',
    ],
    [
      'another word that begins with STARTTLS',
      { ...PLAIN, EHLO: '250-mx\r\n250 STARTTLS=1\r\n' },
      {},
      'none',
      ['starttls-not-supported'],
      'QUIT',
    ],
    [
      'HELO only',
      { ...OFFER, EHLO: '500 what\r\n', HELO: '250 hi\r\n' },
      {},
      'none',
      ['starttls-not-supported'],
      'QUIT',
    ],
    ['501 to STARTTLS', { ...OFFER, STARTTLS: '501 syntax\r\n' }, {}, 'none', ['starttls-refused'], 'QUIT'],
    // STARTTLS that was not offered: Exim and Sendmail without TLS, and one that hides it.
    ...UNOFFERED.map(
      ([reply, kind, reason, last]) =>
        [
          `${reply} to STARTTLS that was not offered`,
          { ...PLAIN, STARTTLS: `${reply}\r\n` },
          {},
          kind,
          [reason],
          last,
        ] as const,
    ),
    // A firewall or a tarpit.
    ['one line to EHLO', { ...PLAIN, EHLO: '250 mx.test\r\n' }, {}, 'unknown', ['starttls-masked'], 'QUIT'],
    ['a masked keyword', { ...PLAIN, EHLO: '250-mx\r\n250 XXXXXXXA\r\n' }, {}, 'unknown', ['starttls-masked'], 'QUIT'],
    ['a masked greeting', { ...PLAIN, connect: '220 **********\r\n' }, {}, 'unknown', ['starttls-masked'], 'QUIT'],
    [
      'a masked greeting, and HELO only',
      { ...PLAIN, connect: '220 **********\r\n', EHLO: '500 what\r\n', HELO: '250 hi\r\n' },
      {},
      'unknown',
      ['starttls-masked'],
      'QUIT',
    ],
    ['spamd', { ...PLAIN, connect: '220 mx ESMTP spamd\r\n' }, {}, 'unknown', ['starttls-masked'], 'QUIT'],
    ['a masked greeting, and STARTTLS', { ...OFFER, connect: '220 **********\r\n' }, SECURED, 'tls', [], 'QUIT'],
    // Turned away.
    [
      '550 of a policy to EHLO, and HELO',
      { ...OFFER, EHLO: '550 5.7.1 listed at bl.test\r\n', HELO: '250 hi\r\n' },
      {},
      'unknown',
      ['client-refused'],
      'QUIT',
    ],
    [
      '554 of a policy to STARTTLS',
      { ...OFFER, STARTTLS: '554 5.7.1 bad reputation\r\n' },
      {},
      'unknown',
      ['client-refused'],
      'QUIT',
    ],
    [
      'no certificate of the client',
      OFFER,
      { EHLO: '421 4.7.1 mx.test Error: No client certificate presented\r\n', QUIT: '221\r\n' },
      'unknown',
      ['client-certificate-required'],
      'QUIT',
    ],
    ['250 to STARTTLS', { ...OFFER, STARTTLS: '250 ok\r\n' }, {}, 'unknown', ['reply-invalid'], 'QUIT'],
    ['454', { ...OFFER, STARTTLS: '454 not now\r\n' }, {}, 'unknown', ['starttls-deferred'], 'QUIT'],
    // Not knowing, at each step.
    ['421 at the greeting', { connect: '421 busy\r\n', QUIT: '221\r\n' }, {}, 'unknown', ['refused-421'], 'QUIT'],
    ['554 at the greeting', { connect: '554 no\r\n', QUIT: '221\r\n' }, {}, 'unknown', ['refused-5xx'], 'QUIT'],
    ['450 at the greeting', { connect: '450 later\r\n', QUIT: '221\r\n' }, {}, 'unknown', ['refused-421'], 'QUIT'],
    ['354 at the greeting', { connect: '354 go\r\n', QUIT: '221\r\n' }, {}, 'unknown', ['reply-invalid'], 'QUIT'],
    ['no greeting', {}, {}, 'unknown', ['banner-timeout'], ''],
    ['half a greeting', { connect: '220 mx.te' }, {}, 'unknown', ['banner-timeout'], ''],
    ['another protocol', { connect: 'SSH-2.0-x\r\n' }, {}, 'unknown', ['reply-invalid'], ''],
    ['421 to EHLO', { ...OFFER, EHLO: '421 busy\r\n' }, {}, 'unknown', ['refused-421'], 'QUIT'],
    [
      '554 to EHLO and HELO',
      { ...OFFER, EHLO: '554 no\r\n', HELO: '554 no\r\n' },
      {},
      'unknown',
      ['refused-5xx'],
      'QUIT',
    ],
    ['no answer to EHLO', { ...GREET, QUIT: '221\r\n' }, {}, 'unknown', ['reply-timeout'], 'QUIT'],
    ['closed at EHLO', { ...OFFER, EHLO: 'CLOSE' }, {}, 'unknown', ['connection-lost'], 'EHLO'],
    ['421 to STARTTLS', { ...OFFER, STARTTLS: '421 busy\r\n' }, {}, 'unknown', ['refused-421'], 'QUIT'],
    ['no answer to STARTTLS', { ...OFFER, STARTTLS: '' }, {}, 'unknown', ['reply-timeout'], 'QUIT'],
    ['silence in the handshake', { ...OFFER, STARTTLS: '220 go\r\n' }, {}, 'unknown', ['handshake-timeout'], ''],
    [
      'refused after TLS',
      OFFER,
      { EHLO: '554 no\r\n', HELO: '554 no\r\n', QUIT: '221\r\n' },
      'unknown',
      ['refused-5xx'],
      'QUIT',
    ],
    ['closed after TLS', OFFER, { EHLO: 'CLOSE' }, 'unknown', ['connection-lost'], 'EHLO'],
    ['silence after TLS', OFFER, { QUIT: '221\r\n' }, 'unknown', ['reply-timeout'], 'QUIT'],
  ];
  for (const [about, script, afterTls, kind, reasons, last] of CASES)
    it(`${about}: ${kind}`, async () => {
      const { seen, commands } = await play(script, afterTls);
      expect({ kind: seen.kind, reasons: seen.reasons }).toEqual({ kind, reasons });
      const words = commands.map((command) => command.split(' ')[0] ?? '');
      if (last !== '') expect(words.at(-1)).toBe(last);
      if (script['connect'] === undefined) expect(words).toEqual([]);
      expect(words.filter((word) => NEVER.includes(word))).toEqual([]);
    });

  it('understands replies in any pieces, with bare line feeds and without text', async () => {
    const odd = { ...OFFER, connect: '220-a\n220\n', EHLO: '250-mx.test\n250-starttls \r\n250\r\n' };
    expect((await play(odd, SECURED)).seen.kind).toBe('tls');
  });

  it('throws plain text before the handshake away, and reports it', async () => {
    const { seen, log } = await play({ ...OFFER, STARTTLS: '220 go\r\n250 injected\r\n' });
    expect(seen.reasons).toContain('plaintext-after-starttls');
    expect(log).toContain(String.raw`250 injected\x0d\x0a`);
  });

  it('does not talk to an address that it may not talk to', async () => {
    const log = transcript();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
    });
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const { signal } = new AbortController();
    const target = {
      to: { host: '127.0.0.1', port },
      hello: { servername: 'mx.test', context, watch: false },
      ehloName: 'a.test',
      deadlines: DEADLINES,
      signal,
    };
    const seen = await smtpDialogue({ ...target, accepts: () => false }, stageLog(), log);
    expect(seen).toMatchObject({ kind: 'unknown', reasons: ['address-not-public'] });
    expect(log.lines).toEqual([]);
  });
});

describe('the limits of a reply', () => {
  const LONG = 'x'.repeat(4090);
  const CASES: readonly (readonly [string, string, string])[] = [
    ['a line of 4096 bytes is read', `220 ${LONG}\r\n`.replace('\r\n', '\n'), 'none'],
    ['a longer one is not', `220 ${LONG}xxxx\r\n`, 'unknown'],
    ['100 lines are read', '220-a\r\n'.repeat(99) + '220 b\r\n', 'none'],
    ['101 are not', '220-a\r\n'.repeat(100) + '220 b\r\n', 'unknown'],
    ['nor are lines without an end', 'x'.repeat(5000), 'unknown'],
  ];
  for (const [about, connect, kind] of CASES)
    it(about, async () => {
      const { seen, log } = await play({ ...PLAIN, connect });
      expect(seen.kind).toBe(kind);
      if (kind === 'unknown') expect(seen.reasons).toEqual(['reply-invalid']);
      expect(log.join('').length).toBeLessThan(20_000);
    });
});
