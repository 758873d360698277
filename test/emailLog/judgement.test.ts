import { describe, expect, it } from 'vitest';
import {
  checkList,
  listedIn,
  outcomeCounts,
  proposedList,
  safeSettings,
  tlsSeen,
} from '../../src/emailLog/judgement.ts';
import { domainPattern, knownDomain } from '../../src/mail/domain.ts';
import { entryCovers } from '../../src/project/domains/coverage.ts';
import type { TlsSetting } from '../../src/mail/tlsSetting.ts';
import { analyseRows, delivered, TLS12, type RowParts } from './logFiles.ts';

const TO = 'a@acme.example';
const CLEAR = delivered(TO, ':');
const VERIFIED = delivered(TO, TLS12, 'Verified');
const UNVERIFIED = delivered(TO, TLS12, 'Unverified');
const ENCRYPTED = delivered(TO, TLS12);
const OLD = delivered(TO, 'TLSv1.1:AES128-SHA');
const UNSTATED = delivered(TO, '');
const INTERNAL = delivered(TO, 'None');
const fails = (event: string, stage: string): RowParts => ({ event, to: TO, stage });
const P_NO_TLS = fails('P', '451 4.7.6 [internal] STARTTLS required but not advertised');
const P_CERTIFICATE = fails('P', '451 4.7.5 [internal] remote node SSL certificate not signed by a valid CA');
const P_DEMANDED = fails('P', '530 5.7.0 Must issue a STARTTLS command first');
const P_UNKNOWN_USER = fails('P', '550 5.1.1 user unknown');
const P_EXPIRED = fails('P', '554 5.4.7 [internal] exceeded max time without delivery');
const T_NO_TLS = fails('T', '451 4.7.6 [internal] STARTTLS required but not advertised');
const T_CERTIFICATE = fails('T', '451 4.7.5 [internal] remote node SSL certificate not signed by a valid CA');
const T_BUSY = fails('T', '421 4.3.2 busy');

const one = async (rows: readonly RowParts[]) => {
  const [found] = (await analyseRows(rows)).domains;
  if (!found) throw new Error('no domain');
  return found;
};

