import type { Refusal } from '../event.ts';
import { customerOf, networkOf } from '../sameClient.ts';

/** What one run grants the whole world. Everything that a stranger can make grow has its bound here. */
export interface Limits {
  readonly connections: number;
  /** Less where the whole is nearly used up: see `gate`. */
  readonly connectionsPerNetwork: number;
  readonly connectionsPerAddress: number;
  /** New connections within a minute. */
  readonly perMinute: number;
  readonly perMinutePerNetwork: number;
  readonly perMinutePerAddress: number;
  /** Addresses that are counted at the same time, and as many networks. */
  readonly addresses: number;
  /** Milliseconds; a session ends then, whatever it does. */
  readonly sessionMs: number;
  /** From one whole command to the next; single bytes do not count. */
  readonly commandMs: number;
  readonly handshakeMs: number;
  readonly lineBytes: number;
  readonly commands: number;
  /** Refused commands and recipients. */
  readonly errors: number;
  readonly messages: number;
  readonly messageBytes: number;
}

/** Far more than test mail needs: Salesforce tries a message ten times in a day. A network has a tenth of the whole. */
export const LIMITS: Limits = {
  connections: 100,
  connectionsPerNetwork: 10,
  connectionsPerAddress: 5,
  perMinute: 400,
  perMinutePerNetwork: 40,
  perMinutePerAddress: 20,
  addresses: 1000,
  sessionMs: 300_000,
  commandMs: 60_000,
  handshakeMs: 30_000,
  // RFC 5321 §4.5.3.1.4 has 512.
  lineBytes: 2048,
  commands: 100,
  errors: 10,
  messages: 5,
  messageBytes: 10 * 1024 * 1024,
};

const MINUTE_MS = 60_000;

export interface Gate {
  /** Why the client is turned away; undefined: it is in, and must be let out again. */
  readonly enter: (address: string) => Refusal | undefined;
  readonly leave: (address: string) => void;
}

interface Visitor {
  open: number;
  came: number;
  since: number;
}

/**
 * Counts connections: of all clients, of each network and of each address. An address costs little where somebody has a
 * network, so the network has the share. IPv6 clients count as an address by their first 64 bits.
 *
 * @param now milliseconds
 */
export function gate(limits: Limits, now: () => number): Gate {
  const all: Visitor = { open: 0, came: 0, since: now() };
  const networks = visitors(limits.addresses, networkOf);
  const addresses = visitors(limits.addresses, customerOf);
  return {
    enter(address) {
      const at = now();
      roll(all, at);
      if (all.open >= limits.connections) return 'too-many';
      if (all.came >= limits.perMinute) return 'too-fast';
      const network = networks.admit(address, at);
      const visitor = addresses.admit(address, at);
      if (!network || !visitor) return 'overflow';
      if (network.open >= shareOf(limits.connections, all.open, limits.connectionsPerNetwork))
        return 'too-many-from-network';
      if (network.came >= shareOf(limits.perMinute, all.came, limits.perMinutePerNetwork))
        return 'too-fast-from-network';
      if (visitor.open >= limits.connectionsPerAddress) return 'too-many-from-address';
      if (visitor.came >= limits.perMinutePerAddress) return 'too-fast-from-address';
      for (const one of [all, network, visitor]) {
        one.open++;
        one.came++;
      }
      return undefined;
    },
    leave(address) {
      for (const one of [all, networks.get(address), addresses.get(address)]) if (one) one.open--;
    },
  };
}

/** From this part of the whole on, the rest is for networks that have none of it. */
const CROWDED = 0.75;

/** How much one network may have when so much is used: however few networks there are, they never have all. */
const shareOf = (whole: number, used: number, most: number): number => (used >= whole * CROWDED ? 1 : most);

/** A minute is counted from the first connection in it. */
function roll(visitor: Visitor, at: number): void {
  if (at - visitor.since < MINUTE_MS) return;
  visitor.since = at;
  visitor.came = 0;
}

/** Those that came lately, by what `keyOf` makes of their addresses. */
function visitors(most: number, keyOf: (address: string) => string) {
  const known = new Map<string, Visitor>();
  const makeRoom = (at: number): void => {
    for (const [key, { open, since }] of known) if (open === 0 && at - since >= MINUTE_MS) known.delete(key);
  };
  return {
    get: (address: string): Visitor | undefined => known.get(keyOf(address)),
    /** Undefined: there is no room for one more. */
    admit(address: string, at: number): Visitor | undefined {
      const key = keyOf(address);
      const found = known.get(key);
      if (found) {
        roll(found, at);
        return found;
      }
      if (known.size >= most) makeRoom(at);
      if (known.size >= most) return undefined;
      const visitor = { open: 0, came: 0, since: at };
      known.set(key, visitor);
      return visitor;
    },
  };
}
