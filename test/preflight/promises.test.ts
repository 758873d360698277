import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPki } from '../../src/lab/pki.ts';
import { danePromise, type DaneSubject, judgeDane, type JudgedDane } from '../../src/preflight/probe/promises/dane.ts';
import { turns } from '../../src/preflight/probe/turns.ts';
import type { DaneHost } from '../../src/preflight/promises.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import type { DnsAnswer, RecordData, RecordKind, TlsaRecord } from '../../src/preflight/probe/dns/dns.ts';
import {
  coversHost,
  lookUpMtaSts,
  parsePolicy,
  stsRecord,
  withCoverage,
} from '../../src/preflight/probe/promises/mtaSts.ts';
import { DEFAULT_DEADLINES, DEFAULT_PAUSES, type Endpoint, type Env } from '../../src/preflight/probe/options.ts';
import { tlsRptPromise } from '../../src/preflight/probe/promises/tlsRpt.ts';
import { trustStore } from '../../src/preflight/probe/tls/trust.ts';

const found = <T>(...records: T[]): DnsAnswer<T> => ({ kind: 'found', records, alias: undefined, secure: true });
const FAILED = { kind: 'temporary', code: 'ESERVFAIL', text: 'server failure' } as const;

describe('MTA-STS record, RFC 8461 §3.1', () => {
  const CASES: readonly (readonly [string, DnsAnswer<string>, string])[] = [
    ['as it should be', found('v=STSv1; id=20160831085700Z;'), 'announced'],
    ['without blanks and last semicolon', found('v=STSv1;id=1'), 'announced'],
    ['with extensions', found('v=STSv1; ext=1; id=1; more=2;'), 'announced'],
    ['beside others', found('v=spf1 -all', 'v=STSv1; id=1;'), 'announced'],
    ['two of them', found('v=STSv1; id=1;', 'v=STSv1; id=2;'), 'ignored'],
    ['without id', found('v=STSv1;'), 'ignored'],
    ['with an id that is none', found('v=STSv1; id=2016-08-31;'), 'ignored'],
    ['another version', found('v=STSv2; id=1;'), 'absent'],
    ['version not first', found('id=1; v=STSv1;'), 'absent'],
    ['none', { kind: 'no-data', secure: false }, 'absent'],
    ['no answer', FAILED, 'unknown'],
  ];
  for (const [about, answer, kind] of CASES)
    it(about, () => {
      expect(stsRecord(answer).kind).toBe(kind);
    });
});

describe('MTA-STS policy, RFC 8461 §3.2', () => {
  const GOOD = 'version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n';

  it('is read', () => {
    const policy = { mode: 'enforce', maxAge: 604_800, mx: ['mail.example.com', '*.example.net'] };
    expect(parsePolicy(GOOD)).toEqual(policy);
    expect(parsePolicy(GOOD.replaceAll('\n', '\r\n'))).toEqual(policy);
    expect(parsePolicy(GOOD.replaceAll(': ', ':'))).toEqual(policy);
  });

  it('takes the first of several fields, and all mx', () => {
    expect(parsePolicy(`${GOOD}mode: none\nunknown: x\n`)).toMatchObject({ mode: 'enforce' });
  });

  it('needs no mx in mode none', () => {
    expect(parsePolicy('version: STSv1\nmode: none\nmax_age: 86400\n')).toMatchObject({ mode: 'none', mx: [] });
  });

  for (const [about, text] of [
    ['no version', GOOD.replace('version: STSv1\n', '')],
    ['another version', GOOD.replace('STSv1', 'STSv2')],
    ['another mode', GOOD.replace('enforce', 'enforced')],
    ['no max_age', GOOD.replace(/max_age.*/, '')],
    ['a negative max_age', GOOD.replace('604800', '-1')],
    ['no mx', GOOD.replaceAll(/mx: .*\n/g, '')],
    ['a web page', '<!doctype html>\n<title>Welcome</title>\n'],
    ['too many mx', GOOD + 'mx: a.test\n'.repeat(200)],
  ] as const)
    it(`is not valid with ${about}`, () => {
      expect(typeof parsePolicy(text)).toBe('string');
    });
});