describe('what would have become of a message', () => {
  const all = (outcome: string) => ({
    Off: outcome,
    Preferred: outcome,
    Required: outcome,
    PreferredVerify: outcome,
    RequiredVerify: outcome,
  });
  it.each<[string, RowParts, Partial<Record<TlsSetting, string>>]>([
    ['time was up, and nothing says why', P_EXPIRED, all('unknown')],
    [
      'unencrypted',
      CLEAR,
      { Off: 'clear', Preferred: 'clear', Required: 'bounce', PreferredVerify: 'clear', RequiredVerify: 'bounce' },
    ],
    [
      'TLS, verified',
      VERIFIED,
      { Off: 'clear', Preferred: 'tls', Required: 'tls', PreferredVerify: 'tls', RequiredVerify: 'tls' },
    ],
    // Salesforce's documents disagree on Preferred Verify.
    [
      'TLS, unverified',
      UNVERIFIED,
      { Off: 'clear', Preferred: 'tls', Required: 'tls', PreferredVerify: 'may-bounce', RequiredVerify: 'bounce' },
    ],
    [
      'TLS, and no word of the certificate',
      ENCRYPTED,
      { Off: 'clear', Preferred: 'tls', Required: 'tls', PreferredVerify: 'unknown', RequiredVerify: 'unknown' },
    ],
    ['TLS that Salesforce no longer speaks', OLD, { ...all('unknown'), Off: 'clear' }],
    ['not stated', UNSTATED, { ...all('unknown'), Off: 'clear' }],
    [
      'failed, no TLS',
      P_NO_TLS,
      { Off: 'clear', Preferred: 'clear', Required: 'bounce', PreferredVerify: 'clear', RequiredVerify: 'bounce' },
    ],
    [
      'failed, certificate',
      P_CERTIFICATE,
      { Off: 'clear', Preferred: 'tls', Required: 'tls', PreferredVerify: 'may-bounce', RequiredVerify: 'bounce' },
    ],
    ['failed, server demands TLS', P_DEMANDED, { ...all('unknown'), Off: 'bounce' }],
  ])('%s', async (_, row, expected) => {
    const domain = await one([row]);
    for (const [setting, outcome] of Object.entries(expected)) {
      const { [outcome as 'tls']: found, ...rest } = outcomeCounts(domain, setting as TlsSetting);
      expect([setting, found, Object.values(rest)]).toEqual([setting, 1, [0, 0, 0, 0]]);
    }
  });

  it.each([
    ['a failure for another reason', P_UNKNOWN_USER],
    ['an attempt', T_NO_TLS],
    ['a hand-off within Salesforce', INTERNAL],
  ])('leaves out %s', async (_, row) => {
    expect(Object.values(outcomeCounts(await one([row]), 'Required'))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('whether mail had TLS', () => {
  it.each<[string, readonly RowParts[], string, readonly string[]]>([
    ['verified', [VERIFIED, VERIFIED], 'always', ['Required', 'RequiredVerify']],
    ['verified, after a busy server', [T_BUSY, VERIFIED], 'always', ['Required', 'RequiredVerify']],
    ['verified, once not', [VERIFIED, UNVERIFIED], 'always', ['Required']],
    ['verified, once refused for its certificate', [T_CERTIFICATE, VERIFIED], 'always', ['Required']],
    ['TLS, and no word of the certificate', [ENCRYPTED], 'always', ['Required']],
    ['verified, and user unknown', [VERIFIED, P_UNKNOWN_USER], 'always', ['Required', 'RequiredVerify']],
    ['once unencrypted', [VERIFIED, CLEAR], 'sometimes', []],
    ['once not offered', [T_NO_TLS, VERIFIED], 'sometimes', []],
    ['unencrypted', [CLEAR], 'never', []],
    ['never offered', [T_NO_TLS, P_NO_TLS], 'never', []],
    ['once not stated', [VERIFIED, UNSTATED], 'unknown', []],
    ['once too old', [VERIFIED, OLD], 'unknown', []],
    ['too old', [OLD], 'unknown', []],
    ['nothing delivered', [P_UNKNOWN_USER], 'unknown', []],
    ['only within Salesforce', [INTERNAL], 'unknown', []],
    ['certificate never accepted', [P_CERTIFICATE], 'unknown', []],
  ])('%s', async (_, rows, seen, safe) => {
    const domain = await one(rows);
    expect(tlsSeen(domain)).toBe(seen);
    expect(safeSettings(domain)).toEqual(safe);
  });
});

const LOG = [
  ...Array.from({ length: 12 }, () => delivered('a@acme.example', TLS12, 'Verified')),
  ...Array.from({ length: 11 }, () => delivered('a@mail.acme.example', TLS12)),
  delivered('a@few.example', TLS12, 'Verified'),
  delivered('a@clear.example', ':'),
  delivered('a@a.b.clear.example', ':'),
];

const entryOf = (text: string) => ({ pattern: domainPattern(text) });

describe('a list', () => {
  it('is proposed, the busiest first, and few messages are said to be few', async () => {
    expect(proposedList(await analyseRows(LOG))).toEqual({
      required: ['acme.example', 'mail.acme.example', 'few.example'],
      requiredVerify: ['acme.example', 'few.example'],
      few: ['few.example'],
    });
  });

  it.each<[readonly string[], string, string]>([
    [['acme.example'], 'acme.example', 'yes'],
    [['acme.example'], 'mail.acme.example', 'no'],
    [['*.acme.example'], 'mail.acme.example', 'yes'],
    [['*.acme.example'], 'acme.example', 'no'],
    [['*.clear.example'], 'a.b.clear.example', 'perhaps'],
    [['*.clear.example', 'a.b.clear.example'], 'a.b.clear.example', 'yes'],
    [['*'], 'acme.example', 'perhaps'],
    [['192.0.2.1', 'no domain'], 'acme.example', 'no'],
    [['jo@acme.example'], 'acme.example', 'perhaps'],
  ])('%j covers %s: %s', (entries, domain, expected) => {
    expect(listedIn(entries.map(entryOf))(knownDomain(domain))).toBe(expected);
  });

  it('and a log say of each other', async () => {
    const check = checkList(
      await analyseRows(LOG),
      ['acme.example', 'clear.example', '*.clear.example', 'gone.example', '192.0.2.1'].map(entryOf),
    );
    expect(check.withoutTls.map(({ domain }) => domain)).toEqual(['a.b.clear.example', 'clear.example']);
    expect(check.notListed.map(({ domain }) => domain)).toEqual(['mail.acme.example', 'few.example']);
    expect(check.notSeen).toEqual(['gone.example']);
  });

  it('has an entry that was not seen where no domain of the log is or may be covered', async () => {
    const log = await analyseRows(LOG);
    const entries = [
      'example',
      '*.example',
      '*.mail.acme.example',
      '*.b.clear.example',
      '*',
      'x.*.example',
      'few.example',
    ].map(entryOf);
    const unseen = entries.filter((entry) => log.domains.every(({ domain }) => entryCovers(entry, domain) === 'no'));
    expect(unseen).toHaveLength(2);
    expect(checkList(log, entries).notSeen).toEqual(
      unseen.flatMap(({ pattern }) => (pattern.kind === 'domain' ? [pattern.pattern] : [])),
    );
  });
});
