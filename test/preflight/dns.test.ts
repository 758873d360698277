import 'reflect-metadata';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { sharedResolver } from '../../src/preflight/probe/dns/shared.ts';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { decode, encode, type DecodedPacket, type Packet, streamEncode } from 'dns-packet';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPki } from '../../src/lab/pki.ts';
import type { DnsAnswer, MxRecord } from '../../src/preflight/probe/dns/dns.ts';
import { canBeAsked, reverseName, systemResolver, temporary } from '../../src/preflight/probe/dns/dns.ts';
import { nameServer } from '../../src/preflight/probe/dns/dnsServer.ts';
import { deadlinesWithin } from '../../src/preflight/probe/options.ts';
import { resolverFor } from '../../src/preflight/probe/dns/resolver.ts';
import { readAnswer } from '../../src/preflight/probe/dns/dnsMessage.ts';
import { turns } from '../../src/preflight/probe/turns.ts';
import { trustStore } from '../../src/preflight/probe/tls/trust.ts';

const { context } = trustStore();
const open = new AbortController().signal;
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Recursion available. */
const RA = 1 << 7;
const MX: Packet['answers'] = [{ type: 'MX', name: 'd.test', data: { preference: 10, exchange: 'mx.d.test' } }];
const FOUND = { kind: 'found', records: [{ preference: 10, exchange: 'mx.d.test' }] };

const answerTo = (query: DecodedPacket, more: Packet = {}): Packet => ({
  type: 'response',
  ...(query.id === undefined ? {} : { id: query.id }),
  ...(query.questions ? { questions: query.questions } : {}),
  answers: MX,
  ...more,
});

