import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { REVERSE_ADDRESSES } from '../../src/lab/catalogue/reverse.ts';
import { systemResolver } from '../../src/preflight/probe/dns/dns.ts';
import type { PreflightOptions } from '../../src/preflight/probe/options.ts';
import { hostNamesOf, type HostNames } from '../../src/preflight/probe/dns/reverse.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const DEADLINES = { dns: 1500, connect: 1, banner: 1, reply: 1, handshake: 1, quit: 1, policy: 1 };
const NONE: HostNames = { confirmed: [], doubtful: [], more: 0 };

const namesOf = (address: string, more: PreflightOptions = {}): Promise<HostNames> =>
  hostNamesOf(address, { resolver: lab.resolver, deadlines: DEADLINES, ...more });

/** `type name` of each question that was asked meanwhile. */
async function questionsOf(run: () => Promise<unknown>): Promise<readonly string[]> {
  const before = lab.dnsQueries().length;
  await run();
  return lab
    .dnsQueries()
    .slice(before)
    .map(({ type, name }) => `${type} ${name}`);
}

const EXPECTED: Readonly<Record<keyof typeof REVERSE_ADDRESSES, Partial<HostNames>>> = {
  several: {
    confirmed: ['one.reverse.test', 'two.reverse.test'],
    doubtful: [{ name: 'mx.good.test', doubt: 'elsewhere' }],
  },
  unconfirmed: { doubtful: [{ name: 'mx.good.test', doubt: 'elsewhere' }] },
  servfail: { failure: 'the name server answered with code 2 (ESERVFAIL)' },
  silent: { failure: 'no answer in time (ETIMEOUT)' },
  hostile: {
    doubtful: [
      { name: '$(alert)\\x0d\\x0a\\u{202e}test.moc', doubt: 'no-host-name' },
      { name: '<img src=x onerror=alert(1)>.test', doubt: 'no-host-name' },
      { name: '[repair](command:workbench.action.quit).test', doubt: 'no-host-name' },
      { name: 'localhost', doubt: 'no-host-name' },
      { name: 'under_score.reverse.test', doubt: 'no-host-name' },
    ],
  },
  unnamed: {},
  forwardServfail: {
    doubtful: [
      { name: 'fails.reverse.test', doubt: 'no-answer' },
      { name: 'gone.reverse.test', doubt: 'elsewhere' },
    ],
  },
  noData: {},
  delegated: { confirmed: ['delegated.reverse.test'] },
  manyNames: {
    confirmed: Array.from({ length: 10 }, (_, index) => `crowd${String(index + 1).padStart(2, '0')}.reverse.test`),
    more: 2,
  },
  ipv6: { confirmed: ['six.reverse.test'] },
  root: { doubtful: [{ name: '.', doubt: 'no-host-name' }] },
};

describe('the host names of an address', () => {
  for (const [about, address] of Object.entries(REVERSE_ADDRESSES))
    it(`${about}: ${address}`, async () => {
      expect(await namesOf(address)).toEqual({ ...NONE, ...EXPECTED[about as keyof typeof REVERSE_ADDRESSES] });
    });

  it('of a mail server of the lab are its own', async () => {
    const [mx] = lab.domains.find(({ name }) => name === 'good.test')?.mx ?? [];
    expect(await namesOf(mx?.addresses[0] ?? '')).toEqual({ ...NONE, confirmed: ['mx.good.test'] });
  });

  it.each(['::ffff:198.51.100.251', '::FFFF:c633:64fb'])('%s is the IPv4 address in it', async (mapped) => {
    expect(await questionsOf(() => namesOf(mapped))).toEqual(['PTR 251.100.51.198.in-addr.arpa', 'A mx.good.test']);
  });

  it.each([
    ['PTR and then the family of the address', '2001:db8:0:1::25', ['AAAA six.reverse.test']],
    ['nothing about what is no host name', '198.51.100.253', []],
    ['nothing more where there is no name', '198.51.100.254', []],
  ])('asks %s', async (_, address, expected) => {
    const [first, ...more] = await questionsOf(() => namesOf(address));
    expect(first).toMatch(/^PTR [0-9a-f.]+\.(in-addr|ip6)\.arpa$/);
    expect(more).toEqual(expected);
  });

  it('are the same through the resolver of the system', async () => {
    const system = systemResolver(1500, [lab.resolver]);
    const answer = await system.query('252.113.0.203.in-addr.arpa', 'PTR', new AbortController().signal);
    expect(answer).toMatchObject({ kind: 'found', records: ['delegated.reverse.test'] });
    system.close();
  });
});

describe('a look-up', () => {
  it.each(['mx.good.test', '192.0.2.0/24', '', '\u202e192.0.2.1'])(
    'of %j is refused: it is no address',
    async (text) => {
      await expect(namesOf(text)).rejects.toThrow(RangeError);
      expect(await questionsOf(() => namesOf(text).catch(() => undefined))).toEqual([]);
    },
  );

  it('with a resolver that cannot be understood is refused', async () => {
    await expect(namesOf('192.0.2.1', { resolver: 'nonsense:x' })).rejects.toThrow(RangeError);
  });

  it('that is over before it begins asks nothing', async () => {
    const signal = AbortSignal.abort();
    expect(await questionsOf(() => namesOf('192.0.2.1', { signal }).catch(() => undefined))).toEqual([]);
    await expect(namesOf('192.0.2.1', { signal })).rejects.toThrow(/abort/);
  });

  it('ends when it is cancelled, with the reason', async () => {
    const abort = new AbortController();
    const asked = namesOf(REVERSE_ADDRESSES.silent, {
      deadlines: { ...DEADLINES, dns: 60_000 },
      signal: abort.signal,
    });
    const reason = new Error('enough');
    setTimeout(() => {
      abort.abort(reason);
    }, 50);
    await expect(asked).rejects.toBe(reason);
  });
});
