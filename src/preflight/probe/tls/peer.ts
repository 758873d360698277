/** What the other side of a TLS connection showed. */
import { X509Certificate } from 'node:crypto';

export interface TlsPeer {
  readonly protocol: string;
  readonly cipher: string;
  /**
   * Its certificates in DER, its own first, as far as each was issued by the next; empty if it sent none. Bytes, since
   * thousands of them are kept for as long as a run lasts, and a certificate that was read takes ten times the room.
   */
  readonly chain: readonly Buffer[];
  /** What the TLS library says of the chain and its validity; undefined if it accepts them. It names one fault only. */
  readonly authorizationError: string | undefined;
}

/** As they were issued, the peer's own certificate first. */
export const certificatesOf = ({ chain }: TlsPeer): readonly X509Certificate[] => chain.map(certificateIn);

/** The peer's own certificate. */
export function leafOf({ chain: [der] }: TlsPeer): X509Certificate | undefined {
  return der && certificateIn(der);
}

/**
 * Node looks for PEM in what it is given, and only then reads it as DER: a certificate that carries the text of another
 * one would be taken for that one. So it gets PEM.
 *
 * @throws Error if the bytes are no certificate
 */
export const certificateIn = (der: Buffer): X509Certificate =>
  new X509Certificate(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`);

/** RFC 9525 §6.3. @param subject `default`: the common name counts where there are no DNS names at all */
export function hasName(certificate: X509Certificate, name: string, subject: 'never' | 'default'): boolean {
  try {
    return certificate.checkHost(name, { subject, partialWildcards: false, multiLabelWildcards: false }) !== undefined;
  } catch {
    // A common name that is no text.
    return false;
  }
}

const MAX_CHAIN_LENGTH = 10;

/**
 * The certificates that a server sent, as far as each issued the one before it: RFC 5246 §7.4.2 wants them in this
 * order, servers send them in others, and some send one that issued nothing.
 */
export function issuedChain(leaf: X509Certificate): readonly X509Certificate[] {
  const others = sentWith(leaf);
  const chain = [leaf];
  for (let last = leaf; chain.length < MAX_CHAIN_LENGTH;) {
    const next = others.find((one) => !chain.includes(one) && !isSame(one, last) && hasIssued(one, last));
    if (!next) break;
    chain.push(next);
    last = next;
  }
  return chain;
}

/** Node chains them as they came, whoever issued whom. */
function sentWith(leaf: X509Certificate): readonly X509Certificate[] {
  const others: X509Certificate[] = [];
  let next = leaf.issuerCertificate;
  for (let steps = 0; next && steps < MAX_CHAIN_LENGTH; steps++) {
    const one = next;
    if (!others.some((other) => isSame(other, one))) others.push(one);
    next = one.issuerCertificate;
  }
  return others;
}

const isSame = (one: X509Certificate, other: X509Certificate | undefined): boolean =>
  one.fingerprint256 === other?.fingerprint256;

export function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A kind of key that this platform does not know.
    return false;
  }
}
