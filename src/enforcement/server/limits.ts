import type { Refusal } from '../event.ts';
import { customerOf } from '../sameClient.ts';

/** What one run grants the whole world. Everything that a stranger can make grow has its bound here. */
export interface Limits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** New connections within a minute. */
  readonly perMinute: number;
  readonly perMinutePerAddress: number;
  /** Addresses that are counted at the same time. */
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

/** Far more than test mail needs: Salesforce tries a message ten times in a day. */
export const LIMITS: Limits = {
  connections: 50,
  connectionsPerAddress: 5,
  perMinute: 120,
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

/** Counts connections. IPv6 clients count by their first 64 bits. @param now milliseconds */
export function gate(limits: Limits, now: () => number): Gate {
  const visitors = new Map<string, Visitor>();
  const all: Visitor = { open: 0, came: 0, since: now() };
  return {
    enter(address) {
      const at = now();
      roll(all, at);
      if (all.open >= limits.connections) return 'too-many';
      if (all.came >= limits.perMinute) return 'too-fast';
      const key = customerOf(address);
      const visitor = visitors.get(key) ?? admitted(visitors, key, at, limits.addresses);
      if (!visitor) return 'overflow';
      roll(visitor, at);
      if (visitor.open >= limits.connectionsPerAddress) return 'too-many-from-address';
      if (visitor.came >= limits.perMinutePerAddress) return 'too-fast-from-address';
      for (const one of [all, visitor]) {
        one.open++;
        one.came++;
      }
      return undefined;
    },
    leave(address) {
      all.open--;
      const visitor = visitors.get(customerOf(address));
      if (visitor) visitor.open--;
    },
  };
}

/** A minute is counted from the first connection in it. */
function roll(visitor: Visitor, at: number): void {
  if (at - visitor.since < MINUTE_MS) return;
  visitor.since = at;
  visitor.came = 0;
}

/** Room for one address more, if that of somebody who has gone can be had. */
function admitted(visitors: Map<string, Visitor>, key: string, at: number, most: number): Visitor | undefined {
  if (visitors.size >= most)
    for (const [other, { open, since }] of visitors) if (open === 0 && at - since >= MINUTE_MS) visitors.delete(other);
  if (visitors.size >= most) return undefined;
  const visitor = { open: 0, came: 0, since: at };
  visitors.set(key, visitor);
  return visitor;
}