/** A name server that answers each datagram with whatever packets `reply` makes of it. */
async function udp(reply: (query: DecodedPacket, count: number) => readonly (Packet | Buffer)[]): Promise<number> {
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', (message, { port, address }) => {
    for (const packet of reply(decode(message), count++))
      socket.send(Buffer.isBuffer(packet) ? packet : encode(packet), port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  cleanups.push(() => socket.close());
  return socket.address().port;
}

async function listening(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const askAt = (port: number, ms = 600, signal = open): Promise<DnsAnswer<MxRecord>> =>
  resolverFor(`127.0.0.1:${port}`, ms, context).query('d.test', 'MX', signal);

describe('a name server', () => {
  it('answers', async () => {
    expect(await askAt(await udp((query) => [answerTo(query)]))).toMatchObject(FOUND);
  });

  it('is believed with the AD bit on loopback', async () => {
    const port = await udp((query) => [answerTo(query, { flags: 1 << 5 })]);
    expect(await askAt(port)).toMatchObject({ ...FOUND, secure: true });
    expect(resolverFor('192.0.2.53:53', 1, context).validates).toBe(false);
  });

  it('says no such domain, no data, or nothing', async () => {
    const kinds = await Promise.all(
      [3, 0, 2, 5, 4].map(async (rcode) =>
        askAt(await udp((query) => [answerTo(query, { flags: RA | rcode, answers: [] })])),
      ),
    );
    expect(kinds.map((answer) => (answer.kind === 'temporary' ? answer.code : answer.kind))).toEqual([
      'no-domain',
      'no-data',
      'ESERVFAIL',
      'EREFUSED',
      'ENOTIMP',
    ]);
  });

  const SOA: Packet['authorities'] = [{ type: 'SOA', name: 'test', data: { mname: 'ns.test', rname: 'root.test' } }];
  const NS: Packet['authorities'] = [{ type: 'NS', name: 'd.test', data: 'ns.d.test' }];
  const ALIAS: Packet['answers'] = [{ type: 'CNAME', name: 'd.test', data: 'elsewhere.test' }];
  const BADVERS: Packet['additionals'] = [
    {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 1,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ];
  const EMPTY: readonly (readonly [string, Packet, string])[] = [
    ['of a server that recurses', { flags: RA }, 'no-data'],
    ['with the SOA of the zone', { authorities: SOA }, 'no-data'],
    ['with SOA and NS', { authorities: [...SOA, ...NS] }, 'no-data'],
    ['that refers to others', { authorities: NS }, 'EBADRESP'],
    ['that refers to others, though it recurses', { flags: RA, authorities: NS }, 'EBADRESP'],
    ['of a server that does not recurse', {}, 'EBADRESP'],
    ['but for an alias that was not followed', { answers: ALIAS }, 'EBADRESP'],
    ['but for an alias that was', { flags: RA, answers: ALIAS }, 'no-data'],
    ['with an extended code: BADVERS', { flags: RA, additionals: BADVERS }, 'RCODE16'],
  ];
  for (const [about, more, expected] of EMPTY)
    it(`gives an empty answer ${about}: ${expected}`, async () => {
      const answer = await askAt(await udp((query) => [answerTo(query, { answers: [], ...more })]));
      expect(answer.kind === 'temporary' ? answer.code : answer.kind).toBe(expected);
    });

  it('is asked again when it does not answer', async () => {
    const port = await udp((query, count) => (count < 2 ? [] : [answerTo(query)]));
    expect(await askAt(port)).toMatchObject(FOUND);
  });

  it('is asked without EDNS when it does not understand it', async () => {
    const port = await udp((query) => [
      query.additionals?.length === 0 ? answerTo(query) : answerTo(query, { flags: 1, answers: [] }),
    ]);
    expect(await askAt(port)).toMatchObject(FOUND);
  });

  it('that never answers is a temporary failure', async () => {
    expect(await askAt(await udp(() => []), 100)).toMatchObject({ kind: 'temporary', code: 'ETIMEOUT' });
  });

  it('cannot be spoken for: wrong id, question, type or junk is ignored', async () => {
    const port = await udp((query) => [
      answerTo(query, { id: ((query.id ?? 0) + 1) & 0xffff, answers: [] }),
      answerTo(query, { questions: [{ type: 'MX', name: 'other.test' }], answers: [] }),
      answerTo(query, { questions: [{ type: 'A', name: 'd.test' }], answers: [] }),
      answerTo(query, { type: 'query', answers: [] }),
      Buffer.from('junk'),
      Buffer.alloc(0),
      Buffer.from(encode(answerTo(query))).subarray(0, 40),
      answerTo(query),
    ]);
    expect(await askAt(port)).toMatchObject(FOUND);
  });

  it('uses random ids and another port for each question', async () => {
    const ids = new Set<number>();
    const port = await udp((query) => {
      ids.add(query.id ?? 0);
      return [answerTo(query)];
    });
    for (let asked = 0; asked < 20; asked++) await askAt(port);
    expect(ids.size).toBeGreaterThan(15);
  });

  it('is asked over TCP when the answer is cut, whatever the pieces it comes in', async () => {
    const tcp = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (message) => {
        const bytes = streamEncode(answerTo(decode(Buffer.from(message.subarray(2)))));
        socket.write(bytes.subarray(0, 1));
        setTimeout(() => socket.write(bytes.subarray(1, 9)), 10);
        setTimeout(() => socket.write(bytes.subarray(9)), 20);
      });
    });
    const datagrams = createSocket('udp4');
    const port = await listening(tcp);
    datagrams.on('message', (message, remote) => {
      datagrams.send(encode(answerTo(decode(message), { flags: 1 << 9, answers: [] })), remote.port, remote.address);
    });
    await new Promise<void>((resolve) => {
      datagrams.bind(port, '127.0.0.1', resolve);
    });
    cleanups.push(() => datagrams.close());
    expect(await askAt(port)).toMatchObject(FOUND);
  });

  it('that is not there is a temporary failure', async () => {
    const port = await udp(() => []);
    cleanups.splice(0).forEach((cleanup) => {
      cleanup();
    });
    expect((await askAt(port, 300)).kind).toBe('temporary');
  });

  it('that cannot even be asked is a temporary failure', async () => {
    const answers = await Promise.all(
      ['no-such-host.invalid:53', '[2001:db8::53]:53', '255.255.255.255:53'].map((server) =>
        resolverFor(server, 500, context).query('d.test', 'MX', open),
      ),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['temporary', 'temporary', 'temporary']);
  });

  it('is not waited for after an abort', async () => {
    const abort = new AbortController();
    const port = await udp(() => []);
    const asked = askAt(port, 60_000, abort.signal);
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 30);
    await expect(asked).rejects.toThrow('enough');
  });

  it('follows aliases in the answer', async () => {
    const port = await udp((query) => [
      answerTo(query, {
        answers: [
          { type: 'CNAME', name: 'D.TEST', data: 'e.test' },
          { type: 'CNAME', name: 'e.test', data: 'f.test' },
          { type: 'MX', name: 'f.test', data: { preference: 1, exchange: '.' } },
          { type: 'MX', name: 'stranger.test', data: { preference: 1, exchange: 'evil.test' } },
        ],
      }),
    ]);
    expect(await askAt(port)).toMatchObject({ records: [{ preference: 1, exchange: '' }], alias: 'f.test' });
  });

  it('reads texts in several strings and TLSA', async () => {
    const port = await udp((query) => {
      const name = query.questions?.[0]?.name ?? '';
      const tlsa = { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('abcd', 'hex') };
      return [
        answerTo(query, {
          answers: [
            { type: 'TXT', name, data: ['v=STS', 'v1; id=1;'] },
            { type: 'TLSA', name, data: tlsa },
          ],
        }),
      ];
    });
    const resolver = resolverFor(`127.0.0.1:${port}`, 500, context);
    expect(await resolver.query('t.test', 'TXT', open)).toMatchObject({ records: ['v=STSv1; id=1;'] });
    expect(await resolver.query('t.test', 'TLSA', open)).toMatchObject({
      records: [{ usage: 3, selector: 1, matchingType: 1, data: Buffer.from('abcd', 'hex') }],
    });
  });
});

