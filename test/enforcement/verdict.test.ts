import { describe, expect, it } from 'vitest';
import { closestKinship, customerOf, kinship, networkOf } from '../../src/enforcement/sameClient.ts';
import type { CheckSession } from '../../src/enforcement/session.ts';
import { judgeSession } from '../../src/enforcement/verdict.ts';
import {
  NO_TLS,
  BROKEN,
  OLD,
  SELF,
  GOOD,
  INCOMPLETE,
  OLD_TLS,
  TLS,
  BASE,
  session,
  mail,
  OVER_OLD_TLS,
} from './sessions.ts';

describe('one session', () => {
  it.each<[string, Partial<CheckSession>, string, string]>([
    ['QUIT where there is no STARTTLS', {}, 'withheld', 'bounce'],
    ['hang-up where there is no STARTTLS', { endedBy: 'client' }, 'withheld', 'bounce'],
    ['HELO only', { extended: false }, 'nothing', 'unknown'],
    ['no EHLO', { extended: false, hello: undefined }, 'nothing', 'unknown'],
    ['cut off', { endedBy: 'cut', cut: 'no command in time' }, 'cut', 'unknown'],
    ['the end of the check', { endedBy: 'stopped' }, 'cut', 'unknown'],
    ['a login', { oddities: ['login'] }, 'nothing', 'unknown'],
    [
      'a relay attempt',
      { reached: { clear: 'sender', tls: 'nothing' }, oddities: ['relay-attempt'] },
      'nothing',
      'unknown',
    ],
    ['MAIL FROM and no recipient', { reached: { clear: 'sender', tls: 'nothing' } }, 'nothing', 'unknown'],
    ['our address unencrypted', { reached: { clear: 'recipient', tls: 'nothing' }, named: 1 }, 'begun', 'clear'],
    [
      'our address unencrypted, then cut off',
      { reached: { clear: 'recipient', tls: 'nothing' }, endedBy: 'cut' },
      'begun',
      'clear',
    ],
    ['STARTTLS not tried where it fails', { mode: BROKEN }, 'nothing', 'unknown'],
    ['STARTTLS failed', { mode: BROKEN, starttls: 'failed', failure: 'broken-off' }, 'withheld', 'bounce'],
    ['not TLS, where STARTTLS fails', { mode: BROKEN, starttls: 'failed', failure: 'other' }, 'nothing', 'unknown'],
    ['no common version', { mode: OLD, starttls: 'failed', failure: 'version' }, 'withheld', 'bounce'],
    [
      'an old version, and the certificate refused',
      { mode: OLD, starttls: 'failed', failure: 'certificate' },
      'nothing',
      'unknown',
    ],
    ['an old version, and left', { mode: OLD, starttls: 'done', tls: OLD_TLS }, 'nothing', 'unknown'],
    ['mail with an old version', mail(1, { mode: OLD, ...OVER_OLD_TLS }), 'mail', 'tls'],
    [
      'our address named with an old version',
      { mode: OLD, starttls: 'done', tls: OLD_TLS, reached: { clear: 'nothing', tls: 'recipient' }, named: 1 },
      'begun',
      'tls',
    ],
    ['a connection lost in the handshake', { mode: BROKEN, starttls: 'abandoned' }, 'nothing', 'unknown'],
    ['the same, before a certificate', { mode: SELF, starttls: 'abandoned' }, 'nothing', 'unknown'],
    ['STARTTLS refused', { mode: BROKEN, starttls: 'refused' }, 'withheld', 'bounce'],
    ['certificate not looked at', { mode: SELF }, 'nothing', 'unknown'],
    [
      'certificate refused by an alert',
      { mode: SELF, starttls: 'failed', failure: 'certificate' },
      'withheld',
      'bounce',
    ],
    ['another alert', { mode: SELF, starttls: 'failed', failure: 'alert' }, 'withheld', 'bounce'],
    [
      'no common version where TLS is new',
      { mode: SELF, starttls: 'failed', failure: 'version' },
      'nothing',
      'unknown',
    ],
    ['not TLS', { mode: SELF, starttls: 'failed', failure: 'other' }, 'nothing', 'unknown'],
    ['a valid certificate refused', { mode: GOOD, starttls: 'failed', failure: 'certificate' }, 'nothing', 'unknown'],
    ['certificate seen', { mode: SELF, starttls: 'done', tls: TLS }, 'withheld', 'bounce'],
    ['good TLS, and left', { mode: GOOD, starttls: 'done', tls: TLS }, 'nothing', 'unknown'],
  ])('%s', (_what, more, kind, outcome) => {
    expect(judgeSession(session(more))).toMatchObject({ kind, outcome });
  });

  const ALL = ['Preferred', 'Required', 'PreferredVerify', 'RequiredVerify'];
  it.each<[string, CheckSession, readonly string[], readonly string[], true | undefined]>([
    ['valid certificate', mail(1, { mode: GOOD }), ALL, [], undefined],
    [
      'invalid certificate',
      mail(1, { mode: SELF }),
      ['Preferred', 'Required'],
      ['PreferredVerify', 'RequiredVerify'],
      undefined,
    ],
    // Whoever has the intermediate certificate sees a valid one.
    ['incomplete chain of a known authority', mail(1, { mode: INCOMPLETE }), ALL, [], undefined],
    [
      'unencrypted',
      mail(1, { mode: NO_TLS }),
      ['Preferred', 'PreferredVerify'],
      ['Required', 'RequiredVerify'],
      undefined,
    ],
    [
      'unencrypted, where TLS is old',
      mail(1, { mode: OLD }),
      ['Preferred', 'PreferredVerify'],
      ['Required', 'RequiredVerify'],
      undefined,
    ],
    ['TLS 1.1', mail(1, { mode: OLD, ...OVER_OLD_TLS }), [], [], true],
    ['TLS 1.0', mail(1, { mode: OLD, ...OVER_OLD_TLS, tls: { ...OLD_TLS, protocol: 'TLSv1' } }), [], [], true],
  ])('mail, %s: fits %j, contradicts %j', (_what, one, fits, contradicts, oldTls) => {
    const verdict = judgeSession(one);
    expect([...verdict.fits].sort()).toEqual([...fits].sort());
    expect([...verdict.contradicts].sort()).toEqual([...contradicts].sort());
    expect(verdict.oldTls).toBe(oldTls);
  });

  it('holds unencrypted mail against a setting even if TLS came later in the session', () => {
    const both = mail(1, { mode: SELF, reached: { clear: 'recipient', tls: 'message' } });
    expect(judgeSession(both)).toMatchObject({ outcome: 'clear', contradicts: ['Required', 'RequiredVerify'] });
  });
});

