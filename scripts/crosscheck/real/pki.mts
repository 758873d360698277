// First: x509's dependency injection needs the polyfill before it is loaded.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import { createHash, webcrypto } from 'node:crypto';

/*
 * `root > intermediate > leaf`, as the lab has it, and what real servers show beside: other kinds of keys, and an
 * intermediate that has expired.
 */

const KEYS = {
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  p384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  rsa2048: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  ed25519: { name: 'Ed25519' },
} as const;
type KeyKind = keyof typeof KEYS;

type Issuer = 'trusted' | 'other' | 'expired';

interface Recipe {
  readonly key?: KeyKind;
  /** Default: the host. */
  readonly names?: 'domain' | 'wildcard' | 'elsewhere' | 'none';
  readonly issuer?: Issuer | 'self';
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** What stands above the leaf in what the server sends. Default: the intermediate. */
  readonly sends?: 'nothing' | 'unrelated';
}

const RECIPES = {
  valid: {},
  rsa2048: { key: 'rsa2048' },
  p384: { key: 'p384' },
  ed25519: { key: 'ed25519' },
  expired: { from: -120, to: -30 },
  'not-yet-valid': { from: 30, to: 120 },
  'self-signed': { issuer: 'self' },
  'unknown-ca': { issuer: 'other' },
  'missing-intermediate': { sends: 'nothing' },
  'wrong-name': { names: 'elsewhere' },
  'cn-only': { names: 'none' },
  'domain-only': { names: 'domain' },
  wildcard: { names: 'wildcard' },
  'expired-intermediate': { issuer: 'expired' },
  // The intermediate of the trusted root, which did not issue the leaf.
  unrelated: { issuer: 'other', sends: 'unrelated' },
} as const satisfies Record<string, Recipe>;

export type CertificateName = keyof typeof RECIPES;

interface Owner {
  readonly host: string;
  readonly domain: string;
}

export interface Issued {
  /** PEM, leaf first. */
  readonly chain: readonly string[];
  /** The key, then the chain. */
  readonly pem: string;
  readonly leaf: X509Certificate;
}

export interface Pki {
  readonly root: X509Certificate;
  readonly intermediate: (issuer: Issuer) => X509Certificate;
  readonly issue: (name: CertificateName, owner: Owner) => Promise<Issued>;
}

interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const DAY_MS = 86_400_000;
const days = (count: number): Date => new Date(Date.now() + count * DAY_MS);

export async function createPki(): Promise<Pki> {
  cryptoProvider.set(webcrypto);
  const root = await authority('Real Root');
  const otherRoot = await authority('Other Root');
  const issuers: Readonly<Record<Issuer, Authority>> = {
    trusted: await authority('Real Intermediate', root),
    other: await authority('Other Intermediate', otherRoot),
    expired: await authority('Expired Intermediate', root, -10),
  };
  const keys = new Map<KeyKind, Promise<webcrypto.CryptoKeyPair>>();
  const keysOf = (kind: KeyKind): Promise<webcrypto.CryptoKeyPair> => {
    const known = keys.get(kind) ?? generateKeys(kind);
    keys.set(kind, known);
    return known;
  };
  return {
    root: root.certificate,
    intermediate: (issuer) => issuers[issuer].certificate,
    async issue(name, owner) {
      const recipe: Recipe = RECIPES[name];
      const pair = await keysOf(recipe.key ?? 'p256');
      const issuer = recipe.issuer === 'self' ? undefined : issuers[recipe.issuer ?? 'trusted'];
      const leaf = await leafOf(recipe, owner, pair, issuer);
      const sent = [leaf, ...above(recipe, issuer, issuers.trusted).map(({ certificate }) => certificate)];
      const chain = sent.map((one) => `${one.toString('pem')}\n`);
      return { chain, pem: `${await keyPem(pair)}${chain.join('')}`, leaf };
    },
  };
}

function above({ sends }: Recipe, issuer: Authority | undefined, trusted: Authority): readonly Authority[] {
  if (sends === 'unrelated') return [trusted];
  return issuer && sends !== 'nothing' ? [issuer] : [];
}

async function authority(name: string, issuer?: Authority, until = 400): Promise<Authority> {
  const keys = await generateKeys('p256');
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: days(-400),
    notAfter: days(until),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: KEYS.p256,
    extensions: [new BasicConstraintsExtension(true, undefined, true), ...(await identifiers(keys, issuer))],
  });
  return { certificate, keys };
}

async function leafOf(
  { names, from, to, key }: Recipe,
  owner: Owner,
  keys: webcrypto.CryptoKeyPair,
  issuer: Authority | undefined,
): Promise<X509Certificate> {
  const all = namesOf(names, owner);
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    ...(await identifiers(keys, issuer)),
  ];
  if (all.length > 0)
    extensions.push(new SubjectAlternativeNameExtension(all.map((value) => ({ type: 'dns', value }))));
  const subject = `CN=${all[0] ?? owner.host}`;
  return X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: days(from ?? -30),
    notAfter: days(to ?? 300),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: issuer ? KEYS.p256 : KEYS[key ?? 'p256'],
    extensions,
  });
}

function namesOf(names: Recipe['names'], { host, domain }: Owner): readonly string[] {
  switch (names) {
    case undefined:
      return [host];
    case 'domain':
      return [domain];
    case 'wildcard':
      return [`*.${domain}`];
    case 'elsewhere':
      return ['mail.elsewhere.test'];
    case 'none':
      return [];
  }
}

const identifiers = async (keys: webcrypto.CryptoKeyPair, issuer?: Authority): Promise<Extension[]> => [
  await SubjectKeyIdentifierExtension.create(keys.publicKey),
  await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
];

const generateKeys = async (kind: KeyKind): Promise<webcrypto.CryptoKeyPair> =>
  (await webcrypto.subtle.generateKey(KEYS[kind], true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;

async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** RFC 5280 §4.1.2.2: positive, hence the first digit below 8. */
const serialNumber = (): string =>
  `4${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex')}0`.slice(0, 16);

/** RFC 6698 §2.1: what a TLSA record of a selector and a matching type holds for a certificate. */
export function associationData(certificate: X509Certificate, selector: 0 | 1, matchingType: 0 | 1 | 2): Buffer {
  const whole = Buffer.from(selector === 0 ? certificate.rawData : certificate.publicKey.rawData);
  if (matchingType === 0) return whole;
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(whole)
    .digest();
}
