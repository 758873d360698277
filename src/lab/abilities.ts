import { createServer } from 'node:net';
import type { MxSpec } from './catalogue/spec.ts';
import { blackhole, unreachable } from './deadEnds.ts';
import { PERSONALITIES } from './personalities.ts';
import { type Endpoint, listen, type Listener, LOOPBACK6 } from './sockets.ts';
import { serverContext } from './tlsContext.ts';

/** What this machine can play: not every operating system can bind everything, or makes packets vanish. */
export interface Abilities {
  readonly ipv6: boolean;
  readonly oldTls: boolean;
  readonly unreachable: Endpoint | undefined;
  readonly blackhole: Listener | undefined;
}

/** Tries what this machine can do. The blackhole is open from then on, and its user's to close. */
export async function findAbilities(): Promise<Abilities> {
  const [ipv6, noRoute, silent] = await Promise.all([hasIpv6(), unreachable(), blackhole()]);
  return { ipv6, oldTls: hasOldTls(), unreachable: noRoute, blackhole: silent };
}

/** Why this machine cannot play a server; undefined if it can. */
export function cannot({ personality, address }: MxSpec, abilities: Abilities): string | undefined {
  const { deadEnd } = PERSONALITIES[personality];
  if ((address === 'v6' || address === 'both') && !abilities.ipv6) return 'this machine has no ::1';
  if (personality === 'old-tls' && !abilities.oldTls) return 'this platform has no TLS 1.1';
  if (deadEnd === 'unreachable' && !abilities.unreachable) return 'this system has a route to everywhere';
  if (deadEnd === 'blackhole' && !abilities.blackhole) return 'this system lets no packet vanish';
  return undefined;
}

async function hasIpv6(): Promise<boolean> {
  try {
    await (await listen(createServer(), LOOPBACK6)).close();
    return true;
  } catch {
    return false;
  }
}

function hasOldTls(): boolean {
  try {
    if (PERSONALITIES['old-tls'].tls) serverContext(PERSONALITIES['old-tls'].tls);
    return true;
  } catch {
    return false;
  }
}
