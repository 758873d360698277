/**
 * Which hosts take mail for a domain: RFC 5321 §5.1 and RFC 7505.
 *
 * The MX records are asked for first. Only where there are none (NODATA) is the domain itself the one MX host; records
 * that cannot be used, or an answer that does not come, never lead there. A null MX says that no mail is taken.
 * All hosts are returned, not only the most preferred: with equal preference the sender picks at random, and any host
 * may be down at the time, so mail can meet each of them.
 */
import { isIP } from 'node:net';
import type { ReasonCode } from '../../../mail/reasonCode.ts';
import type { DnsAnswer, MxRecord, Resolver } from './dns.ts';
import { evidenceText } from '../untrustedText.ts';

/** More than any real domain has; bounds what one domain can make us do. */
const MAX_HOSTS = 20;
const MAX_ADDRESSES = 8;

export interface MxHost {
  /** Lower case, without trailing dot, as in the MX record; not yet safe to show. */
  readonly name: string;
  readonly preference: number;
  readonly implicit: boolean;
}

export type MxSelection =
  | {
      readonly kind: 'hosts';
      readonly hosts: readonly MxHost[];
      readonly reasons: readonly ReasonCode[];
      /** The MX answer is DNSSEC-secure. */
      readonly secure: boolean;
    }
  /** The domain takes no mail. */
  | { readonly kind: 'refuses'; readonly reason: ReasonCode }
  | { readonly kind: 'unknown'; readonly detail: string };

/** @throws only the reason of `signal` */
export async function selectMx(domain: string, resolver: Resolver, signal: AbortSignal): Promise<MxSelection> {
  // A relay may be given by address; there is nothing to look up.
  if (isIP(domain) > 0) return hosts([{ name: domain, preference: 0, implicit: true }], [], false);
  return mxSelection(domain, await resolver.query(domain, 'MX', signal));
}

export function mxSelection(domain: string, answer: DnsAnswer<MxRecord>): MxSelection {
  switch (answer.kind) {
    case 'temporary':
      return { kind: 'unknown', detail: evidenceText(`MX: ${answer.text} (${answer.code})`) };
    case 'no-domain':
      return { kind: 'refuses', reason: 'nxdomain' };
    case 'no-data':
      return hosts([{ name: domain, preference: 0, implicit: true }], [], answer.secure);
    case 'found':
      return fromRecords(answer.records, answer.secure);
  }
}

function fromRecords(records: readonly MxRecord[], secure: boolean): MxSelection {
  // RFC 7505 §3 wants preference 0 as well; a root MX with another preference can mean nothing else.
  const real = records.filter(({ exchange }) => exchange !== '' && exchange !== '.');
  if (real.length === 0) return { kind: 'refuses', reason: 'null-mx' };
  const sorted = real
    .map(({ preference, exchange }): MxHost => ({ name: exchange.toLowerCase(), preference, implicit: false }))
    // Equal preferences have no order (RFC 5321 §5.1); by name, so that two runs show the same.
    .sort((a, b) => a.preference - b.preference || (a.name < b.name ? -1 : 1));
  const distinct = sorted.filter((host, index) => sorted.findIndex(({ name }) => name === host.name) === index);
  const reasons: ReasonCode[] = [];
  if (real.length < records.length) reasons.push('null-mx-mixed');
  if (distinct.length > MAX_HOSTS) reasons.push('not-all-probed');
  return hosts(distinct.slice(0, MAX_HOSTS), reasons, secure);
}

const hosts = (found: readonly MxHost[], reasons: readonly ReasonCode[], secure: boolean): MxSelection => ({
  kind: 'hosts',
  hosts: found,
  reasons,
  secure,
});

export interface HostAddresses {
  /** IPv4 first. */
  readonly addresses: readonly string[];
  readonly reasons: readonly ReasonCode[];
  /** A look-up that mattered gave no answer: there may be addresses that are not listed. */
  readonly incomplete: boolean;
  /** Both address answers are DNSSEC-secure. */
  readonly secure: boolean;
  /** The name that this one is an alias of; not yet safe to show. */
  readonly alias: string | undefined;
  readonly detail: string;
}

/** @throws only the reason of `signal` */
export async function hostAddresses(name: string, resolver: Resolver, signal: AbortSignal): Promise<HostAddresses> {
  if (isIP(name) > 0) return { ...NOTHING, addresses: [name], reasons: ['mx-is-ip'], detail: 'an IP address' };
  const [v4, v6] = await Promise.all([resolver.query(name, 'A', signal), resolver.query(name, 'AAAA', signal)]);
  const all = [v4, v6].flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
  const addresses = [...new Set(all)].slice(0, MAX_ADDRESSES);
  const alias = [v4, v6].map((answer) => (answer.kind === 'found' ? answer.alias : undefined)).find(Boolean);
  const reasons: ReasonCode[] = [];
  if (alias !== undefined) reasons.push('mx-is-cname');
  if (all.length > MAX_ADDRESSES) reasons.push('not-all-probed');
  // Many name servers fail on AAAA alone. With IPv4 addresses in hand that is a remark, not an obstacle.
  const incomplete = v4.kind === 'temporary' || (v6.kind === 'temporary' && addresses.length === 0);
  const secure = [v4, v6].every((answer) => answer.kind !== 'temporary' && answer.secure);
  return { addresses, reasons, incomplete, secure, alias, detail: addressDetail(v4, v6, alias) };
}

const NOTHING = { incomplete: false, secure: false, alias: undefined } as const;

function addressDetail(v4: DnsAnswer<string>, v6: DnsAnswer<string>, alias: string | undefined): string {
  const parts = [
    `A: ${answerText(v4)}`,
    `AAAA: ${answerText(v6)}`,
    ...(alias === undefined ? [] : [`alias of ${alias}`]),
  ];
  return evidenceText(parts.join('; '));
}

function answerText(answer: DnsAnswer<string>): string {
  switch (answer.kind) {
    case 'found':
      return answer.records.slice(0, MAX_ADDRESSES).join(', ');
    case 'no-domain':
      return 'no such name';
    case 'no-data':
      return 'none';
    case 'temporary':
      return `${answer.text} (${answer.code})`;
  }
}
