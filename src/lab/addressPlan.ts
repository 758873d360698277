import ipaddr from 'ipaddr.js';
import type { CertificateKind } from './certificates.ts';
import { POLICIES, type PolicyHost } from './mtaSts.ts';
import { PERSONALITIES, type PersonalityName } from './personalities.ts';
import { RELAY_PORTS } from '../mail/relayPorts.ts';
import { type LabRecord, reverseName, type ZoneLine } from './zone.ts';
import type { MxSpec, DomainSpec, RelaySpec } from './catalogue/spec.ts';

/*
 * Gives every host of the tables an address of its own and writes the zone. Addresses come from the ranges for documentation
 * (RFC 5737, RFC 3849), so nothing of the lab can ever be a real host.
 */

/** A server to be started, under an address of the lab, or under many that share it. */
export interface ServerSpec {
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  /** Which loopback it listens on. */
  readonly family: 4 | 6;
  readonly host: string;
  /** The mail domain that it serves first. */
  readonly domain: string;
  readonly personality: PersonalityName;
  readonly certificate: CertificateKind | undefined;
}

export interface AddressPlan {
  readonly servers: readonly ServerSpec[];
  readonly policyHosts: ReadonlyMap<string, PolicyHost>;
  readonly policyAddresses: readonly string[];
  readonly lines: readonly ZoneLine[];
  /** Addresses by MX host, lower case. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

export interface Digests {
  readonly leafKeyDigest: Buffer;
  readonly intermediateDigest: Buffer;
  readonly strayDigest: Buffer;
  readonly rootCertificate: Buffer;
}

/** The one spelling of an address. */
export const canonicalAddress = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address;

export function addressPlan(
  domains: readonly DomainSpec[],
  relays: readonly RelaySpec[],
  digests: Digests,
): AddressPlan {
  const next = { v4: addressesV4(), v6: addressesV6() };
  const planned = new Map<string, readonly ServerSpec[]>();
  const lines: ZoneLine[] = [];
  const policyHosts = new Map<string, PolicyHost>();
  const policyAddresses: string[] = [];
  const addHost = (spec: MxSpec, domain: string, ports: readonly number[]): void => {
    const host = spec.host.toLowerCase();
    const key = `${host} ${spec.personality} ${spec.address ?? 'v4'}`;
    if (planned.has(key)) return;
    const ofHost = serversOf(spec, domain, ports, next);
    planned.set(key, ofHost);
    lines.push(...addressLines(spec, ofHost));
  };
  for (const domain of domains) {
    for (const spec of domain.mx) addHost(spec, domain.name, [25]);
    lines.push(...domainLines(domain, digests));
    if (domain.policy === undefined) continue;
    const host = `mta-sts.${domain.name}`;
    const address = next.v4();
    policyAddresses.push(address);
    policyHosts.set(host, { host, policy: POLICIES[domain.policy], mx: domain.mx.map((mx) => mx.host) });
    lines.push({ name: host, records: [{ type: 'A', data: address }] });
  }
  for (const { name, personality } of relays) {
    const address = ipaddr.isValid(name) ? { address: 'literal' as const } : {};
    addHost({ preference: 0, host: name, personality, ...address }, name, RELAY_PORTS);
  }
  const servers = [...planned.values()].flat();
  const addresses = new Map<string, readonly string[]>();
  for (const { host, addresses: more } of servers)
    addresses.set(host.toLowerCase(), [...(addresses.get(host.toLowerCase()) ?? []), ...more]);
  return {
    servers,
    policyHosts,
    policyAddresses,
    lines,
    addresses,
  };
}

type AddressSource = Readonly<Record<'v4' | 'v6', () => string>>;

function serversOf(spec: MxSpec, domain: string, ports: readonly number[], next: AddressSource): ServerSpec[] {
  const { certificate, deadEnd } = PERSONALITIES[spec.personality];
  const common = { ports, host: spec.host, domain, personality: spec.personality, certificate };
  const v4 = (): ServerSpec => ({ ...common, addresses: [next.v4()], family: 4 });
  const v6 = (): ServerSpec => ({ ...common, addresses: [next.v6()], family: 6 });
  if (deadEnd === 'none') return [];
  switch (spec.address ?? 'v4') {
    case 'none':
      return [];
    case 'literal':
      return [{ ...common, addresses: [spec.host], family: 4 }];
    case 'v6':
      return [v6()];
    case 'both':
      return [v4(), v6()];
    case 'v4':
      return [v4()];
  }
}

function addressLines(spec: MxSpec, servers: readonly ServerSpec[]): ZoneLine[] {
  const named = servers.flatMap(({ addresses, family }) =>
    addresses.map((data): ZoneLine => {
      return { name: spec.alias ?? spec.host, records: [{ type: family === 4 ? 'A' : 'AAAA', data }] };
    }),
  );
  const reverse = servers
    .filter(({ family }) => family === 4)
    .flatMap(({ addresses, host }) =>
      addresses.map((one): ZoneLine => ({ name: reverseName(one), records: [{ type: 'PTR', data: host }] })),
    );
  const alias: ZoneLine[] =
    spec.alias === undefined ? [] : [{ name: spec.host, records: [{ type: 'CNAME', data: spec.alias }] }];
  return [...(spec.address === 'literal' ? [] : named), ...reverse, ...alias];
}

function domainLines(domain: DomainSpec, digests: Digests): ZoneLine[] {
  const { name, mx, secure = false, policy } = domain;
  const published = new Set(domain.implicit === true ? [] : mx.map(({ preference, host }) => `${preference} ${host}`));
  const records = [...published].map((text): LabRecord => {
    const [preference = '', exchange = ''] = text.split(' ');
    return { type: 'MX', data: { preference: Number(preference), exchange } };
  });
  const lines: ZoneLine[] = [...(domain.lines ?? [])];
  if (records.length > 0) lines.push({ name, records, secure });
  if (secure) for (const { host } of mx) lines.push({ name: host, secure });
  const stsTxt = domain.stsTxt ?? (policy === undefined ? [] : [['v=STSv1; id=20260101T000000Z;']]);
  lines.push(...txtLines(`_mta-sts.${name}`, stsTxt), ...txtLines(`_smtp._tls.${name}`, domain.tlsRptTxt ?? []));
  const tlsa = tlsaRecord(domain.tlsa, digests);
  const wrong = tlsaRecord('mismatch', digests);
  for (const { host, alias } of tlsa ? mx : []) {
    const atAlias = domain.tlsaAtAlias === true && alias !== undefined;
    lines.push(...tlsaLines(host, atAlias ? wrong : tlsa, secure), ...(atAlias ? tlsaLines(alias, tlsa, secure) : []));
    if (atAlias) lines.push({ name: alias, secure });
  }
  return lines;
}

const tlsaLines = (host: string, record: LabRecord | undefined, secure: boolean): ZoneLine[] =>
  record ? [{ name: `_25._tcp.${host}`, records: [record], secure }] : [];

const txtLines = (name: string, texts: readonly (readonly string[])[]): ZoneLine[] =>
  texts.length === 0 ? [] : [{ name, records: texts.map((data) => ({ type: 'TXT', data })) }];

/** RFC 7672 §3.1: usage 3 (the server's own key) or 2 (an authority in its chain). */
function tlsaRecord(kind: DomainSpec['tlsa'], digests: Digests): LabRecord | undefined {
  const digest = { matchingType: 1 };
  switch (kind) {
    case undefined:
      return undefined;
    case 'end-entity':
      return { type: 'TLSA', data: { usage: 3, selector: 1, ...digest, certificate: digests.leafKeyDigest } };
    case 'authority':
      return { type: 'TLSA', data: { usage: 2, selector: 0, ...digest, certificate: digests.intermediateDigest } };
    case 'unsent-root':
      return {
        type: 'TLSA',
        data: { usage: 2, selector: 0, matchingType: 0, certificate: digests.rootCertificate },
      };
    case 'stray':
      return { type: 'TLSA', data: { usage: 2, selector: 0, ...digest, certificate: digests.strayDigest } };
    case 'short':
      return {
        type: 'TLSA',
        data: { usage: 3, selector: 1, ...digest, certificate: digests.leafKeyDigest.subarray(0, 20) },
      };
    case 'mismatch':
      return { type: 'TLSA', data: { usage: 3, selector: 1, ...digest, certificate: Buffer.alloc(32, 7) } };
  }
}

/** The last addresses of each range are left to the tables. */
const LAST = 249;

function addressesV4(): () => string {
  let count = 0;
  const ranges = ['192.0.2', '198.51.100', '203.0.113'];
  return () => {
    const range = ranges[Math.floor(count / LAST)];
    if (range === undefined) throw new RangeError('the documentation ranges are used up');
    return `${range}.${(count++ % LAST) + 1}`;
  };
}

function addressesV6(): () => string {
  let count = 0;
  return () => `2001:db8::${(++count).toString(16)}`;
}