describe('MTA-STS policy host', () => {
  const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.d.test\nmax_age: 86400\n';
  const NO_DATA = { kind: 'no-data', secure: false } as const;
  const CLOSED = '192.0.2.1';
  const GOOD = '192.0.2.2';
  const MISSING = '192.0.2.3';
  const PLAIN = '192.0.2.4';
  const SILENT = '192.0.2.5';
  /** Nobody routes it, and nothing may connect to it. */
  const PRIVATE = '10.0.0.1';
  const servers = [
    createServer((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(POLICY)),
    createServer((_, response) => response.writeHead(404).end()),
    createServer(() => undefined),
  ];
  // No TLS.
  const plain = createNetServer((socket) => {
    socket.on('error', () => undefined).end('220 mail\r\n');
  });
  const routes = new Map<string, Endpoint>([[CLOSED, { host: '127.0.0.1', port: 1 }]]);
  let ca: string;

  beforeAll(async () => {
    const pki = await createPki();
    ca = pki.ca;
    const { certificate: cert, key } = await pki.issue({ names: ['mta-sts.d.test'] });
    for (const server of servers) server.setSecureContext({ cert, key });
    for (const [server, address] of [
      [servers[0], GOOD],
      [servers[1], MISSING],
      [servers[2], SILENT],
      [plain, PLAIN],
    ] as const) {
      server?.listen(0, '127.0.0.1');
      if (!server) continue;
      await once(server, 'listening');
      routes.set(address, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    }
  });
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections();
    plain.close();
  });

  const look = (a: DnsAnswer<string>, policy = 5000): ReturnType<typeof lookUpMtaSts> => {
    const answers: Partial<Record<RecordKind, DnsAnswer<unknown>>> = { TXT: found('v=STSv1; id=1;'), A: a };
    const query = <K extends RecordKind>(_: string, type: K): Promise<DnsAnswer<RecordData[K]>> =>
      Promise.resolve((answers[type] ?? NO_DATA) as DnsAnswer<RecordData[K]>);
    const env: Env = {
      resolver: { validates: false, query, close: () => undefined },
      trust: trustStore([ca]),
      deadlines: { ...DEFAULT_DEADLINES, policy },
      pauses: DEFAULT_PAUSES,
      turns: turns(1),
      addresses: { allowPrivate: false, allowDocumentation: false },
      route: (address) => routes.get(address),
      ehloName: undefined,
      signal: new AbortController().signal,
      clock: Date.now,
    };
    return lookUpMtaSts('d.test', env);
  };

  const UNKNOWN = ['unknown'];
  const BROKEN = ['broken', 'sts-policy-fetch-error'];
  const CASES: readonly (readonly [string, DnsAnswer<string>, readonly string[], number?])[] = [
    ['there', found(GOOD), ['valid']],
    ['no such name', { kind: 'no-domain', secure: false }, BROKEN],
    ['no address', NO_DATA, BROKEN],
    ['no DNS answer', FAILED, UNKNOWN],
    ['not listening', found(CLOSED), UNKNOWN],
    ['not public', found(PRIVATE), UNKNOWN],
    ['silent', found(SILENT), UNKNOWN, 200],
    ['says 404', found(MISSING), BROKEN],
    ['without TLS', found(PLAIN), BROKEN],
    ['there at the second address', found(CLOSED, GOOD), ['valid']],
    ['there beside an address that is not public', found(PRIVATE, GOOD), ['valid']],
    ['not there at the second address', found(CLOSED, MISSING), BROKEN],
    ['there, but not asked again after an answer', found(MISSING, GOOD), BROKEN],
    ['there at the third address', found(CLOSED, '192.0.2.11', GOOD), ['valid']],
    ['there at the fourth address', found(CLOSED, '192.0.2.11', '192.0.2.12', GOOD), UNKNOWN],
  ];
  routes.set('192.0.2.11', { host: '127.0.0.1', port: 1 }).set('192.0.2.12', { host: '127.0.0.1', port: 1 });
  for (const [about, a, expected, ms] of CASES)
    it(about, async () => {
      const sts = await look(a, ms);
      expect([sts?.status, ...(sts?.reasons ?? [])], sts?.detail).toEqual(expected);
    });
});

it('a hostile policy costs no time', () => {
  const blanks = ' '.repeat(65_000);
  const started = performance.now();
  for (const text of [
    `version:${blanks}x`,
    `version: x${blanks}x`,
    `${blanks}x`,
    'mx:\n'.repeat(16_000),
    `a${blanks}:`,
  ])
    expect(typeof parsePolicy(text)).toBe('string');
  expect(performance.now() - started).toBeLessThan(500);
});

