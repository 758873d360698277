import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { Extension, X509CertificateGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { createPki, type LeafRequest } from '../../src/lab/pki.ts';
import { certificateFacts, judgeChain, judgeName } from '../../src/preflight/probe/tls/certificate.ts';
import { certificateIn, issuedChain } from '../../src/preflight/probe/tls/peer.ts';
import { trustStore } from '../../src/preflight/probe/tls/trust.ts';

const pki = await createPki();
const trust = trustStore([pki.ca]);
const leafOf = async (request: LeafRequest): Promise<X509Certificate> =>
  new X509Certificate((await pki.issue(request)).certificate);
const DAY = 24 * 60 * 60 * 1000;

describe('the name', () => {
  const CASES: readonly (readonly [string, LeafRequest, string, string, readonly string[]])[] = [
    ['the host', { names: ['mx.d.test'] }, 'mx.d.test', 'host', []],
    ['case and a trailing dot do not matter', { names: ['MX.d.test'] }, 'mx.D.test.', 'host', []],
    ['a wildcard', { names: ['*.d.test'] }, 'mx.d.test', 'host', []],
    ['a wildcard is one label', { names: ['*.d.test'] }, 'a.mx.d.test', 'no', ['certificate-host-mismatch']],
    ['part of a label is none', { names: ['mx*.d.test'] }, 'mx1.d.test', 'no', ['certificate-host-mismatch']],
    ['a wildcard within', { names: ['mx.*.test'] }, 'mx.d.test', 'no', ['certificate-host-mismatch']],
    ['the domain only', { names: ['d.test'] }, 'mx.d.test', 'doubtful', ['domain-name-only']],
    ['the common name only', { names: [], commonName: 'mx.d.test' }, 'mx.d.test', 'doubtful', ['cn-only']],
    ['another common name', { names: [], commonName: 'x.test' }, 'mx.d.test', 'no', ['certificate-host-mismatch']],
    [
      'the common name beside other names',
      { names: ['x.test'], commonName: 'mx.d.test' },
      'mx.d.test',
      'no',
      ['certificate-host-mismatch'],
    ],
    ['a leading dot is no host', { names: ['mx.d.test'] }, '.d.test', 'no', ['certificate-host-mismatch']],
    ['an address is no host', { names: ['mx.d.test'] }, '192.0.2.1', 'no', ['certificate-host-mismatch']],
    ['nor is anything else', { names: ['mx.d.test'] }, 'mx.d.test\0.evil.test', 'no', ['certificate-host-mismatch']],
  ];
  for (const [about, request, host, matches, reasons] of CASES)
    it(about, async () => {
      const domain = about.includes('domain') ? 'd.test' : 'other.test';
      expect(judgeName(await leafOf(request), host, domain)).toMatchObject({ matches, reasons });
    });
});

/** As Node hands out what a server sent: each with the next one as its issuer, whoever issued it. */
const chainedAsSent = (pems: readonly string[]): X509Certificate =>
  pems.reduceRight<X509Certificate | undefined>((issuerCertificate, pem) => {
    const certificate = new X509Certificate(pem);
    Object.defineProperty(certificate, 'issuerCertificate', { value: issuerCertificate });
    return certificate;
  }, undefined) ?? new X509Certificate(pki.ca);

describe('chain and validity', () => {
  const judged = async (request: LeafRequest, authorizationError: string | undefined, now = Date.now()) => {
    const peer = { protocol: '', cipher: '', chain: [(await leafOf(request)).raw], authorizationError };
    const { trusted, reasons } = judgeChain(peer, trust, now);
    return { trusted, reasons };
  };
  const GOOD = { names: ['mx.test'], fromDays: -10, toDays: 80 };

  it('the clock decides', async () => {
    expect(await judged(GOOD, undefined)).toEqual({ trusted: true, reasons: [] });
    expect(await judged(GOOD, undefined, Date.now() + 70 * DAY)).toEqual({
      trusted: true,
      reasons: ['certificate-expires-soon'],
    });
    expect(await judged(GOOD, undefined, Date.now() + 81 * DAY)).toEqual({
      trusted: false,
      reasons: ['certificate-expired'],
    });
    expect(await judged(GOOD, undefined, Date.now() - 11 * DAY)).toEqual({
      trusted: false,
      reasons: ['certificate-not-yet-valid'],
    });
  });

  it('what the library refuses is not trusted, even if no reason is found', async () => {
    const self = { ...GOOD, issuer: 'self' } as const;
    expect(await judged(self, 'DEPTH_ZERO_SELF_SIGNED_CERT')).toEqual({
      trusted: false,
      reasons: ['certificate-self-signed'],
    });
    const root = new X509Certificate(pki.ca);
    const peer = { protocol: '', cipher: '', chain: [root.raw], authorizationError: 'CA_MD_TOO_WEAK' };
    expect(judgeChain(peer, trust, Date.now())).toEqual({
      trusted: false,
      reasons: ['validation-failure'],
      detail: 'CA_MD_TOO_WEAK',
    });
  });

  it('says which certificate of the chain has expired', async () => {
    const { certificate } = await pki.issue({ ...GOOD, issuer: 'expired' });
    const chain = (certificate.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map(
      (pem) => new X509Certificate(pem).raw,
    );
    const peer = { protocol: '', cipher: '', chain, authorizationError: 'CERT_HAS_EXPIRED' };
    const { reasons, detail } = judgeChain(peer, trust, Date.now());
    expect(reasons).toEqual(['certificate-expired']);
    expect(detail).toMatch(/^CERT_HAS_EXPIRED; the CA certificate Lab Expired Intermediate expired \d{4}-/);
  });

  it('an underscore in the name must be spelt alike', async () => {
    const leaf = await leafOf({ names: ['mx_1.d.test', '*.w.test'] });
    expect(judgeName(leaf, 'MX_1.d.test', 'd.test').matches).toBe('host');
    expect(judgeName(leaf, 'mx_2.d.test', 'd.test').matches).toBe('no');
    expect(judgeName(leaf, 'mx_1.w.test', 'd.test').matches).toBe('no');
  });

  it('a chain is what was issued, whatever else was sent, and however often', async () => {
    const { certificate } = await pki.issue({ ...GOOD, issuer: 'other', sends: 'root' });
    const [leaf = '', intermediate = '', rootPem = ''] =
      certificate.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
    const peerOf = (...pems: readonly string[]) => ({
      protocol: '',
      cipher: '',
      chain: issuedChain(chainedAsSent(pems)).map(({ raw }) => raw),
      authorizationError: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    const reasonsOf = (...pems: readonly string[]) => judgeChain(peerOf(...pems), trust, Date.now()).reasons;
    expect(reasonsOf(leaf, intermediate, rootPem)).toEqual(['certificate-not-trusted']);
    expect(reasonsOf(leaf, intermediate, intermediate, rootPem)).toEqual(['certificate-not-trusted']);
    expect(reasonsOf(leaf, pki.ca, rootPem, intermediate)).toEqual(['certificate-not-trusted']);
    expect(reasonsOf(leaf, intermediate)).toEqual(['certificate-chain-incomplete']);
    expect(reasonsOf(leaf, rootPem)).toEqual(['certificate-chain-incomplete']);
  });

  it('a certificate that carries the text of another one is not taken for that one', async () => {
    const real = await leafOf(GOOD);
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const forged = await X509CertificateGenerator.createSelfSigned({
      keys,
      name: 'CN=forged.test',
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [new Extension('1.2.3.4', false, Buffer.from(real.toString()))],
    });
    const read = certificateIn(Buffer.from(forged.rawData));
    expect(read.subject).toBe('CN=forged.test');
    expect(judgeName(read, 'mx.test', 'test').matches).toBe('no');
  });

  it('a common name that is no text names nothing, and ends nothing', async () => {
    const der = Buffer.from((await leafOf({ names: [], commonName: 'xy' })).raw);
    // The object identifier of the common name, of the subject, before its value: UTF8String becomes BIT STRING.
    const value = der.lastIndexOf(Buffer.from('0603550403', 'hex')) + 5;
    der[value] = 0x03;
    der[value + 2] = 0;
    expect(() => certificateIn(der).checkHost('mx.test')).toThrow();
    expect(judgeName(certificateIn(der), 'mx.test', 'test').matches).toBe('no');
  });

  it('a certificate without a name of its own is shown', async () => {
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const nameless = await X509CertificateGenerator.createSelfSigned({
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      notBefore: new Date(0),
      notAfter: new Date(1),
    });
    const chain = [(await leafOf(GOOD)).raw, Buffer.from(nameless.rawData)];
    const peer = { protocol: '', cipher: '', chain, authorizationError: 'CERT_HAS_EXPIRED' };
    expect(judgeChain(peer, trust, Date.now()).reasons).toContain('certificate-expired');
    expect(certificateFacts(certificateIn(Buffer.from(nameless.rawData))).subject).toBe('');
  });

  it('no certificate is not trusted', () => {
    const peer = { protocol: '', cipher: '', chain: [], authorizationError: 'X' };
    expect(judgeChain(peer, trust, Date.now())).toMatchObject({ trusted: false, reasons: ['certificate-not-trusted'] });
  });
});

describe('what is shown of a certificate', () => {
  it('is printable', async () => {
    const facts = certificateFacts(await leafOf({ names: ['a.test', 'b.test'], commonName: 'Evil \u001b[31m' }));
    expect(facts.names).toEqual(['a.test', 'b.test']);
    expect(facts.notAfter).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(JSON.stringify(facts)).not.toMatch(/\\u00/);
  });
});

describe('the trust store', () => {
  it('says whose roots it has', () => {
    expect(trustStore().label).toMatch(/^(system\+)?mozilla$/);
    expect(trust.label).toMatch(/\+extra$/);
    expect(trust.rootLabel(new X509Certificate(pki.ca))).toBe('extra');
  });

  it('refuses a file without certificates', () => {
    expect(() => trustStore(['no certificate'])).toThrow('PEM');
    expect(() => trustStore(['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])).toThrow('PEM');
  });
});
