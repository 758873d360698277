import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateKind, certificateStore } from '../../src/lab/certificates.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';

let pki: Pki;
beforeAll(async () => {
  pki = await createPki();
});

const OWNER = { host: 'mx.acme.test', domain: 'acme.test' };

async function chainOf(kind: CertificateKind): Promise<X509Certificate[]> {
  const { certificate } = await certificateStore(pki)(kind, OWNER);
  return (certificate.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
}

describe('certificates', () => {
  it.each<[CertificateKind, number, string | undefined]>([
    ['good', 2, 'mx.acme.test'],
    ['missing-intermediate', 1, 'mx.acme.test'],
    ['other-ca', 2, 'mx.acme.test'],
    ['other-root-sent', 3, 'mx.acme.test'],
    ['self-signed', 1, 'mx.acme.test'],
    ['wildcard', 2, '*.acme.test'],
    ['wrong-name', 2, undefined],
    ['domain-only', 2, undefined],
    ['cn-only', 2, undefined],
    ['partial-wildcard', 2, undefined],
  ])('%s: a chain of %i, naming the host as %s', async (kind, length, name) => {
    const chain = await chainOf(kind);
    expect(chain).toHaveLength(length);
    expect(chain[0]?.checkHost('mx.acme.test', { subject: 'never', partialWildcards: false })).toBe(name);
    for (const [index, certificate] of chain.entries()) {
      const issuer = chain[index + 1];
      if (issuer) expect(certificate.verify(issuer.publicKey)).toBe(true);
    }
  });

  it('hangs below the trusted root, or does not', async () => {
    const root = new X509Certificate(pki.ca);
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect((await chainOf('good'))[1]?.verify(root.publicKey)).toBe(true);
    expect((await chainOf('other-ca'))[1]?.verify(root.publicKey)).toBe(false);
    const [self] = await chainOf('self-signed');
    expect(self?.verify(self.publicKey)).toBe(true);
  });

  it.each<[CertificateKind, number, number]>([
    ['good', -30, 300],
    ['expired', -120, -30],
    ['not-yet-valid', 30, 120],
    ['expires-soon', -85, 5],
  ])('%s: valid from day %i to day %i', async (kind, from, to) => {
    const [leaf] = await chainOf(kind);
    const days = (text: string | undefined) => Math.round((Date.parse(text ?? '') - Date.now()) / 86_400_000);
    expect([days(leaf?.validFrom), days(leaf?.validTo)]).toEqual([from, to]);
  });

  it('is made anew each time', async () => {
    expect((await createPki()).ca).not.toBe(pki.ca);
  });
});
