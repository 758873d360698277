/**
 * Whether a certificate chain is the one that a TLSA record means: RFC 6698 §2.1, and what RFC 7671 and RFC 7672 make
 * of it for mail.
 */
import { createHash, createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { hostNameFault } from '../../../mail/domain.ts';
import type { TlsaRecord } from '../dns/dns.ts';
import { certificateIn, hasName } from '../tls/peer.ts';

/** RFC 6698 §2.1.3: the length of the digest of each matching type, in bytes; 0 is no digest. */
const DIGEST_BYTES: Readonly<Record<number, number>> = { 1: 32, 2: 64 };

/** RFC 7672 §3.1.3: usages 0 and 1 do not count for mail. A digest of a wrong length can match nothing. */
export function isUsable({ usage, selector, matchingType, data }: TlsaRecord): boolean {
  if ((usage !== 2 && usage !== 3) || selector > 1 || matchingType > 2) return false;
  return matchingType === 0 ? data.length > 0 : data.length === DIGEST_BYTES[matchingType];
}

/**
 * Usage 3 means the server's own certificate, whatever its names and dates (RFC 7671 §5.1). Usage 2 means one that
 * issued it: then the path up to it must hold, with its dates, and the certificate must have one of the names
 * (RFC 7672 §3.2.2).
 *
 * @param chain as it was issued, the server's own certificate first
 * @param names of which one is enough
 * @param now milliseconds since 1970
 */
export function matchesChain(
  record: TlsaRecord,
  chain: readonly X509Certificate[],
  names: readonly string[],
  now: number,
): boolean {
  const [leaf] = chain;
  if (!leaf) return false;
  if (record.usage === 3) return isMeant(record, leaf);
  if (!names.some((name) => isNamed(leaf, name))) return false;
  const at = chain.findIndex((one, index) => index > 0 && isMeant(record, one));
  if (at > 0) return isPath(chain.slice(0, at + 1), now);
  return isPath(chain, now) && issuedByUnsent(record, chain, now);
}

const isMeant = (record: TlsaRecord, certificate: X509Certificate): boolean =>
  associationData(record, certificate).equals(record.data);

function associationData({ selector, matchingType }: TlsaRecord, certificate: X509Certificate): Buffer {
  const whole = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (matchingType === 0) return whole;
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(whole)
    .digest();
}

const isNamed = (leaf: X509Certificate, name: string): boolean =>
  hostNameFault(name) === undefined && hasName(leaf, name, 'default');

/** Each was issued by the next, which is an authority, and all are valid now. */
const isPath = (chain: readonly X509Certificate[], now: number): boolean =>
  chain.every((one, index) => isValidAt(one, now) && (index === 0 || one.ca));

const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo);

/** A record with the whole anchor in it (`2 0 0`, `2 1 0`): a server need not send that one (RFC 7671 §5.2.1). */
function issuedByUnsent(
  { selector, matchingType, data }: TlsaRecord,
  chain: readonly X509Certificate[],
  now: number,
): boolean {
  const last = chain.at(-1);
  if (matchingType !== 0 || !last) return false;
  try {
    if (selector === 1) return isSignedBy(last, createPublicKey({ key: data, format: 'der', type: 'spki' }));
    const anchor = certificateIn(data);
    return last.checkIssued(anchor) && isSignedBy(last, anchor.publicKey) && isPath([last, anchor], now);
  } catch {
    // What stands in the record is no certificate, or no key.
    return false;
  }
}

const isSignedBy = (certificate: X509Certificate, key: KeyObject): boolean => certificate.verify(key);