describe("the system's resolver", () => {
  const EMPTY = { kind: 'no-data', secure: false };

  it('gives the same kinds of answers, and vouches for none', async () => {
    const port = await udp((query) => {
      const { name = '', type } = query.questions?.[0] ?? {};
      if (name === 'gone.test') return [answerTo(query, { flags: 3, answers: [] })];
      if (name === 'broken.test') return [answerTo(query, { flags: 2, answers: [] })];
      const alias: Packet['answers'] = [{ type: 'CNAME', name, data: 'real.test' }];
      if (type === 'CNAME') return [answerTo(query, { answers: name === 'alias.test' ? alias : [] })];
      if (type === 'A' && name === 'alias.test')
        return [answerTo(query, { answers: [...alias, { type: 'A', name: 'real.test', data: '192.0.2.1' }] })];
      if (type === 'MX' && name === 'null.test')
        return [answerTo(query, { answers: [{ type: 'MX', name, data: { preference: 0, exchange: '.' } }] })];
      return [answerTo(query, { flags: 1 << 5, answers: type === 'MX' ? MX : [] })];
    });
    const resolver = systemResolver(600, [`127.0.0.1:${port}`]);
    expect(await resolver.query('d.test', 'MX', open)).toEqual({ ...FOUND, alias: undefined, secure: false });
    expect(await resolver.query('null.test', 'MX', open)).toMatchObject({ records: [{ preference: 0, exchange: '' }] });
    expect(await resolver.query('d.test', 'TXT', open)).toEqual(EMPTY);
    expect(await resolver.query('d.test', 'TLSA', open)).toMatchObject({ kind: 'no-data' });
    expect(await resolver.query('gone.test', 'MX', open)).toEqual({ kind: 'no-domain', secure: false });
    expect(await resolver.query('broken.test', 'MX', open)).toMatchObject({ kind: 'temporary', code: 'ESERVFAIL' });
    expect(await resolver.query('alias.test', 'A', open)).toMatchObject({ records: ['192.0.2.1'], alias: 'real.test' });
    resolver.close();
  });

  it('keeps to its deadline, and to an abort', async () => {
    const resolver = systemResolver(100, [`127.0.0.1:${await udp(() => [])}`]);
    expect(await resolver.query('d.test', 'MX', open)).toMatchObject({ kind: 'temporary', code: 'ETIMEOUT' });
    await expect(resolver.query('d.test', 'MX', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    resolver.close();
  });
});

describe('DNS over HTTPS', () => {
  it('brings the same answers, and its AD bit is believed', async () => {
    const pki = await createPki();
    const { certificate, key } = await pki.issue({ names: ['localhost'] });
    const server = createHttpsServer({ cert: certificate, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const query = decode(Buffer.concat(chunks));
        const { name = '' } = query.questions?.[0] ?? {};
        if (name === 'broken.test') response.writeHead(500).end();
        else if (name === 'html.test') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
        else if (name === 'junk.test')
          response.writeHead(200, { 'content-type': 'application/dns-message' }).end('junk');
        else
          response
            .writeHead(200, { 'content-type': 'application/dns-message' })
            .end(encode(answerTo(query, { flags: 1 << 5 })));
      });
    });
    const port = await listening(server);
    cleanups.push(() => {
      server.closeAllConnections();
    });
    const trusting = resolverFor(`https://localhost:${port}/dns-query`, 2000, trustStore([pki.ca]).context);
    expect(await trusting.query('d.test', 'MX', open)).toMatchObject({ ...FOUND, secure: true });
    for (const name of ['broken.test', 'html.test', 'junk.test'])
      expect((await trusting.query(name, 'MX', open)).kind, name).toBe('temporary');
    trusting.close();
    const wary = resolverFor(`https://localhost:${port}/dns-query`, 2000, context);
    expect(await wary.query('d.test', 'MX', open)).toMatchObject({ kind: 'temporary' });
    wary.close();
  });
});

