import { describe, expect, it } from 'vitest';
import type { DnsAnswer, MxRecord, RecordData, RecordKind, Resolver } from '../../src/preflight/probe/dns/dns.ts';
import { hostAddresses, mxSelection } from '../../src/preflight/probe/dns/mx.ts';

const found = <T>(...records: T[]): DnsAnswer<T> => ({ kind: 'found', records, alias: undefined, secure: false });
const mx = (preference: number, exchange: string): MxRecord => ({ preference, exchange });
const NOTHING = { kind: 'no-data', secure: false } as const;
const FAILED = { kind: 'temporary', code: 'ESERVFAIL', text: 'server failure' } as const;

const selected = (answer: DnsAnswer<MxRecord>): unknown => {
  const selection = mxSelection('d.test', answer);
  if (selection.kind === 'refuses') return selection.reason;
  if (selection.kind === 'unknown') return 'unknown';
  return [
    ...selection.hosts.map(({ name, preference, implicit }) => `${preference} ${name}${implicit ? ' (implicit)' : ''}`),
    ...selection.reasons,
  ];
};

describe('MX selection', () => {
  const CASES: readonly (readonly [string, DnsAnswer<MxRecord>, unknown])[] = [
    [
      'sorted by preference, then by name',
      found(mx(20, 'b.test'), mx(10, 'C.test'), mx(20, 'a.test')),
      ['10 c.test', '20 a.test', '20 b.test'],
    ],
    ['the same host twice counts at its best preference', found(mx(20, 'a.test'), mx(10, 'A.TEST')), ['10 a.test']],
    ['no MX: the domain itself', NOTHING, ['0 d.test (implicit)']],
    ['null MX', found(mx(0, '')), 'null-mx'],
    ['null MX with another preference', found(mx(10, '')), 'null-mx'],
    ['null MX beside another', found(mx(0, ''), mx(10, 'a.test')), ['10 a.test', 'null-mx-mixed']],
    ['no such domain', { kind: 'no-domain', secure: false }, 'nxdomain'],
    ['no answer: never a reason to fall back', FAILED, 'unknown'],
  ];
  for (const [about, answer, expected] of CASES)
    it(about, () => {
      expect(selected(answer)).toEqual(expected);
    });

  it('is bounded, and says so', () => {
    const many = mxSelection(
      'd.test',
      found(...Array.from({ length: 4000 }, (_, index) => mx(index, `mx${index}.test`))),
    );
    expect(many.kind === 'hosts' ? [many.hosts.length, many.reasons] : many.kind).toEqual([20, ['not-all-probed']]);
  });
});

describe('addresses of an MX host', () => {
  const resolver = (answers: Partial<Record<RecordKind, DnsAnswer<string>>>): Resolver => ({
    validates: false,
    query: <K extends RecordKind>(_name: string, type: K) =>
      // The fake knows strings only, which is what A and AAAA answers hold.
      Promise.resolve((answers[type] ?? NOTHING) as DnsAnswer<RecordData[K]>),
    close: () => undefined,
  });
  const { signal } = new AbortController();

  it('both families, IPv4 first', async () => {
    const host = await hostAddresses(
      'mx.test',
      resolver({ AAAA: found('2001:db8::1'), A: found('192.0.2.1') }),
      signal,
    );
    expect(host).toMatchObject({ addresses: ['192.0.2.1', '2001:db8::1'], incomplete: false, reasons: [] });
  });

  it('an alias is reported and followed', async () => {
    const alias = { ...found('192.0.2.1'), alias: 'real.test' };
    expect(await hostAddresses('mx.test', resolver({ A: alias }), signal)).toMatchObject({
      addresses: ['192.0.2.1'],
      reasons: ['mx-is-cname'],
    });
  });

  it('an address needs no look-up', async () => {
    expect(await hostAddresses('192.0.2.1', resolver({}), signal)).toMatchObject({
      addresses: ['192.0.2.1'],
      reasons: ['mx-is-ip'],
    });
  });

  it('none, and not known, are two things', async () => {
    expect(await hostAddresses('mx.test', resolver({}), signal)).toMatchObject({ addresses: [], incomplete: false });
    expect(await hostAddresses('mx.test', resolver({ A: FAILED }), signal)).toMatchObject({ incomplete: true });
    expect(await hostAddresses('mx.test', resolver({ AAAA: FAILED }), signal)).toMatchObject({ incomplete: true });
    const v6 = resolver({ A: FAILED, AAAA: found('2001:db8::1') });
    expect(await hostAddresses('mx.test', v6, signal)).toMatchObject({ addresses: ['2001:db8::1'], incomplete: true });
    const v4 = resolver({ A: found('192.0.2.1'), AAAA: FAILED });
    expect(await hostAddresses('mx.test', v4, signal)).toMatchObject({ addresses: ['192.0.2.1'], incomplete: false });
  });

  it('are bounded', async () => {
    const many = found(...Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`));
    const host = await hostAddresses('mx.test', resolver({ A: many }), signal);
    expect(host.addresses).toHaveLength(8);
    expect(host.reasons).toEqual(['not-all-probed']);
  });
});
