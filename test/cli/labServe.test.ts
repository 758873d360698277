import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAYERS } from '../../src/enforcement/server/salesforceSide.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import { testClient } from '../lab/client.ts';
import { exchange, until } from '../enforcement/support.ts';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';

type Json = Record<string, unknown>;
const serve = (args: readonly string[], cwd = temporaryFolder()) => cli(cwd, ['lab', 'serve', ...args]);
const lines = (out: string): Json[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);

describe('a usage error', () => {
  it.each<[string, string]>([
    ['--public', '--public needs --hostname'],
    ['--public --hostname localhost', '--hostname takes a full host name'],
    ['--hostname 192.0.2.1', 'not 192.0.2.1'],
    ['--hostname mx.a.example --domain a_b.example', '--domain takes a full host name'],
    ['--mode nothing', '--mode takes one of good, no-starttls'],
    ['--mode no-starttls:99999', 'whole number from 0 to 65535'],
    ['--mode a:1:2', 'MODE or MODE:PORT'],
    ['--mode good', 'good needs a valid certificate'],
    ['--prove RequiredVerify', '--prove RequiredVerify needs a valid certificate'],
    ['--prove Preferred', 'do not withhold mail'],
    ['--expect PreferredVerify', 'do not withhold mail'],
    ['--prove Required --mode no-starttls', 'omit --mode'],
    ['--prove Required --expect RequiredVerify', 'different settings'],
    ['--prove Required --once', 'omit --once'],
    ['--cert missing.pem', '--cert and --key go together'],
    ['--cert missing.pem --key missing.pem', 'missing.pem: no such file'],
    ['--bind 192.0.2.1', 'needs --public'],
    ['--bind localhost', '--bind takes an IP address'],
    ['--for ten', '--for takes a time such as'],
    ['--for 0s', '--for takes a time such as'],
    ['--for 999h', '--for takes a time such as'],
    ['--headers a:b', 'names of header fields'],
    ['--headers ,', 'names of header fields'],
    ['--format xml', '--format takes one of text, json'],
    ['--simulate --public', 'omit --public'],
    ['--simulate Required --port 25', 'omit --port'],
    ['--simulate Strict', '--simulate takes one of Preferred'],
    ['--simulate --expect Required', 'use --prove'],
    ['extra', 'takes no arguments'],
    ['--relay', "Unknown option '--relay'"],
  ])('%s', async (args, message) => {
    const { code, out, err } = await serve(args.split(' '));
    expect(err).toContain(message);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  it('without serve, and the help', async () => {
    expect(await cli('.', ['lab'])).toMatchObject({ code: 2 });
    const help = await cli('.', ['lab', 'serve', '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('--prove SETTING');
    expect((await cli('.', ['--help'])).out).toContain('  lab ');
  });

  it.each([
    ['taken', 'the port is in use'],
    ['198.51.100.7', 'this machine has no such address'],
  ])('a place where nobody can listen: %s', async (where, message) => {
    const { createServer } = await import('node:net');
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const bind = where === 'taken' ? '127.0.0.1' : where;
    const { code, err } = await serve([
      '--public',
      '--hostname',
      'mx.a.example',
      '--bind',
      bind,
      '--port',
      String(port),
    ]);
    other.close();
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

describe('--simulate', () => {
  it.each([
    [['Required', '--prove', 'Required'], 0],
    [['required verify', '--prove', 'RequiredVerify'], 0],
    [['Preferred', '--prove', 'Required'], 1],
    [['PreferredVerify', '--prove', 'Required'], 1],
    [['Required', '--prove', 'RequiredVerify'], 1],
    [['--prove', 'Required'], 1],
    [['--mode', 'no-starttls'], 0],
  ])('%j: exit code %i', async (args, expected) => {
    const { code, err } = await serve(['--simulate', ...args]);
    expect(err).toMatch(/^simulated: /);
    expect(code).toBe(expected);
  });

  it('as JSON, a line for each setting and mode', async () => {
    const { code, out } = await serve([
      '--simulate',
      '--mode',
      'no-starttls',
      '--mode=self-signed',
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    const rows = lines(out);
    expect(rows).toHaveLength(2 * PLAYERS.length);
    expect(rows[0]).toMatchObject({
      version: 1,
      event: 'simulation',
      simulated: true,
      setting: 'Preferred',
      mode: 'no-starttls',
    });
    expect(rows.map(({ sessions }) => (sessions as Json[]).at(-1)?.['sentence'])).toContain(
      'Simulated: The client saw no STARTTLS and sent QUIT without MAIL FROM. This is consistent with Required and Required Verify. ' +
        'Scanners do the same, so this alone proves nothing.',
    );
  });

  it('as JSON, the events of a proof', async () => {
    const { out } = await serve([
      '--simulate',
      'Required',
      '--prove',
      'Required',
      '--format',
      'json',
      '--headers',
      'subject',
    ]);
    const events = lines(out);
    expect(events.map(({ event }) => event)).toEqual([
      'start',
      'step',
      'session',
      'step',
      'session',
      'session',
      'step',
      'session',
      'summary',
    ]);
    for (const event of events) expect(event['at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const [session] = events.filter(({ event }) => event === 'session') as { session: Json; verdict: Json }[];
    expect(session?.session).toMatchObject({
      number: 1,
      mode: 'self-signed',
      serves: 'unverified',
      reached: { clear: 'nothing', tls: 'message' },
      senderDomain: 'simulated.test',
      messages: [{ address: 1, tls: true, headers: [{ name: 'Subject', value: 'Enforcement check' }] }],
    });
    expect(session?.verdict).toEqual({
      kind: 'mail',
      outcome: 'tls',
      fits: ['Preferred', 'Required'],
      contradicts: ['PreferredVerify', 'RequiredVerify'],
      simulated: true,
    });
    expect(events.at(-1)).toMatchObject({
      endedFor: 'done',
      sessions: { mail: 2, withheld: 2, nothing: 0, cut: 0, begun: 0 },
      conclusions: [
        {
          setting: 'Required',
          level: 'enforced',
          simulated: true,
          verdict: 'Simulated: Required is enforced for mail to check.test.',
          sessions: [2, 3, 4],
        },
      ],
    });
  });

  it.each([
    [['Required', '--prove', 'Required']],
    [['Preferred', '--prove', 'Required']],
    [['--mode', 'no-starttls,tls-1.1,self-signed']],
  ])('%j: every event, session, verdict and conclusion is marked', async (args) => {
    const { out } = await serve(['--simulate', ...args, '--format', 'json']);
    for (const event of lines(out)) {
      expect(event['simulated']).toBe(true);
      if (event['event'] === 'session')
        expect(event).toMatchObject({ session: { simulated: true }, verdict: { simulated: true } });
      for (const one of (event['conclusions'] ?? []) as Json[])
        expect(one).toMatchObject({ simulated: true, verdict: expect.stringMatching(/^Simulated: /) as string });
      if (event['event'] === 'simulation')
        for (const one of event['sessions'] as Json[])
          expect(one).toMatchObject({ simulated: true, verdict: { simulated: true } });
    }
  });

  it.each([
    [['Required', '--prove', 'Required']],
    [['Preferred', '--prove', 'Required']],
    [['--mode', 'no-starttls,tls-1.1,self-signed']],
  ])('%j: every paragraph that says what was seen is marked', async (args) => {
    const { out } = await serve(['--simulate', ...args]);
    const saying = /^(?:Simulated: |.*\n {2}(?:Simulated: |\S+ +.*simulated: ))/;
    const paragraphs = out.split('\n\n').filter((text) => text.trim() !== '');
    expect(paragraphs.length).toBeGreaterThanOrEqual(5);
    for (const paragraph of paragraphs) expect(paragraph).toMatch(saying);
    for (const row of out.split('\n').filter((line) => /^ {2}(?:no-starttls|tls-1\.1|self-signed) /.test(line)))
      expect(row).toMatch(/ simulated: /i);
  });

  it('is interrupted like every command', async () => {
    const abort = new AbortController();
    abort.abort();
    const result = await cli('.', ['lab', 'serve', '--simulate'], undefined, { signal: abort.signal });
    expect(result).toMatchObject({ code: 130, out: '' });
    expect(result.err).toContain('interrupted: no result');
  });
});

describe('a server', () => {
  /** Starts one in this process; `to` is known once it listens. */
  async function started(args: readonly string[], cwd?: string) {
    const abort = new AbortController();
    let out = '';
    let err = '';
    const code = cli(
      cwd ?? temporaryFolder(),
      ['lab', 'serve', '--port', '0', '--format', 'json', ...args],
      undefined,
      {
        out: (text) => (out += text),
        err: (text) => (err += text),
        signal: abort.signal,
      },
    ).then((result) => result.code);
    await until(() => out.includes('\n') || err.includes('sf-deliverability:'));
    const events = () => lines(out);
    const start =
      out === ''
        ? undefined
        : (events()[0] as { listeners: { host: string; port: number; mode: Json }[]; address?: { address: string } });
    return {
      abort,
      code,
      events,
      err: () => err,
      listeners: start?.listeners ?? [],
      address: start?.address?.address ?? '',
    };
  }
  const mailTo = (address: string): string =>
    `EHLO a.example\r\nMAIL FROM:<x@a.example>\r\nRCPT TO:<${address}>\r\nDATA\r\nSubject: s\r\n\r\nbody\r\n.\r\nQUIT\r\n`;

  it('listens on loopback only, and ends clean when told to', async () => {
    const server = await started([]);
    expect(server.err()).toBe('');
    expect(server.listeners.map(({ host }) => host)).toEqual(['127.0.0.1']);
    server.abort.abort();
    expect(await server.code).toBe(0);
    expect(server.events().at(-1)).toMatchObject({ event: 'summary', endedFor: 'interrupted' });
  });

  it('--public says what it opens', async () => {
    const server = await started(['--public', '--hostname', 'mx.a.example', '--bind', '127.0.0.1']);
    expect(server.err()).toMatch(/^--public: anyone who can reach this host can now connect to this server/);
    expect(server.events()[0]).toMatchObject({ hostname: 'mx.a.example', domain: 'mx.a.example', public: true });
    server.abort.abort();
    await server.code;
  });

  it.each([
    [['--expect', 'Required', '--once'], 1, 'not-enforced'],
    [['--once'], 0, 'not-enforced'],
  ])('%j, and unencrypted mail: exit code %i', async (args, code, level) => {
    const server = await started(args);
    const [to] = server.listeners;
    if (!to) throw new Error('it does not listen');
    await exchange(to, mailTo(server.address));
    expect(await server.code).toBe(code);
    expect(server.events().at(-1)).toMatchObject({ endedFor: 'done', conclusions: [{ setting: 'Required', level }] });
    expect(JSON.stringify(server.events())).not.toMatch(/simulated/i);
    expect(JSON.stringify(server.events())).not.toContain('x@a.example');
  });

  it('--for ends it: nobody came, so nothing is proved', async () => {
    const server = await started(['--for', '1s', '--expect', 'Required']);
    expect(await server.code).toBe(1);
    expect(server.events().at(-1)).toMatchObject({
      endedFor: 'time',
      conclusions: [{ level: 'open', why: 'no-session' }],
    });
  });

  it('several modes on several ports', async () => {
    const server = await started([
      '--mode',
      'no-starttls:0,self-signed:0',
      '--mode',
      'starttls-refused',
      '--domain',
      'd.example',
    ]);
    expect(server.listeners.map(({ mode }) => mode['name'])).toEqual([
      'no-starttls',
      'self-signed',
      'starttls-refused',
    ]);
    const offers = await Promise.all(
      server.listeners.map(async (to) => (await exchange(to, 'EHLO a.example\r\nQUIT\r\n')).includes('STARTTLS')),
    );
    expect(offers).toEqual([false, true, true]);
    expect(server.address).toMatch(/^[a-z2-7]{16}@d\.example$/);
    server.abort.abort();
    await server.code;
  });

  describe('a certificate of one’s own', () => {
    let pki: Pki;
    beforeAll(async () => {
      pki = await createPki();
    });

    it.each([
      ['good', {}, 'lacks an intermediate certificate'],
      ['wrong-name', { names: ['mx.a.example'] }, 'lacks an intermediate certificate'],
      ['expired', { fromDays: -60, toDays: -1 }, 'lacks an intermediate certificate'],
    ])('does not do for %s where it has another fault', async (mode, request, why) => {
      const { certificate, key } = await pki.issue({ names: ['mx.a.example'], ...request });
      const folder = temporaryFolder({ 'cert.pem': certificate, 'key.pem': key });
      const args = ['--mode', mode, '--hostname', 'mx.a.example', '--cert', 'cert.pem', '--key', 'key.pem'];
      const { code, err } = await serve(args, folder);
      expect(err).toContain(`the certificate does not do for ${mode} on mx.a.example`);
      expect(err).toContain(why);
      expect(code).toBe(2);
    });

    it('must be one, and have its key', async () => {
      const { certificate } = await pki.issue({ names: ['mx.a.example'] });
      const { key } = await (await createPki()).issue({ names: ['mx.a.example'] });
      const folder = temporaryFolder({ 'cert.pem': certificate, 'key.pem': key });
      const { code, err } = await serve(
        ['--mode', 'good', '--hostname', 'mx.a.example', '--cert', 'cert.pem', '--key', 'key.pem'],
        folder,
      );
      expect(err).toContain('the certificate and its key cannot be read');
      expect(code).toBe(2);
    });
  });
});

describe('the command in a process of its own', () => {
  let folder = '';
  beforeAll(() => {
    // Not dist/: another test may be reading that.
    folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-build-'));
    execFileSync(process.execPath, ['scripts/build.mts', '--out', folder], { cwd: PROJECT_ROOT });
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with a summary', async (signal) => {
    const child = spawn(process.execPath, [path.join(folder, 'cli.js'), 'lab', 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    await until(() => out.includes('@localhost.localdomain'), 20_000);
    const port = Number(/port (\d+)/.exec(out)?.[1]);
    const client = testClient({ host: '127.0.0.1', port });
    await client.read(/^220 /);
    await delay(10);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(out).toContain('This check did not show whether Required is enforced for mail to localhost.localdomain.');
    expect(out).toContain('The session was ended here');
    client.close();
  });
});
