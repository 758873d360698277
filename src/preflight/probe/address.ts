/**
 * Which addresses may be probed. A repository can name any domain, and whoever owns the domain names any address, so
 * without this a preflight could be sent to the printer in the next room. Only global unicast addresses are taken.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

export interface AddressPolicy {
  /** Take any address. */
  readonly allowPrivate: boolean;
  /** Take the ranges for documentation (RFC 5737, RFC 3849): nobody is there, but a test world may be. */
  readonly allowDocumentation: boolean;
}

export function mayProbe(address: string, policy: AddressPolicy): boolean {
  if (policy.allowPrivate) return true;
  const ip = parsed(address);
  if (!ip) return false;
  return isGlobal(ip) || (policy.allowDocumentation && isDocumentation(ip));
}

/** 127.0.0.0/8 and ::1, also in their IPv4-mapped form. */
export function isLoopback(address: string): boolean {
  return parsed(address)?.range() === 'loopback';
}

/** An IPv6 address that carries an IPv4 address leads where that one leads: RFC 4291 §2.5.5.2, RFC 6052, RFC 3056. */
function parsed(address: string): Ip | undefined {
  // A zone (`fe80::1%eth0`) only exists on a link, and of IPv4 there is one plain notation.
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  const ip = ipaddr.parse(address);
  if (ip.kind() === 'ipv4') return ip;
  const bytes = ip.toByteArray();
  switch (ip.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
      return embedded(bytes, 12);
    case 'rfc6052':
      // Only the well-known prefix says where the address stands; under 64:ff9b:1::/48 it is the network's own affair.
      return bytes.slice(4, 12).every((byte) => byte === 0) ? embedded(bytes, 12) : ip;
    case '6to4':
      return embedded(bytes, 2);
    default:
      return ip;
  }
}

const embedded = (bytes: readonly number[], at: number): Ip => new ipaddr.IPv4(bytes.slice(at, at + 4));

function isGlobal(ip: Ip): boolean {
  if (ip.range() !== 'unicast') return false;
  // RFC 4291 §2.4, IANA registry: what is allocated to be routed lies in 2000::/3.
  return ip.kind() === 'ipv4' || ((ip.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map((block) =>
  ipaddr.parseCIDR(block),
);

function isDocumentation(ip: Ip): boolean {
  return DOCUMENTATION.some(([network, bits]) => network.kind() === ip.kind() && ip.match(network, bits));
}