describe('MTA-STS names, RFC 8461 §4.1', () => {
  it('a wildcard stands for exactly one label', () => {
    expect(coversHost('*.example.com', 'mx.example.com')).toBe(true);
    expect(coversHost('*.example.com', 'MX.Example.com.')).toBe(true);
    expect(coversHost('*.example.com', 'a.mx.example.com')).toBe(false);
    expect(coversHost('*.example.com', 'example.com')).toBe(false);
    expect(coversHost('*.example.com', '.example.com')).toBe(false);
    expect(coversHost('mx.example.com', 'mx.example.com')).toBe(true);
    expect(coversHost('m*.example.com', 'mx.example.com')).toBe(false);
  });

  it('hosts that the policy does not name are told', () => {
    const policy = { mode: 'enforce', maxAge: 1, mx: ['*.a.test'] } as const;
    const sts = { status: 'valid', policy, uncovered: [], reasons: [], detail: '' } as const;
    expect(withCoverage(sts, ['mx.a.test', 'mx.b.test'])?.uncovered).toEqual(['mx.b.test']);
    expect(withCoverage({ ...sts, policy: { ...policy, mode: 'none' } }, ['mx.b.test'])?.uncovered).toEqual([]);
    expect(withCoverage(null, [])).toBeNull();
  });
});

describe('TLS-RPT, RFC 8460 §3', () => {
  const CASES: readonly (readonly [string, DnsAnswer<string>, unknown])[] = [
    ['mailto', found('v=TLSRPTv1; rua=mailto:tls@example.com'), ['mailto:tls@example.com']],
    ['two places', found('v=TLSRPTv1;rua=mailto:a@b.c, https://r.test/v1;'), ['mailto:a@b.c', 'https://r.test/v1']],
    ['no place', found('v=TLSRPTv1;'), 'invalid'],
    ['another scheme', found('v=TLSRPTv1; rua=http://r.test'), 'invalid'],
    ['two records', found('v=TLSRPTv1; rua=mailto:a@b.c', 'v=TLSRPTv1; rua=mailto:d@e.f'), 'invalid'],
    ['another record', found('v=DMARC1; p=none'), 'none'],
    ['no domain', { kind: 'no-domain', secure: false }, 'none'],
    ['no answer', FAILED, 'unknown'],
  ];
  for (const [about, answer, expected] of CASES)
    it(about, () => {
      const promise = tlsRptPromise(answer);
      expect(promise === null ? 'none' : promise.status === 'valid' ? promise.rua : promise.status).toEqual(expected);
    });
});

describe('DANE, RFC 7672', () => {
  const subject: DaneSubject = { host: 'mx.test', domain: 'test', secure: true, chains: [] };
  const record = (usage: number): TlsaRecord => ({
    usage,
    selector: 1,
    matchingType: 1,
    data: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(0, 32),
  });

  const judge = (answer: DnsAnswer<TlsaRecord>, validates: boolean, of: DaneSubject = subject): DaneHost =>
    judgeDane(of, { base: 'mx.test', answer }, validates, Date.now()).host;

  it('counts only where everything is secure and the resolver may be believed', () => {
    expect(judge(found(record(3)), false, subject).status).toBe('insecure');
    expect(judge(found(record(3)), true, { ...subject, secure: false }).status).toBe('insecure');
    expect(judge({ ...found(record(3)), secure: false } as DnsAnswer<TlsaRecord>, true, subject).status).toBe(
      'insecure',
    );
  });

  it('is not known without a certificate to compare', () => {
    expect(judge(found(record(3)), true, subject).status).toBe('unknown');
  });

  it('passes over usages 0 and 1 (§3.1.3)', () => {
    expect(judge(found(record(0), record(1)), true, subject).status).toBe('unusable');
  });

  it('a failed look-up is not "no DANE"', () => {
    for (const validates of [true, false])
      for (const code of ['ESERVFAIL', 'ETIMEOUT']) {
        const host = judge({ ...FAILED, code }, validates);
        expect(danePromise([{ host, reasons: [] }]), code).toMatchObject({ status: 'unknown', reasons: [] });
      }
  });

  it('the worst of the hosts speaks for the domain', () => {
    const host = (status: 'valid' | 'mismatch' | 'none', ...reasons: readonly ReasonCode[]): JudgedDane => ({
      host: { host: 'mx.test', status, records: [], detail: '' },
      reasons,
    });
    expect(danePromise([host('none')])).toBeNull();
    expect(danePromise([host('none'), host('valid')])?.status).toBe('valid');
    expect(danePromise([host('valid'), host('mismatch', 'tlsa-invalid')])).toMatchObject({
      status: 'mismatch',
      reasons: ['tlsa-invalid'],
    });
  });
});