describe('DNS over HTTP/2', () => {
  async function http2Server(allowHTTP1: boolean) {
    const pki = await createPki();
    const { certificate, key } = await pki.issue({ names: ['localhost'] });
    const versions: string[] = [];
    const connections = new Set<unknown>();
    const server = createSecureServer({ cert: certificate, key, allowHTTP1 }, (request, response) => {
      const chunks: Buffer[] = [];
      versions.push(request.httpVersion);
      connections.add(request.stream.session);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const query = decode(Buffer.concat(chunks));
        const { name = '' } = query.questions?.[0] ?? {};
        const type = { 'content-type': 'application/dns-message' };
        if (name === 'silent.test') return;
        if (name === 'last.test') request.stream.session?.goaway();
        if (name === 'gone.test') request.stream.session?.destroy();
        else if (name === 'huge.test') response.writeHead(200, type).end(Buffer.alloc(1_000_000));
        else if (name === 'formerr.test' && query.additionals?.length)
          response.writeHead(200, type).end(encode({ type: 'response', id: 0, flags: 1 }));
        else
          response
            .writeHead(200, type)
            .end(encode(answerTo(query, { answers: (MX ?? []).map((mx) => ({ ...mx, name })) })));
      });
    });
    server.on('sessionError', () => undefined);
    server.on('session', (session) =>
      cleanups.push(() => {
        session.destroy();
      }),
    );
    const port = await listening(server);
    const resolver = resolverFor(`https://localhost:${port}/dns-query`, 1000, trustStore([pki.ca]).context);
    cleanups.push(() => {
      resolver.close();
    });
    return { resolver, versions, connections };
  }

  it('asks a server that has nothing else, over one connection', async () => {
    const { resolver, versions, connections } = await http2Server(false);
    const names = ['a.test', 'b.test', 'c.test', 'formerr.test'];
    const answers = await Promise.all(names.map((name) => resolver.query(name, 'MX', open)));
    expect(answers).toEqual(names.map(() => expect.objectContaining(FOUND) as unknown));
    expect(new Set(versions)).toEqual(new Set(['2.0']));
    expect(connections.size).toBe(1);
  });

  it('asks again on another connection what a server did not look at', async () => {
    const { resolver, connections } = await http2Server(false);
    const names = Array.from({ length: 30 }, (_, index) => (index % 10 === 5 ? 'last.test' : `n${index}.test`));
    for (const name of names) expect(await resolver.query(name, 'MX', open), name).toMatchObject(FOUND);
    expect(connections.size).toBeGreaterThan(1);
  });

  it('gives up what is too long or never comes, and goes on after a lost connection', async () => {
    const { resolver } = await http2Server(true);
    expect(await resolver.query('huge.test', 'MX', open)).toMatchObject({ kind: 'temporary', code: 'EBADRESP' });
    expect(await resolver.query('silent.test', 'MX', open)).toMatchObject({ kind: 'temporary', code: 'ETIMEOUT' });
    expect(await resolver.query('gone.test', 'MX', open)).toMatchObject({ kind: 'temporary' });
    expect(await resolver.query('a.test', 'MX', open)).toMatchObject(FOUND);
  });
});

