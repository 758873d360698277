import ipaddr from 'ipaddr.js';

/** How an IP address is written. `other`: octal, hexadecimal, a single number, or fewer parts. */
type IpNotation = 'ipv4' | 'ipv6' | 'bracketed' | 'port' | 'cidr' | 'range' | 'other';

export interface IpAddress {
  readonly notation: IpNotation;
  /** The plain address in its usual form; the first address of a block or range. */
  readonly address: string;
}

/** Recognises an IP address in any notation that people paste into host fields. */
export function ipAddress(text: string): IpAddress | undefined {
  if (text.length > 100 || !/[0-9a-f:]/i.test(text)) return undefined;
  const bare = text.replace(/\.$/, '');
  return literal(bare) ?? bracketed(bare) ?? withPort(bare) ?? block(bare) ?? range(bare);
}

function literal(text: string): IpAddress | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text))
    return { notation: 'ipv4', address: text };
  if (text.includes(':')) return ipaddr.IPv6.isValid(text) ? { notation: 'ipv6', address: canonical(text) } : undefined;
  return unusualV4(text);
}

/** inet_aton(3): 1 to 4 parts, each decimal, octal (`0300`) or hexadecimal (`0xc0`); the last part fills the rest. */
function unusualV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0x[0-9a-f]+|\d+)$/i.test(part))) return undefined;
  // A lone small number is more likely a port or a typing error than 0.0.0.25.
  if (parts.length === 1 && Number(text) < 2 ** 24) return undefined;
  return ipaddr.IPv4.isValid(text) ? { notation: 'other', address: canonical(text) } : undefined;
}

/** RFC 5321 §4.1.3: `[192.0.2.1]`, `[IPv6:2001:db8::1]`; also with a port behind it. */
function bracketed(text: string): IpAddress | undefined {
  const match = /^\[(?:IPv6:)?([^[\]]+)\](:\d+)?$/i.exec(text);
  const found = match?.[1] === undefined ? undefined : literal(match[1]);
  return found && { notation: match?.[2] === undefined ? 'bracketed' : 'port', address: found.address };
}

function withPort(text: string): IpAddress | undefined {
  const host = /^([^:]+):\d{1,5}$/.exec(text)?.[1];
  const found = host === undefined ? undefined : literal(host);
  return found && { notation: 'port', address: found.address };
}

/** `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `2001:db8::/32`. */
function block(text: string): IpAddress | undefined {
  const match = /^([^/]+)\/(\d{1,3}|\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const found = match?.[1] === undefined ? undefined : literal(match[1]);
  return found && { notation: 'cidr', address: found.address };
}

/** `192.0.2.1-192.0.2.9`, `192.0.2.*`. */
function range(text: string): IpAddress | undefined {
  const first = /^(\d+\.\d+\.\d+\.\d+)\s*-\s*[\d.]+$/.exec(text)?.[1];
  if (first !== undefined) {
    const found = literal(first);
    return found && { notation: 'range', address: found.address };
  }
  if (!/^\d{1,3}(\.(\d{1,3}|\*)){3}$/.test(text)) return undefined;
  const lowest = text.replaceAll('*', '0');
  return ipaddr.IPv4.isValidFourPartDecimal(lowest) ? { notation: 'range', address: lowest } : undefined;
}

const canonical = (text: string): string => ipaddr.parse(text).toString();
