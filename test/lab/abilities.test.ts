import { describe, expect, it } from 'vitest';
import { type Abilities, cannot } from '../../src/lab/abilities.ts';
import type { MxSpec } from '../../src/lab/catalogue/spec.ts';

const able: Abilities = {
  ipv6: true,
  oldTls: true,
  unreachable: { host: '127.255.255.255', port: 25 },
  blackhole: { host: '127.0.0.1', port: 1, close: () => Promise.resolve() },
};
const mx = (more: Partial<MxSpec>): MxSpec => ({ preference: 10, host: 'mx.acme.test', personality: 'good', ...more });

describe('what a machine cannot play is said', () => {
  it.each<[Partial<MxSpec>, Partial<Abilities>, string]>([
    [{ address: 'v6' }, { ipv6: false }, 'this machine has no ::1'],
    [{ address: 'both' }, { ipv6: false }, 'this machine has no ::1'],
    [{ personality: 'old-tls' }, { oldTls: false }, 'this platform has no TLS 1.1'],
    [{ personality: 'unreachable' }, { unreachable: undefined }, 'this system has a route to everywhere'],
    [{ personality: 'blackhole' }, { blackhole: undefined }, 'this system lets no packet vanish'],
  ])('%j with %j: %s', (spec, lack, sentence) => {
    expect(cannot(mx(spec), { ...able, ...lack })).toBe(sentence);
    expect(cannot(mx(spec), able)).toBeUndefined();
    expect(cannot(mx({}), { ...able, ...lack })).toBeUndefined();
  });
});
