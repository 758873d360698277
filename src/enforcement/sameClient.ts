import { parse } from 'tldts';
import { ipAddress } from '../mail/ipAddress.ts';
import type { CheckSession } from './session.ts';

/**
 * What two sessions have in common. An address cannot be forged over TCP, and a network hardly; a name is no more than
 * a claim. The reverse DNS is never asked: its answer would be a claim too, and the server makes no connections.
 */
export type Kinship = 'address' | 'network' | 'name';

type Client = Pick<CheckSession, 'address' | 'hello'>;

export function kinship(one: Client, other: Client): Kinship | undefined {
  if (one.address === other.address) return 'address';
  if (networkOf(one.address) === networkOf(other.address)) return 'network';
  const name = claimedDomain(one);
  return name !== undefined && name === claimedDomain(other) ? 'name' : undefined;
}

/** The closest kinship with any of them. */
export function closestKinship(one: Client, others: readonly Client[]): Kinship | undefined {
  const found = others.map((other) => kinship(one, other));
  return (['address', 'network', 'name'] as const).find((kind) => found.includes(kind));
}

/**
 * IPv4: 24 bits; IPv6: 48 bits, the most that one site gets (RFC 6177): with 64, a site would be 65,536 networks. It is
 * both what ties a client to the mail, and what limits count.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  return `${groupsOf(address).slice(0, 3).join(':')}::/48`;
}

/** The first 64 bits, which is the least that one IPv6 customer has; an IPv4 address is itself. */
export const customerOf = (address: string): string =>
  address.includes(':') ? groupsOf(address).slice(0, 4).join(':') : address;

function groupsOf(address: string): readonly string[] {
  const plain = ipAddress(address.replace(/%.*$/, ''))?.address ?? address;
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
}

/** `salesforce.com` of `smtp02.mta.salesforce.com`; undefined for an address literal or a lone label. */
export function claimedDomain({ hello }: Pick<CheckSession, 'hello'>): string | undefined {
  if (hello === undefined) return undefined;
  return parse(hello, { allowPrivateDomains: true }).domain ?? undefined;
}
