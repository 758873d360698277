import { describe, expect, it } from 'vitest';
import { conclude, countAttempts, type RunRecord } from '../../src/enforcement/proof.ts';
import type { CheckSession, ModeFacts, TestAddress } from '../../src/enforcement/session.ts';
import { judgeSession } from '../../src/enforcement/verdict.ts';
import { NO_TLS, OLD, SELF, GOOD, TLS, session, mail, OVER_OLD_TLS } from './sessions.ts';

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
