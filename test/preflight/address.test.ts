import { describe, expect, it } from 'vitest';
import { isLoopback, mayProbe } from '../../src/preflight/probe/address.ts';

const strict = { allowPrivate: false, allowDocumentation: false };

describe('public addresses', () => {
  for (const address of [
    '8.8.8.8',
    '172.15.255.255',
    '100.63.255.255',
    '2606:4700::1111',
    '2a00:1450:4013:c03::1b',
    // Carried in IPv6, and public all the same.
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])
    it(address, () => {
      expect(mayProbe(address, strict)).toBe(true);
    });
});

describe('addresses that are not public', () => {
  for (const address of [
    '127.0.0.1',
    '127.255.255.255',
    '0.0.0.0',
    '10.0.0.25',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001::1',
    '4000::1',
    // IPv4 in IPv6: mapped, compatible, translated, 6to4.
    '::ffff:127.0.0.1',
    '::ffff:a00:19',
    '::ffff:0:10.0.0.1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::808:808',
    '2002:7f00:1::1',
    '2002:c0a8:101::1',
    // No address at all.
    '',
    'localhost',
    '8.8.8',
    '0x08080808',
  ])
    it(address === '' ? '(empty)' : address, () => {
      expect(mayProbe(address, strict)).toBe(false);
      expect(mayProbe(address, { ...strict, allowPrivate: true })).toBe(true);
    });
});

describe('documentation addresses', () => {
  for (const address of ['192.0.2.1', '198.51.100.1', '203.0.113.255', '2001:db8::1', '::ffff:192.0.2.1'])
    it(address, () => {
      expect(mayProbe(address, strict)).toBe(false);
      expect(mayProbe(address, { ...strict, allowDocumentation: true })).toBe(true);
    });

  it('do not open the door to others', () => {
    for (const address of ['127.0.0.1', '10.0.0.1', '::1', '192.0.3.1', '192.0.0.1'])
      expect(mayProbe(address, { ...strict, allowDocumentation: true })).toBe(address === '192.0.3.1');
  });
});

it('knows loopback', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
  expect(['128.0.0.1', '::2', 'localhost', ''].some(isLoopback)).toBe(false);
});
