/**
 * DANE for SMTP, RFC 7672: a domain publishes in the DNS which certificate its MX hosts show.
 *
 * A TLSA record at `_25._tcp.MXHOST` holds a certificate, a public key, or a digest of either. It counts only if the
 * answers about the MX, about the addresses and the TLSA answer itself are DNSSEC-secure (§2.2); from a resolver whose
 * AD bit we cannot trust that is not known. A look-up that fails is not "no DANE" (§2.1.2). Where the host is an alias,
 * the name that it stands for is asked first (§2.2.2).
 * Salesforce documents nothing about it: for us it is information, never proof.
 */
import type { X509Certificate } from 'node:crypto';
import type { ReasonCode } from '../../../mail/reasonCode.ts';
import type { DnsAnswer, Resolver, TlsaRecord } from '../dns/dns.ts';
import { isUsable, matchesChain } from './tlsa.ts';
import { evidenceText } from '../untrustedText.ts';
import type { DanePromise, DaneStatus, DaneHost } from '../../promises.ts';

/** The TLSA records of an MX host. */
export interface TlsaFound {
  /** The name that has them: what the host is an alias of, or the host itself. */
  readonly base: string;
  readonly answer: DnsAnswer<TlsaRecord>;
}

/** What is known of an MX host beside its TLSA records. */
export interface DaneSubject {
  readonly host: string;
  /** The mail domain: RFC 7672 §3.2.2 takes its name too. */
  readonly domain: string;
  /** The MX and the address answers are DNSSEC-secure. */
  readonly secure: boolean;
  /** What the host showed at each of its addresses, leaf first; `none`: no TLS. */
  readonly chains: readonly (readonly X509Certificate[] | 'none')[];
}

/** @throws only the reason of the signal */
export async function lookUpTlsa(
  host: string,
  alias: string | undefined,
  port: number,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<TlsaFound> {
  const ask = async (base: string): Promise<TlsaFound> => ({
    base,
    answer: await resolver.query(`_${port}._tcp.${base}`, 'TLSA', signal),
  });
  const expanded = alias === undefined ? undefined : await ask(alias);
  // A failure is an answer too: to go on to the original name would be to fall back on less (RFC 7672 §2.1.2).
  const counts = expanded?.answer.kind === 'temporary' || (expanded?.answer.kind === 'found' && expanded.answer.secure);
  return expanded && counts ? expanded : ask(host);
}

const MAX_RECORDS = 20;

const usableOf = (answer: DnsAnswer<TlsaRecord>): readonly TlsaRecord[] =>
  answer.kind === 'found' ? answer.records.slice(0, MAX_RECORDS).filter(isUsable) : [];

/** Whether a chain is what the records promise; true where they promise nothing that counts. */
export function keepsPromise(
  { base, answer }: TlsaFound,
  chain: readonly X509Certificate[],
  host: string,
  now: number,
): boolean {
  const usable = answer.kind === 'found' && answer.secure ? usableOf(answer) : [];
  return usable.length === 0 || usable.some((record) => matchesChain(record, chain, [base, host], now));
}

/** From bad to good. */
const ORDER: readonly DaneStatus[] = ['mismatch', 'insecure', 'unusable', 'unknown', 'valid'];

export interface JudgedDane {
  readonly host: DaneHost;
  readonly reasons: readonly ReasonCode[];
}

export function danePromise(judged: readonly JudgedDane[]): DanePromise | null {
  const status = ORDER.find((one) => judged.some(({ host }) => host.status === one));
  if (status === undefined) return null;
  const reasons = [...new Set(judged.flatMap((one) => one.reasons))].sort();
  return { status, hosts: judged.map(({ host }) => host), reasons };
}

/** @param validates whether the AD bit of the resolver is to be believed @param now milliseconds since 1970 */
export function judgeDane(
  subject: DaneSubject,
  { base, answer }: TlsaFound,
  validates: boolean,
  now: number,
): JudgedDane {
  const host = evidenceText(subject.host);
  if (answer.kind === 'no-domain' || answer.kind === 'no-data')
    return { host: { host, status: 'none', records: [], detail: '' }, reasons: [] };
  // SERVFAIL too: wrong signatures (RFC 4035 §5.5) are one cause of it among many.
  if (answer.kind === 'temporary') {
    const detail = evidenceText(`${answer.text} (${answer.code})`);
    return { host: { host, status: 'unknown', records: [], detail }, reasons: [] };
  }
  const records = answer.records.slice(0, MAX_RECORDS).map(zoneText);
  const judged = (status: DaneStatus, detail: string, ...reasons: readonly ReasonCode[]): JudgedDane => ({
    host: { host, status, records, detail },
    reasons,
  });
  if (!validates) return judged('insecure', 'TLSA present, not validated: this resolver does not tell');
  if (!subject.secure || !answer.secure) return judged('insecure', 'TLSA present, not DNSSEC-secure');
  const usable = usableOf(answer);
  if (usable.length === 0) return judged('unusable', 'no record of usage 2 or 3 that can be used');
  // RFC 7672 §2.2: with usable records a sender that keeps to DANE sends nothing without TLS.
  if (subject.chains.includes('none')) return judged('mismatch', 'the server offers no TLS', 'dane-required');
  const chains = subject.chains.filter((chain) => chain !== 'none');
  if (chains.length === 0) return judged('unknown', 'no certificate was seen to compare');
  const names = [base, subject.host, subject.domain];
  const matching = chains.every((chain) => usable.some((record) => matchesChain(record, chain, names, now)));
  return matching ? judged('valid', '') : judged('mismatch', 'no record matches the certificate', 'tlsa-invalid');
}

const zoneText = ({ usage, selector, matchingType, data }: TlsaRecord): string =>
  `${usage} ${selector} ${matchingType} ${data.toString('hex', 0, 64)}`;
