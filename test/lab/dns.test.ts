import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AUTHENTIC_DATA, decode, encode, type RecordType } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { reverseName } from '../../src/lab/zone.ts';

let lab: Lab;
let port: number;
let resolver: Resolver;

beforeAll(async () => {
  lab = await startLab({ delays: { dns: 50 } });
  port = Number(lab.resolver.split(':')[1]);
  resolver = new Resolver({ timeout: 150, tries: 1 });
  resolver.setServers([lab.resolver]);
});
afterAll(() => lab.close());

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

describe('the name server, asked by Node’s resolver', () => {
  it('answers MX and A', async () => {
    expect(await resolver.resolveMx('good.test')).toMatchObject([{ exchange: 'mx.good.test', priority: 10 }]);
    const host = lab.domains.find(({ name }) => name === 'good.test')?.mx[0];
    expect(await resolver.resolve4('mx.good.test')).toEqual(host?.addresses);
  });

  it('answers in any case of letters', async () => {
    expect(await resolver.resolveMx('GOOD.Test')).toMatchObject([{ exchange: 'mx.good.test' }]);
  });

  it('answers AAAA, TXT and PTR', async () => {
    if (lab.missing.length === 0) expect(await resolver.resolve6('implicit-aaaa.test')).toHaveLength(1);
    expect(await resolver.resolveTxt('_mta-sts.sts-split-record.test')).toContainEqual(['v=STS', 'v1; id=1;']);
    const [address = ''] = await resolver.resolve4('mx.good.test');
    expect(await resolver.resolvePtr(reverseName(address))).toEqual(['mx.good.test']);
  });

  it('shows a null MX, alone and mixed', async () => {
    expect(await resolver.resolveMx('null-mx.test')).toMatchObject([{ exchange: '', priority: 0 }]);
    expect(await resolver.resolveMx('null-mx-mixed.test')).toHaveLength(2);
  });

  it('follows aliases', async () => {
    expect(await resolver.resolveMx('domain-is-cname.test')).toMatchObject([{ exchange: 'mx.good.test' }]);
    expect(await resolver.resolve4('alias.mx-is-cname.test')).toEqual(await resolver.resolve4('mx.mx-is-cname.test'));
    expect(await resolver.resolveCname('alias.mx-is-cname.test')).toEqual(['mx.mx-is-cname.test']);
  });

  it.each([
    ['nxdomain.test', 'ENOTFOUND'],
    ['anything.example', 'ENOTFOUND'],
    ['nothing.test', 'ENODATA'],
    ['implicit-a.test', 'ENODATA'],
    ['dns-servfail.test', 'ESERVFAIL'],
    ['dns-refused.test', 'EREFUSED'],
  ])('MX of %s: %s', async (name, code) => {
    expect(await resolver.resolveMx(name).catch(codeOf)).toBe(code);
  });

  it('leaves questions without a usable answer', async () => {
    const names = ['dns-timeout.test', 'dns-wrong-id.test', 'dns-wrong-question.test'];
    const codes = await Promise.all(names.map((name) => resolver.resolveMx(name).catch(codeOf)));
    expect(codes).toEqual(['ETIMEOUT', 'ETIMEOUT', 'ETIMEOUT']);
  });

  it('knows that a name above a name exists (RFC 8020)', async () => {
    expect(await resolver.resolve4('_tcp.mx.dane.test').catch(codeOf)).toBe('ENODATA');
    expect(await resolver.resolve4('a.mx.dane.test').catch(codeOf)).toBe('ENOTFOUND');
  });

  it('is slow where it should be', async () => {
    const start = performance.now();
    await resolver.resolveMx('dns-slow.test');
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  it('truncates over UDP and answers over TCP', async () => {
    expect(await resolver.resolveMx('dns-truncated.test')).toHaveLength(1);
    const asked = lab.dnsQueries().filter(({ name }) => name === 'dns-truncated.test');
    expect(asked.map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
  });
});

/** Sends bytes and gives the first answer, or undefined after `ms`. */
async function exchange(bytes: Uint8Array, ms = 500): Promise<Buffer | undefined> {
  const socket = createSocket('udp4');
  try {
    return await new Promise((resolve) => {
      const timer = setTimeout(resolve, ms, undefined);
      socket.on('message', (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      socket.send(bytes, port, '127.0.0.1');
    });
  } finally {
    socket.close();
  }
}

async function ask(name: string, type: RecordType, flags = AUTHENTIC_DATA) {
  const answer = await exchange(encode({ type: 'query', id: 7, flags, questions: [{ name, type }] }));
  if (!answer) throw new Error('no answer');
  return decode(answer);
}

describe('the AD bit', () => {
  it.each<[string, RecordType, boolean]>([
    ['dane.test', 'MX', true],
    ['mx.dane.test', 'A', true],
    ['_25._tcp.mx.dane.test', 'TLSA', true],
    ['_25._tcp.mx.dane-insecure.test', 'TLSA', false],
    ['dane-mx-insecure.test', 'MX', false],
    ['_25._tcp.mx.dane-mx-insecure.test', 'TLSA', true],
    ['good.test', 'MX', false],
  ])('%s %s: %s', async (name, type, secure) => {
    const packet = await ask(name, type);
    expect(packet.answers).not.toEqual([]);
    expect(packet.flag_ad).toBe(secure);
  });

  it('is only for those who ask for it, by AD or DO (RFC 6840 §5.7)', async () => {
    expect((await ask('dane.test', 'MX', 0)).flag_ad).toBe(false);
    const query = encode({
      type: 'query',
      id: 7,
      questions: [{ name: 'dane.test', type: 'MX' }],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0x8000,
          flag_do: true,
          options: [],
        },
      ],
    });
    const answer = await exchange(query);
    expect(answer && decode(answer).flag_ad).toBe(true);
  });
});

describe('hostile questions', () => {
  const rcode = (answer: Buffer | undefined) => (answer ? answer.readUInt8(3) & 0x0f : undefined);

  it('answers nonsense with FORMERR, and answers and fragments not at all', async () => {
    expect(rcode(await exchange(Buffer.alloc(20, 0x01)))).toBeGreaterThan(0);
    expect(await exchange(Buffer.alloc(5), 50)).toBeUndefined();
    expect(
      await exchange(encode({ type: 'response', id: 1, questions: [{ name: 'good.test', type: 'A' }] }), 50),
    ).toBeUndefined();
  });

  it('answers no other opcode, no second question, no other class', async () => {
    const question = { name: 'good.test', type: 'A' as const };
    expect(rcode(await exchange(encode({ type: 'query', id: 1, flags: 0x2000, questions: [question] })))).toBe(4);
    expect(rcode(await exchange(encode({ type: 'query', id: 1, questions: [question, question] })))).toBe(1);
    expect(rcode(await exchange(encode({ type: 'query', id: 1, questions: [{ ...question, class: 'CH' }] })))).toBe(5);
  });

  it('survives a name that points at itself', async () => {
    const header = Buffer.from([0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(rcode(await exchange(Buffer.concat([header, Buffer.from([0xc0, 0x0c, 0, 1, 0, 1])])))).toBe(1);
  });

  it('survives anything over UDP', async () => {
    const socket = createSocket('udp4');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.boolean(), async (bytes, headed) => {
        const header = Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        socket.send(headed ? Buffer.concat([header, bytes]) : bytes, port, '127.0.0.1');
        // Lets the server read, or the system would drop what comes too fast.
        await new Promise(setImmediate);
      }),
      { numRuns: 300 },
    );
    socket.close();
    expect(await resolver.resolveMx('good.test')).toHaveLength(1);
  });

  it('hangs up on a TCP message that is too long, and survives halves', async () => {
    for (const bytes of [Buffer.from([0xff, 0xff, 1, 2]), Buffer.from([0]), Buffer.from([0, 40, 1, 2, 3])]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      await delay(20);
      socket.destroy();
    }
    expect(await resolver.resolveMx('dns-truncated.test')).toHaveLength(1);
  });
});
