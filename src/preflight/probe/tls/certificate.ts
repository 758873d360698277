/**
 * Judges a mail server's certificate: RFC 5280 for the chain and its validity, RFC 9525 for the name.
 *
 * The TLS library reports one fault only, and an expired certificate hides a wrong issuer and a wrong name. So the
 * three are judged one by one. What the library accepts as a chain is accepted; where it does not, the chain is walked
 * here only to say why, never to overrule it.
 *
 * Names are DNS entries of the subject alternative name; `*` stands for one whole left-most label (RFC 9525 §6.3).
 * Salesforce's text says "common name", so a certificate that has nothing but a common name is a doubtful case, and so
 * is one that names the mail domain and not the MX host: its documents can be read either way.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hostNameFault } from '../../../mail/domain.ts';
import type { ReasonCode } from '../../../mail/reasonCode.ts';
import { certificatesOf, hasIssued, hasName, type TlsPeer } from './peer.ts';
import { evidenceText } from '../untrustedText.ts';
import type { CertificateFacts } from '../../result.ts';
import type { TrustStore } from './trust.ts';

/** Below this a renewal has most likely failed: the usual tools renew 30 days ahead. */
const SOON_MS = 14 * 24 * 60 * 60 * 1000;

export interface ChainJudgement {
  readonly trusted: boolean;
  readonly reasons: readonly ReasonCode[];
  readonly detail: string;
}

export function judgeChain(peer: TlsPeer, trust: TrustStore, now: number): ChainJudgement {
  const { authorizationError } = peer;
  const chain = certificatesOf(peer);
  const [leaf] = chain;
  if (!leaf) return { trusted: false, reasons: ['certificate-not-trusted'], detail: 'the server sent no certificate' };
  const anchor = anchorOf(chain, trust);
  // Further certificates count only where the library, which may know a way around them, does not accept the chain.
  const dated = authorizationError === undefined ? [leaf] : chain;
  const validity = validityReasons(dated, now);
  if (authorizationError === undefined && !validity.some((reason) => reason !== 'certificate-expires-soon'))
    return { trusted: true, reasons: validity, detail: `trusted by the ${anchor ?? trust.label} roots` };
  const reasons = new Set([...validity, ...(authorizationError === undefined ? [] : chainReasons(chain, anchor))]);
  reasons.delete('certificate-expires-soon');
  if (reasons.size === 0) reasons.add('validation-failure');
  const fault = evidenceText(authorizationError ?? 'CERT_HAS_EXPIRED', 150);
  return { trusted: false, reasons: [...reasons], detail: [fault, ...outOfDate(dated, now)].join('; ') };
}

const hasExpired = ({ validTo }: X509Certificate, now: number): boolean => Date.parse(validTo) < now;
const isTooNew = ({ validFrom }: X509Certificate, now: number): boolean => Date.parse(validFrom) > now;

function validityReasons(chain: readonly X509Certificate[], now: number): ReasonCode[] {
  const reasons: ReasonCode[] = [];
  if (chain.some((one) => hasExpired(one, now))) reasons.push('certificate-expired');
  else if (chain.some((one) => hasExpired(one, now + SOON_MS))) reasons.push('certificate-expires-soon');
  if (chain.some((one) => isTooNew(one, now))) reasons.push('certificate-not-yet-valid');
  return reasons;
}

/** Which of them, since it may be one that the server's operator did not look at. */
const outOfDate = (chain: readonly X509Certificate[], now: number): readonly string[] =>
  chain.flatMap((one, index) => {
    const which =
      index === 0 ? 'the certificate of the server' : evidenceText(`the CA certificate ${shortName(one)}`, 120);
    if (hasExpired(one, now)) return [`${which} expired ${isoDate(one.validTo)}`];
    return isTooNew(one, now) ? [`${which} is valid from ${isoDate(one.validFrom)}`] : [];
  });

function shortName(certificate: X509Certificate): string {
  // Node's types leave out that an empty name is undefined.
  const subject: unknown = certificate.subject;
  if (typeof subject !== 'string') return '';
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}

