import { describe, expect, it } from 'vitest';
import { closestKinship, customerOf, kinship, networkOf } from '../../src/enforcement/sameClient.ts';
import { conclude, countAttempts, type RunRecord } from '../../src/enforcement/proof.ts';
import type { CheckSession, ModeFacts, TestAddress } from '../../src/enforcement/session.ts';
import { judgeSession } from '../../src/enforcement/verdict.ts';

const NO_TLS: ModeFacts = { name: 'no-starttls', about: 'does not offer STARTTLS', serves: 'none' };
const BROKEN: ModeFacts = { name: 'handshake-fails', about: 'breaks it off', serves: 'none' };
const OLD: ModeFacts = { name: 'tls-1.1', about: 'is old', serves: 'none' };
const SELF: ModeFacts = { name: 'self-signed', about: 'is self-signed', serves: 'unverified' };
const GOOD: ModeFacts = { name: 'good', about: 'is good', serves: 'verified' };
const INCOMPLETE: ModeFacts = { name: 'incomplete-chain', about: 'lacks one', serves: 'unverified', completable: true };
const OLD_TLS = { protocol: 'TLSv1.1', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA', serverName: undefined };
const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', serverName: undefined };

const BASE: CheckSession = {
  number: 1,
  startedAt: 0,
  endedAt: 0,
  address: '203.0.113.5',
  port: 25,
  mode: NO_TLS,
  hello: 'a.mta.example.com',
  extended: true,
  starttls: 'not-asked',
  tls: undefined,
  failure: undefined,
  tlsError: undefined,
  reached: { clear: 'nothing', tls: 'nothing' },
  named: undefined,
  senderDomain: undefined,
  messages: [],
  commands: [],
  oddities: [],
  endedBy: 'quit',
  cut: undefined,
};
const session = (more: Partial<CheckSession>): CheckSession => ({ ...BASE, ...more });
const mail = (address: number, more: Partial<CheckSession> = {}): CheckSession => {
  const tls = more.mode !== undefined && more.mode.serves !== 'none';
  return session({
    reached: tls ? { clear: 'nothing', tls: 'message' } : { clear: 'message', tls: 'nothing' },
    messages: [{ address, size: 1, tls, headers: [] }],
    ...(tls ? { starttls: 'done', tls: TLS } : {}),
    ...more,
  });
};

const OVER_OLD_TLS = {
  starttls: 'done',
  tls: OLD_TLS,
  reached: { clear: 'nothing', tls: 'message' },
  messages: [{ address: 1, size: 1, tls: true, headers: [] }],
} as const satisfies Partial<CheckSession>;

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

describe('a run', () => {
  const MINUTE = 60_000;
  const given = (number: number, mode: ModeFacts, minute: number): TestAddress => ({
    number,
    address: `a${number}@check.test`,
    givenAt: minute * MINUTE,
    mode,
  });
  const ADDRESSES = [given(1, SELF, 0), given(2, NO_TLS, 10)];
  const record = (sessions: readonly CheckSession[], more: Partial<RunRecord> = {}): RunRecord => ({
    addresses: ADDRESSES,
    modes: [SELF, NO_TLS],
    sessions: sessions.map((one) => ({ session: one, verdict: judgeSession(one) })),
    attemptGapMs: MINUTE,
    ...more,
  });
  const at = (minute: number, more: Partial<CheckSession> = {}) =>
    session({ startedAt: minute * MINUTE, endedAt: minute * MINUTE, ...more });
  const BASELINE = mail(1, { mode: SELF, startedAt: 5 * MINUTE });
  const RELEASE = mail(2, { mode: SELF, startedAt: 30 * MINUTE });
  const ELSEWHERE = { address: '198.51.100.9', hello: 'scan.example.net' };

  it.each<[string, readonly CheckSession[], string, string | undefined]>([
    ['nothing', [], 'open', 'no-session'],
    ['mail only', [BASELINE], 'open', 'no-session'],
    ['a scanner', [at(11, ELSEWHERE)], 'open', 'strangers'],
    ['mail, and a scanner from elsewhere', [BASELINE, at(11, ELSEWHERE), at(16, ELSEWHERE)], 'open', 'strangers'],
    ['mail, then the same client leaves', [BASELINE, at(11), at(16)], 'likely', 'not-released'],
    ['released after one try', [BASELINE, at(11), RELEASE], 'likely', 'few-attempts'],
    ['released after two connections of one try', [BASELINE, at(11), at(11.5), RELEASE], 'likely', 'few-attempts'],
    ['released after two tries', [BASELINE, at(11), at(16), RELEASE], 'enforced', undefined],
    [
      'released, the tries from another address of the network',
      [BASELINE, at(11, { address: '203.0.113.99' }), at(16, { address: '203.0.113.98' }), RELEASE],
      'enforced',
      undefined,
    ],
    [
      'released, the tries only with a like name',
      [BASELINE, at(11, { address: '198.51.100.1' }), at(16, { address: '198.51.100.1' }), RELEASE],
      'likely',
      'name-only',
    ],
    [
      'the last try ended in the millisecond of the release',
      [BASELINE, at(11), at(30), RELEASE],
      'enforced',
      undefined,
    ],
    [
      'the last try went on while the mail came',
      [BASELINE, at(11), at(16, { endedAt: 31 * MINUTE }), RELEASE],
      'likely',
      'few-attempts',
    ],
    [
      'released after one try, and one by somebody with a like name',
      [BASELINE, at(11), at(16, { address: '198.51.100.1' }), RELEASE],
      'likely',
      'name-only',
    ],
    ['the tries were before the address was known', [BASELINE, at(8), at(9), RELEASE], 'likely', 'not-released'],
    ['the tries were after the message', [BASELINE, RELEASE, at(31), at(36)], 'likely', 'not-released'],
    [
      'the tries were at another port',
      [BASELINE, at(11, { port: 26 }), at(16, { port: 26 }), RELEASE],
      'likely',
      'not-released',
    ],
    [
      'unencrypted mail, after all',
      [BASELINE, at(11), at(16), RELEASE, mail(2, { startedAt: 40 * MINUTE })],
      'not-enforced',
      undefined,
    ],
    [
      'unencrypted mail to the first address',
      [BASELINE, at(11), mail(1, { startedAt: 12 * MINUTE })],
      'not-enforced',
      undefined,
    ],
  ])('%s: %s %s', (_what, sessions, level, why) => {
    expect(conclude('Required', record(sessions))).toMatchObject({ level, ...(why === undefined ? {} : { why }) });
  });

  const MODES = [SELF, NO_TLS, OLD];
  it.each<[string, readonly CheckSession[], string, string | undefined]>([
    ['mail with TLS 1.1', [mail(1, { mode: OLD, ...OVER_OLD_TLS })], 'open', 'old-tls'],
    [
      'mail with TLS 1.1 after a try without a common version',
      [at(11, { mode: OLD, starttls: 'failed', failure: 'version' }), mail(1, { mode: OLD, ...OVER_OLD_TLS })],
      'open',
      'old-tls',
    ],
    [
      'mail with TLS 1.1, and unencrypted mail',
      [mail(1, { mode: OLD, ...OVER_OLD_TLS }), mail(1, { mode: OLD })],
      'not-enforced',
      undefined,
    ],
    ['a client that left, with a like name only', [BASELINE, at(11, { address: '198.51.100.1' })], 'open', 'name-only'],
  ])('%s: %s %s', (_what, sessions, level, why) => {
    for (const setting of ['Required', 'RequiredVerify'] as const) {
      // The self-signed certificate of the first message refutes Required Verify.
      if (setting === 'RequiredVerify' && sessions.includes(BASELINE)) continue;
      const found = conclude(setting, record(sessions, { modes: MODES }));
      expect(found).toMatchObject({ level, ...(why === undefined ? {} : { why }) });
    }
  });

  it('takes old TLS for no release: the server has not changed', () => {
    const addresses = [given(1, OLD, 0)];
    const tries = [1, 3].map((minute) => at(minute, { mode: OLD, starttls: 'failed', failure: 'version' }));
    const late = mail(1, { mode: OLD, ...OVER_OLD_TLS, startedAt: 9 * MINUTE });
    expect(conclude('Required', record([...tries, late], { addresses, modes: [OLD] }))).toMatchObject({
      level: 'open',
      why: 'old-tls',
    });
  });

  it('is open where the server never gave a reason to withhold', () => {
    expect(conclude('Required', record([BASELINE], { modes: [SELF] }))).toMatchObject({
      level: 'open',
      why: 'no-challenge',
    });
  });

  it('RequiredVerify needs both: no TLS, and a certificate that does not verify', () => {
    const addresses = [given(1, GOOD, 0), given(2, SELF, 10), given(3, NO_TLS, 20)];
    const seen = { mode: SELF, starttls: 'done', tls: TLS } as const;
    const first = [mail(1, { mode: GOOD, startedAt: MINUTE }), at(11, seen), at(16, seen)];
    const second = [at(21), at(26)];
    const released = [2, 3].map((number) => mail(number, { mode: GOOD, startedAt: 40 * MINUTE }));
    const modes = [GOOD, SELF, NO_TLS];
    const of = (sessions: readonly CheckSession[]) =>
      conclude('RequiredVerify', record(sessions, { addresses, modes }));
    expect(of([...first, ...released])).toMatchObject({ level: 'likely', why: 'not-all-challenges' });
    expect(of([...first, ...second, ...released])).toMatchObject({ level: 'enforced' });
    expect(of([...first, ...second, ...released, RELEASE])).toMatchObject({ level: 'not-enforced' });
  });

  it('counts tries, not connections', () => {
    expect(countAttempts([at(3), at(1), at(1.5), at(9)], MINUTE)).toBe(3);
    expect(countAttempts([], MINUTE)).toBe(0);
  });
});