describe('an answer that is cut off', () => {
  it('is none, over TCP or HTTPS too', () => {
    const packet = decode(
      encode({ type: 'response', id: 0, flags: (1 << 9) | RA, questions: [{ type: 'MX', name: 'd.test' }] }),
    );
    expect(readAnswer(packet, 'd.test', 'MX', true).kind).toBe('temporary');
  });
});

describe('the turns of a run', () => {
  it('are by address, however it is written', async () => {
    const taken = turns(10);
    let running = 0;
    let most = 0;
    const one = (address: string): Promise<void> =>
      taken.connect(address, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      });
    await Promise.all(['192.0.2.9', '::ffff:192.0.2.9', '::ffff:c000:209'].map(one));
    expect(most).toBe(1);
    taken.leaveAlone('192.0.2.9');
    expect(taken.isLeftAlone('::ffff:c000:209')).toBe(true);
  });

  it('end with the reason of the signal', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const waiting = turns(1).afterAll(60_000, abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('the resolver of a run', () => {
  const answers = (...given: readonly DnsAnswer<MxRecord>[]) => {
    const left = [...given];
    let asked = 0;
    const shared = sharedResolver(
      {
        validates: false,
        query: () => {
          asked++;
          return Promise.resolve((left.shift() ?? temporary('ESERVFAIL', 'no more')) as never);
        },
        close: () => undefined,
      },
      { most: 1, pauseMs: 1, during: (task) => task() },
    );
    return { shared, asked: () => asked };
  };
  const SERVFAIL = temporary('ESERVFAIL', 'the name server answered with code 2');
  const GOOD: DnsAnswer<MxRecord> = { kind: 'found', records: [], alias: undefined, secure: false };

  it('asks once more after SERVFAIL, and no more', async () => {
    const once = answers(SERVFAIL, GOOD);
    expect((await once.shared.query('d.test', 'MX', open)).kind).toBe('found');
    const twice = answers(SERVFAIL, SERVFAIL, GOOD);
    expect((await twice.shared.query('d.test', 'MX', open)).kind).toBe('temporary');
    expect(twice.asked()).toBe(2);
    const refused = answers(temporary('EREFUSED', 'no'), GOOD);
    expect((await refused.shared.query('d.test', 'MX', open)).kind).toBe('temporary');
  });

  it.each<[about: string, given: readonly DnsAnswer<MxRecord>[], failure: string | undefined]>([
    ['nothing was asked', [], undefined],
    ['one question was answered', [temporary('ETIMEOUT', 'no answer in time'), GOOD], undefined],
    ['the fault is the name server further on', [SERVFAIL, SERVFAIL], undefined],
    ['nobody is there', [temporary('ECONNREFUSED', 'refused (ECONNREFUSED)')], 'refused (ECONNREFUSED)'],
    ['all time out', [temporary('ETIMEOUT', 'no answer in time')], 'no answer in time (ETIMEOUT)'],
  ])('says why it answered nothing: %s', async (_, given, failure) => {
    const { shared, asked } = answers(...given);
    while (asked() < given.length) await shared.query('d.test', 'MX', open);
    expect(shared.failure()).toBe(failure);
  });
});

describe('DNS over HTTPS by address', () => {
  /** What the server hears of whom it is taken for. */
  async function heard(trusted: boolean): Promise<{ answer: DnsAnswer<MxRecord>; hosts: unknown[]; port: number }> {
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const made = await X509CertificateGenerator.createSelfSigned({
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    });
    const cert = made.toString('pem');
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    const key = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
    const hosts: unknown[] = [];
    const server = createHttpsServer({ cert, key }, (request, response) => {
      request.once('data', (message: Buffer) => {
        hosts.push(request.headers.host, Reflect.get(request.socket, 'servername'));
        response.writeHead(200, { 'content-type': 'application/dns-message' }).end(encode(answerTo(decode(message))));
      });
    });
    const port = await listening(server);
    cleanups.push(() => {
      server.closeAllConnections();
    });
    const trust = trustStore(trusted ? [cert] : []);
    const resolver = resolverFor(`https://127.0.0.1:${port}/dns-query`, 2000, trust.context);
    const answer = await resolver.query('d.test', 'MX', open);
    resolver.close();
    return { answer, hosts, port };
  }

  it('names the port, and no server name in the handshake (RFC 6066 §3)', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const { answer, hosts, port } = await heard(true);
    expect(answer).toMatchObject(FOUND);
    expect(hosts).toEqual([`127.0.0.1:${port}`, false]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('checks the certificate whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      const { answer, hosts } = await heard(false);
      expect(answer).toMatchObject({ kind: 'temporary', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(hosts).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  for (const url of ['https://user@127.0.0.1/', 'https://user:secret@127.0.0.1/', 'https://:secret@127.0.0.1/'])
    it(`takes no user name or password: ${url}`, () => {
      expect(() => resolverFor(url, 1, context)).toThrow(RangeError);
    });
});

const every = (ms: number) => ({ dns: ms, connect: ms, banner: ms, reply: ms, handshake: ms, quit: ms, policy: ms });

describe('deadlines', () => {
  for (const [ms, expected] of [
    [1000, every(1000)],
    [20_000, { ...every(20_000), quit: 2000 }],
    [90_000, { ...every(90_000), quit: 2000 }],
  ] as const)
    it(`within ${ms} ms`, () => {
      expect(deadlinesWithin(ms)).toEqual(expected);
    });
});

describe('the resolver that is named', () => {
  it('is understood', () => {
    expect(nameServer('192.0.2.1')).toEqual({ host: '192.0.2.1', port: 53 });
    expect(nameServer('dns.example.com:5353')).toEqual({ host: 'dns.example.com', port: 5353 });
    expect(nameServer('[2001:db8::1]:53')).toEqual({ host: '2001:db8::1', port: 53 });
    expect(nameServer('[2001:db8::1]')).toEqual({ host: '2001:db8::1', port: 53 });
    expect(resolverFor('system', 1, context).validates).toBe(false);
  });

  for (const text of [
    '',
    ':53',
    '192.0.2.1:0',
    '192.0.2.1:70000',
    '2001:db8::1',
    'http://dns.test/',
    'a b',
    '[1:2]',
    '-x',
    '1.2.3',
  ])
    it(`is refused: "${text}"`, () => {
      expect(() => resolverFor(text, 1, context)).toThrow(RangeError);
    });
});

describe('names', () => {
  it('that cannot exist are not asked for', async () => {
    for (const name of ['', 'a..b', `${'x'.repeat(64)}.test`, 'x.'.repeat(127)])
      expect(canBeAsked(name), name).toBe(false);
    expect(canBeAsked('_dmarc.example.com')).toBe(true);
    const resolver = resolverFor('127.0.0.1:9', 100, context);
    expect(await resolver.query('a..b', 'A', open)).toMatchObject({ kind: 'no-domain' });
  });

  it('for reverse look-ups', () => {
    expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
    expect(reverseName('::ffff:192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
    expect(reverseName('2001:db8::1')).toBe(`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`);
    expect(reverseName('mx.test')).toBeUndefined();
  });
});