describe('kinship', () => {
  it.each([
    ['203.0.113.5', 'x', '203.0.113.5', 'y', 'address'],
    ['203.0.113.5', undefined, '203.0.113.77', undefined, 'network'],
    ['203.0.113.5', undefined, '203.0.114.5', undefined, undefined],
    ['203.0.113.5', 'a.mta.example.com', '198.51.100.5', 'b.mta.example.com', 'name'],
    ['203.0.113.5', 'a.example.co.uk', '198.51.100.5', 'b.other.co.uk', undefined],
    ['203.0.113.5', '[203.0.113.5]', '198.51.100.5', '[203.0.113.5]', undefined],
    ['203.0.113.5', 'localhost', '198.51.100.5', 'localhost', undefined],
    ['2001:db8:1::5', undefined, '2001:db8:1:ffff::7', undefined, 'network'],
    ['2001:db8:1::5', undefined, '2001:db8:2::5', undefined, undefined],
  ])('%s (%s) and %s (%s): %s', (address, hello, other, otherHello, expected) => {
    expect(kinship({ address, hello }, { address: other, hello: otherHello })).toBe(expected);
  });

  it('takes the closest', () => {
    const others = [{ ...BASE, address: '198.51.100.1' }, BASE];
    expect(closestKinship(BASE, others)).toBe('address');
    expect(closestKinship(BASE, [])).toBeUndefined();
  });

  it.each([
    ['::1', '0:0:0::/48', '0:0:0:0'],
    ['2001:db8::', '2001:db8:0::/48', '2001:db8:0:0'],
    ['2001:db8:a:b:c:d:e:f', '2001:db8:a::/48', '2001:db8:a:b'],
    ['fe80::1%eth0', 'fe80:0:0::/48', 'fe80:0:0:0'],
    ['192.0.2.7', '192.0.2.0/24', '192.0.2.7'],
  ])('%s: %s, %s', (address, network, customer) => {
    expect(networkOf(address)).toBe(network);
    expect(customerOf(address)).toBe(customer);
  });
});
