/**
 * TLS-RPT, RFC 8460: a domain asks senders to report how TLS went. One TXT record at `_smtp._tls.DOMAIN` says where
 * the reports go: `v=TLSRPTv1; rua=mailto:...` or `https:...`, several separated by commas.
 */
import type { DnsAnswer } from '../dns/dns.ts';
import { evidenceText } from '../untrustedText.ts';
import type { Env } from '../options.ts';
import type { TlsRptPromise } from '../../promises.ts';

const MAX_ADDRESSES = 20;

/** @throws only the reason of the signal */
export async function lookUpTlsRpt(domain: string, env: Env): Promise<TlsRptPromise | null> {
  return tlsRptPromise(await env.resolver.query(`_smtp._tls.${domain}`, 'TXT', env.signal));
}

export function tlsRptPromise(answer: DnsAnswer<string>): TlsRptPromise | null {
  if (answer.kind === 'temporary')
    return { status: 'unknown', rua: [], detail: evidenceText(`${answer.text} (${answer.code})`) };
  if (answer.kind !== 'found') return null;
  // RFC 8460 §3: others are discarded; then there must be exactly one.
  const [record, ...more] = answer.records.filter((text) => /^v=TLSRPTv1\s*;/.test(text));
  if (record === undefined) return null;
  if (more.length > 0) return invalid('more than one record');
  const rua = /;\s*rua\s*=\s*([^;]*)/.exec(record)?.[1] ?? '';
  const places = rua
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  if (places.length === 0) return invalid('it does not say where reports go');
  const wrong = places.find((place) => !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/i.test(place));
  if (wrong !== undefined) return invalid(`neither mailto: nor https: ${wrong}`);
  return { status: 'valid', rua: places.slice(0, MAX_ADDRESSES).map((place) => evidenceText(place)), detail: '' };
}

const invalid = (detail: string): TlsRptPromise => ({ status: 'invalid', rua: [], detail: evidenceText(detail) });
