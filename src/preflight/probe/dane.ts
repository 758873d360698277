/**
 * DANE for SMTP, RFC 7672: a domain publishes in the DNS which certificate its MX hosts show.
 *
 * A TLSA record at `_25._tcp.MXHOST` holds a certificate, a public key, or a digest of either. It counts only if the
 * answers about the MX, about the addresses and the TLSA answer itself are DNSSEC-secure (§2.2); from a resolver whose
 * AD bit we cannot trust that is not known. A look-up that fails is not "no DANE" (§2.1.2).
 * Salesforce documents nothing about it: for us it is information, never proof.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import type { DnsAnswer, TlsaRecord } from './dns/dns.ts';
import { evidenceText } from './untrustedText.ts';
import type { Env } from './options.ts';
import type { DanePromise, DaneStatus, DaneHost } from '../promises.ts';

/** What is known of an MX host before its TLSA records. */
export interface DaneSubject {
  readonly host: string;
  readonly port: number;
  /** The MX and the address answers are DNSSEC-secure. */
  readonly secure: boolean;
  /** What the host showed at each of its addresses, leaf first. */
  readonly chains: readonly (readonly X509Certificate[])[];
}

/** @throws only the reason of the signal */
export async function lookUpDane(subjects: readonly DaneSubject[], env: Env): Promise<DanePromise | null> {
  const hosts = await Promise.all(
    subjects.map(async (subject) => {
      const name = `_${subject.port}._tcp.${subject.host}`;
      return judgeDane(subject, await env.resolver.query(name, 'TLSA', env.signal), env.resolver.validates);
    }),
  );
  return danePromise(hosts);
}

/** From bad to good. */
const ORDER: readonly DaneStatus[] = ['mismatch', 'insecure', 'unusable', 'unknown', 'valid'];

export function danePromise(hosts: readonly DaneHost[]): DanePromise | null {
  const status = ORDER.find((one) => hosts.some((host) => host.status === one));
  if (status === undefined) return null;
  const reasons: readonly ReasonCode[] = status === 'mismatch' ? ['tlsa-invalid'] : [];
  return { status, hosts, reasons };
}

const MAX_RECORDS = 20;

export function judgeDane(subject: DaneSubject, answer: DnsAnswer<TlsaRecord>, validates: boolean): DaneHost {
  const host = evidenceText(subject.host);
  if (answer.kind === 'no-domain' || answer.kind === 'no-data')
    return { host, status: 'none', records: [], detail: '' };
  // SERVFAIL too: wrong signatures (RFC 4035 §5.5) are one cause of it among many.
  if (answer.kind === 'temporary')
    return { host, status: 'unknown', records: [], detail: evidenceText(`${answer.text} (${answer.code})`) };
  const records = answer.records.slice(0, MAX_RECORDS).map(zoneText);
  const judged = (status: DaneStatus, detail: string): DaneHost => ({ host, status, records, detail });
  if (!validates) return judged('insecure', 'TLSA present, not validated: this resolver does not tell');
  if (!subject.secure || !answer.secure) return judged('insecure', 'TLSA present, not DNSSEC-secure');
  const usable = answer.records.slice(0, MAX_RECORDS).filter(isUsable);
  if (usable.length === 0) return judged('unusable', 'no record of usage 2 or 3');
  if (subject.chains.length === 0) return judged('unknown', 'no certificate was seen to compare');
  const matching = subject.chains.every((chain) => usable.some((record) => matches(record, chain)));
  return matching ? judged('valid', '') : judged('mismatch', 'no record matches the certificate');
}

/** RFC 7672 §3.1.3: usages 0 and 1 do not count for SMTP. RFC 6698 §2.1.2, §2.1.3: selectors and matching types. */
const isUsable = ({ usage, selector, matchingType }: TlsaRecord): boolean =>
  (usage === 2 || usage === 3) && selector <= 1 && matchingType <= 2;

/** RFC 6698 §2.1.1: usage 3 is the server's own certificate, usage 2 one that issued it. */
function matches(record: TlsaRecord, chain: readonly X509Certificate[]): boolean {
  const candidates = record.usage === 3 ? chain.slice(0, 1) : chain.slice(1);
  return candidates.some((certificate) => associationData(record, certificate).equals(record.data));
}

function associationData({ selector, matchingType }: TlsaRecord, certificate: X509Certificate): Buffer {
  const whole = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (matchingType === 0) return whole;
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(whole)
    .digest();
}

const zoneText = ({ usage, selector, matchingType, data }: TlsaRecord): string =>
  `${usage} ${selector} ${matchingType} ${data.toString('hex', 0, 64)}`;
