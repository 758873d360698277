// First: x509's dependency injection needs the polyfill before it is loaded.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import { createHash, webcrypto } from 'node:crypto';

/*
 * A throw-away PKI: `root > intermediate > leaf`, and the same below a root that nobody trusts. Keys live in memory only.
 * All leaves share one key, since only names, dates and issuers are under test; it saves most of the time.
 */

/** Who signs a leaf: the trusted authority, one below it that has expired, one that nobody trusts, or the leaf itself. */
type Issuer = 'trusted' | 'expired' | 'other' | 'self';

export interface LeafRequest {
  /** DNS names of the subject alternative name; none: the extension is left out. */
  readonly names: readonly string[];
  readonly commonName?: string;
  readonly issuer?: Issuer;
  /** Validity, in days from now; may be negative. */
  readonly fromDays?: number;
  readonly toDays?: number;
  /**
   * What the server sends: the leaf alone, also the intermediate (as it should be), or also the root. `stray`: before
   * the intermediate another one, which issued nothing here.
   */
  readonly sends?: 'leaf' | 'intermediate' | 'root' | 'stray';
  readonly usage?: 'server' | 'client';
}

/** What a TLS server needs: its chain, leaf first, and its key. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Pki {
  /** PEM of the trusted root. */
  readonly ca: string;
  readonly issue: (request: LeafRequest) => Promise<Issued>;
  /** SHA-256 of the leaves' public key: TLSA `3 1 1` (RFC 6698 §2.1). */
  readonly leafKeyDigest: Buffer;
  /** SHA-256 of the whole intermediate certificate: TLSA `2 0 1`. */
  readonly intermediateDigest: Buffer;
  /** The same of the one that servers send astray. */
  readonly strayDigest: Buffer;
  /** The trusted root as a whole, which no server sends: TLSA `2 0 0`. */
  readonly rootCertificate: Buffer;
}

interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Hierarchy {
  readonly root: Authority;
  readonly intermediate: Authority;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** Makes keys and authorities. Takes some 20 ms; `issue` a few more for each leaf. */
export async function createPki(now: Date = new Date()): Promise<Pki> {
  cryptoProvider.set(webcrypto);
  const [trusted, other, leafKeys] = await Promise.all([
    hierarchy('Lab', now),
    hierarchy('Somebody Else', now),
    generateKeys(),
  ]);
  const { root } = trusted;
  const expired = {
    root,
    intermediate: await authority('Lab Expired Intermediate', now, { issuer: root, toDays: -10 }),
  };
  const issuers: Readonly<Record<Issuer, Hierarchy | undefined>> = { trusted, expired, other, self: undefined };
  const stray = other.intermediate.certificate;
  const key = pem('PRIVATE KEY', Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey)));
  return {
    ca: trusted.root.certificate.toString('pem'),
    issue: async (request) => {
      const issuer = issuers[request.issuer ?? 'trusted'];
      const leaf = await makeLeaf(request, issuer?.intermediate, leafKeys, now);
      const chain = [leaf, ...sentAbove(issuer, request.sends ?? 'intermediate', stray)];
      return { certificate: chain.map((one) => one.toString('pem')).join('\n'), key };
    },
    leafKeyDigest: sha256(await webcrypto.subtle.exportKey('spki', leafKeys.publicKey)),
    intermediateDigest: sha256(trusted.intermediate.certificate.rawData),
    strayDigest: sha256(stray.rawData),
    rootCertificate: Buffer.from(root.certificate.rawData),
  };
}

function sentAbove(
  issuer: Hierarchy | undefined,
  sends: NonNullable<LeafRequest['sends']>,
  stray: X509Certificate,
): X509Certificate[] {
  if (!issuer || sends === 'leaf') return [];
  const above = [...(sends === 'stray' ? [stray] : []), issuer.intermediate.certificate];
  return sends === 'root' ? [...above, issuer.root.certificate] : above;
}

async function hierarchy(owner: string, now: Date): Promise<Hierarchy> {
  const root = await authority(`${owner} Root`, now);
  return { root, intermediate: await authority(`${owner} Intermediate`, now, { issuer: root }) };
}

async function authority(
  name: string,
  now: Date,
  { issuer, toDays = 400 }: { readonly issuer?: Authority; readonly toDays?: number } = {},
): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(now.getTime() - 400 * DAY_MS),
    notAfter: new Date(now.getTime() + toDays * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
    ],
  });
  return { certificate, keys };
}

async function makeLeaf(
  request: LeafRequest,
  issuer: Authority | undefined,
  keys: webcrypto.CryptoKeyPair,
  now: Date,
): Promise<X509Certificate> {
  const subject = `CN=${request.commonName ?? request.names[0] ?? 'nameless'}`;
  const purpose = request.usage === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([purpose]),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
  ];
  if (request.names.length > 0)
    extensions.push(new SubjectAlternativeNameExtension(request.names.map((value) => ({ type: 'dns', value }))));
  return X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(now.getTime() + (request.fromDays ?? -30) * DAY_MS),
    notAfter: new Date(now.getTime() + (request.toDays ?? 300) * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions,
  });
}

const generateKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** RFC 5280 §4.1.2.2: positive, hence the first digit below 8. */
function serialNumber(): string {
  return `4${Buffer.from(webcrypto.getRandomValues(new Uint8Array(12)))
    .toString('hex')
    .slice(1)}`;
}

const sha256 = (bytes: ArrayBuffer): Buffer => createHash('sha256').update(Buffer.from(bytes)).digest();

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
