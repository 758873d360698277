import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { PERSONALITIES, type PersonalityName } from '../../src/lab/personalities.ts';
import { REASON_CODES, type ReasonCode } from '../../src/mail/reasonCode.ts';
import { TLS_SETTINGS } from '../../src/mail/tlsSetting.ts';

let lab: Lab;
let startMs: number;

beforeAll(async () => {
  const start = performance.now();
  lab = await startLab();
  startMs = performance.now() - start;
});
afterAll(() => lab.close());

describe('the lab', () => {
  it('starts in under a second', () => {
    expect(startMs).toBeLessThan(1000);
  });

  it('has at least 45 domains, each once', () => {
    const names = lab.domains.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(45);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.endsWith('.test'))).toBe(true);
  });

  it('has every personality, unless it says what is missing', () => {
    const played = new Set(lab.domains.flatMap(({ mx }) => mx.map(({ personality }) => personality)));
    const absent = (Object.keys(PERSONALITIES) as PersonalityName[]).filter((name) => !played.has(name));
    expect(absent.filter((name) => !lab.missing.some((text) => text.startsWith(`${name}.test `)))).toEqual([]);
  });

  it('has every row of the outcome table', () => {
    const seen = new Set(
      lab.domains.map(({ outcomes }) => TLS_SETTINGS.map((setting) => outcomes[setting].join('/')).join(' ')),
    );
    for (const row of [
      'clear tls tls tls tls',
      'clear tls tls bounce/clear/tls bounce/tls',
      'clear tls tls bounce/clear bounce',
      'clear clear bounce clear bounce',
      'bounce bounce bounce bounce bounce',
      'unknown unknown unknown unknown unknown',
    ])
      expect(seen).toContain(row);
  });

  it('has every reason that can be played on loopback', () => {
    const given = new Set(lab.domains.flatMap(({ reasons }) => reasons));
    const elsewhere: readonly ReasonCode[] = [
      // Salesforce never requires DANE.
      'dane-required',
      // None of the resolvers says why a look-up failed.
      'dnssec-invalid',
      // With the option `port25: 'blocked'`.
      'port25-blocked',
    ];
    const unplayable: readonly ReasonCode[] =
      lab.missing.length > 0 ? ['connect-timeout', 'connect-unreachable', 'protocol-too-old'] : [];
    const allowed = [...elsewhere, ...unplayable];
    expect(REASON_CODES.filter((code) => !given.has(code) && !allowed.includes(code))).toEqual([]);
  });

  it('gives each host an address that is nobody’s, and knows where it listens', () => {
    for (const { mx } of lab.domains)
      for (const { host, addresses } of mx)
        for (const address of addresses) {
          expect(address, host).toMatch(/^(192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8::)/);
          expect(lab.route(address, 25), host).toBeDefined();
        }
  });

  it('knows other spellings of an IPv6 address, and no other address', () => {
    const address = lab.domains
      .flatMap(({ mx }) => mx.flatMap((one) => one.addresses))
      .find((one) => one.includes(':'));
    if (address !== undefined)
      expect(lab.route(address.toUpperCase().replace('::', ':0:0:0:0:0:'), 25)).toEqual(lab.route(address, 25));
    for (const other of ['127.0.0.1', '10.0.0.25', '8.8.8.8', '::1', 'nonsense'])
      expect(lab.route(other, 25)).toBeUndefined();
  });

  it.each([
    ['good.test', ['clear'], ['tls'], ['tls'], ['tls'], ['tls']],
    ['domain-only.test', ['clear'], ['tls'], ['tls'], ['bounce', 'clear', 'tls'], ['bounce', 'tls']],
    ['cn-only.test', ['clear'], ['tls'], ['tls'], ['bounce', 'clear', 'tls'], ['bounce', 'tls']],
    ['expired.test', ['clear'], ['tls'], ['tls'], ['bounce', 'clear'], ['bounce']],
    [
      'starttls-454.test',
      ['clear'],
      ['clear', 'unknown'],
      ['bounce', 'unknown'],
      ['clear', 'unknown'],
      ['bounce', 'unknown'],
    ],
    ['client-certificate-tls13.test', ['clear'], ['unknown'], ['unknown'], ['unknown'], ['unknown']],
    ['tls-needs-sni.test', ['clear'], ['clear', 'tls'], ['bounce', 'tls'], ['clear', 'tls'], ['bounce', 'tls']],
    ['needs-sni.test', ['clear'], ['tls'], ['tls'], ['bounce', 'clear', 'tls'], ['bounce', 'tls']],
    ['refused-550.test', ['unknown'], ['unknown'], ['unknown'], ['unknown'], ['unknown']],
    ['null-mx.test', ['bounce'], ['bounce'], ['bounce'], ['bounce'], ['bounce']],
    ['banner-421.test', ['unknown'], ['unknown'], ['unknown'], ['unknown'], ['unknown']],
    ['backup-clear.test', ['clear'], ['clear', 'tls'], ['bounce', 'tls'], ['clear', 'tls'], ['bounce', 'tls']],
    [
      'null-mx-mixed.test',
      ['bounce', 'clear'],
      ['bounce', 'tls'],
      ['bounce', 'tls'],
      ['bounce', 'tls'],
      ['bounce', 'tls'],
    ],
  ])('expects of %s what the outcome table says', (name, ...outcomes) => {
    const domain = lab.domains.find((one) => one.name === name);
    expect(TLS_SETTINGS.map((setting) => domain?.outcomes[setting])).toEqual(outcomes);
  });
});
