import type { ServerSpec } from './addressPlan.ts';
import { PERSONALITIES, type PersonalityName } from './personalities.ts';
import type { ZoneLine } from './zone.ts';
import type { DomainSpec } from './catalogue/spec.ts';

/*
 * Many domains that are all alike, for measuring: each with an MX host and an address of its own, and behind them two
 * servers only, a good one and a tarpit.
 */

export interface BulkDomains {
  readonly domains: readonly DomainSpec[];
  readonly servers: readonly ServerSpec[];
  readonly lines: readonly ZoneLine[];
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** @param tarpits how many of them, from the first, are behind the tarpit */
export function bulkDomains(count: number, tarpits: number): BulkDomains {
  const members = Array.from({ length: count }, (_, index) => {
    const personality: PersonalityName = index < tarpits ? 'tarpit' : 'good';
    // RFC 3849 has room for all; the lab maps these addresses to IPv4 loopback.
    const address = `2001:db8:c::${(index + 1).toString(16)}`;
    return { name: `d${index + 1}.bulk.test`, host: `mx${index + 1}.bulk.test`, personality, address };
  });
  return {
    domains: members.map(({ name, host, personality }) => ({
      name,
      about: 'one of many',
      mx: [{ preference: 10, host, personality }],
      seen: [PERSONALITIES[personality].seen],
      reasons: PERSONALITIES[personality].reasons,
    })),
    servers: (['good', 'tarpit'] as const).map((personality) => ({
      addresses: members.filter((one) => one.personality === personality).map(({ address }) => address),
      ports: [25],
      family: 4,
      host: 'mx.bulk.test',
      domain: 'bulk.test',
      personality,
      certificate: 'wildcard',
    })),
    lines: members.flatMap(({ name, host, address }): ZoneLine[] => [
      { name, records: [{ type: 'MX', data: { preference: 10, exchange: host } }] },
      { name: host, records: [{ type: 'AAAA', data: address }] },
    ]),
    addresses: new Map(members.map(({ host, address }) => [host, [address]])),
  };
}