/** Whose root the chain leads to; undefined if it leads to none. */
function anchorOf(chain: readonly X509Certificate[], trust: TrustStore): string | undefined {
  for (const one of chain) {
    const own = trust.rootLabel(one);
    if (own !== undefined) return own;
    const root = trust.rootsNamed(one.issuer).find((candidate) => hasIssued(candidate, one));
    if (root) return trust.rootLabel(root);
  }
  return undefined;
}

/** `checkIssued` would want a CA's key usage, which a server's own certificate need not have. */
function isSelfSigned(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

function chainReasons(chain: readonly X509Certificate[], anchor: string | undefined): readonly ReasonCode[] {
  if (anchor !== undefined) return [];
  const [leaf] = chain;
  const last = chain.at(-1);
  if (!leaf || !last) return ['certificate-not-trusted'];
  if (isSelfSigned(leaf)) return ['certificate-self-signed'];
  // The chain ends in the middle. An unknown CA that does not send its root looks the same; a forgotten intermediate is
  // by far the more common.
  return [isSelfSigned(last) ? 'certificate-not-trusted' : 'certificate-chain-incomplete'];
}

/** `host`: the MX host is named. `doubtful`: see above. */
export interface NameJudgement {
  readonly matches: 'host' | 'doubtful' | 'no';
  readonly reasons: readonly ReasonCode[];
  readonly detail: string;
}

/** @param domain the mail domain, or the host that stands in the relay */
export function judgeName(leaf: X509Certificate | undefined, host: string, domain: string): NameJudgement {
  if (!leaf) return { matches: 'no', reasons: ['certificate-host-mismatch'], detail: 'no certificate' };
  if (names(leaf, host, 'never')) return { matches: 'host', reasons: [], detail: `names ${evidenceText(host)}` };
  const byCommonName = names(leaf, host, 'default');
  if (byCommonName)
    return { matches: 'doubtful', reasons: ['cn-only'], detail: `only the common name is ${evidenceText(host)}` };
  if (names(leaf, domain, 'never'))
    return {
      matches: 'doubtful',
      reasons: ['domain-name-only'],
      detail: `names ${evidenceText(domain)} and not ${evidenceText(host)}`,
    };
  const found = dnsNames(leaf).join(', ');
  return {
    matches: 'no',
    reasons: ['certificate-host-mismatch'],
    detail: evidenceText(`does not name ${host}; its names: ${found === '' ? 'none' : found}`),
  };
}

/** @param subject `default`: the common name counts where there are no DNS names at all */
function names(leaf: X509Certificate, host: string, subject: 'never' | 'default'): boolean {
  // OpenSSL takes a leading dot for "any subdomain", and a trailing one never matches.
  const name = host.replace(/\.$/, '').toLowerCase();
  if (isIP(name) > 0) return false;
  // Nobody may have such a name (RFC 5321 §2.3.5). Where an MX record and a certificate agree on it, senders take it.
  if (name.includes('_')) return subject === 'never' && allDnsNames(leaf).some((one) => one.toLowerCase() === name);
  if (hostNameFault(name) !== undefined) return false;
  return hasName(leaf, name, subject);
}

const MAX_NAMES = 100;

export function certificateFacts(leaf: X509Certificate): CertificateFacts {
  return {
    subject: distinguishedName(leaf.subject),
    issuer: distinguishedName(leaf.issuer),
    names: dnsNames(leaf),
    notBefore: isoDate(leaf.validFrom),
    notAfter: isoDate(leaf.validTo),
  };
}

/** The first DNS names, printable. */
const dnsNames = (leaf: X509Certificate): readonly string[] =>
  allDnsNames(leaf)
    .slice(0, MAX_NAMES)
    .map((name) => evidenceText(name, 253));

/** Node writes `DNS:a.test, URI:"..."`, and names with special characters as JSON strings. */
const allDnsNames = (leaf: X509Certificate): readonly string[] =>
  [...(leaf.subjectAltName ?? '').matchAll(/([^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy)].flatMap(
    ([, kind, name = '']) => (kind === 'DNS' ? [name] : []),
  );

const distinguishedName = (name: string | undefined): string => evidenceText((name ?? '').replaceAll('\n', ', '));

function isoDate(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? evidenceText(text) : new Date(time).toISOString();
}
