import { randomSeed } from './byteTable.ts';

/**
 * Joins the rows of a message for one recipient: `554 5.4.7` only says that time was up, and the T rows before it say why.
 * A log may stand in either order, so each message has a place for the text of a T row and one for the domain of a P row
 * that waits for it. Memory is bounded: the newest messages are kept in two hash tables of `most` messages each.
 *
 *     a T or P row ──▶ young ───── full ────▶ old ───── young is full again ────▶ settled: each P row that waits
 *                        ▲                     │                                  is counted with the text that was
 *                        └── the message has ──┘                                  found for it, or with `NONE`
 *                            another row
 *
 * A message goes from `old` back to `young` with its next row, so only those are given up of which no row came for at
 * least `most` other messages. A table is typed arrays side by side, twice as long as it may have messages; a slot
 * that is taken leads to the next one (open addressing). Nothing is removed from a table: in `old` the domain of
 * a message that went back is `NONE`, so that its P row is settled once.
 */

/**
 * Called once for each P row: when its message is given up or has another P row, or when the log ends.
 *
 * @param domain the number that came with the P row
 * @param text the number of the text of a T row, or `NONE`
 */
export type Settle = (domain: number, text: number) => void;

export interface LogJoin {
  readonly transient: (key: JoinKey, text: number) => void;
  readonly permanent: (key: JoinKey, domain: number) => void;
  readonly end: () => void;
  /** Whether messages were given up for want of room, so that a cause that was not found may have been there. */
  readonly gaveUp: boolean;
}

export interface JoinKey {
  high: number;
  low: number;
}

export const NONE = -1;

/** A slot is a place in each of the arrays. */
interface Table {
  /** The key of the message. */
  readonly high: Int32Array;
  readonly low: Int32Array;
  /** What its T rows say; `NONE` while there are none. */
  readonly text: Int32Array;
  /** Of the P row that waits; `NONE` if none does. */
  readonly domain: Int32Array;
  /** 1: a message has the slot. */
  readonly used: Uint8Array;
  size: number;
}

/**
 * @param most how many messages each of the two tables holds; a power of two
 * @param saysMore whether the first text says more than the second; of two that say as much, the later one counts
 */
export function logJoin(most: number, saysMore: (text: number, than: number) => boolean, settle: Settle): LogJoin {
  /** Takes each row. */
  let young: Table | undefined;
  /** What was `young` before; nothing is added. */
  let old: Table | undefined;
  let gaveUp = false;

  function settleAll(table: Table | undefined): void {
    for (let slot = 0; table && slot < table.used.length; slot++) {
      const domain = table.domain[slot] ?? NONE;
      if (domain !== NONE) settle(domain, table.text[slot] ?? NONE);
    }
  }

  /** The slot of the message in the young table; what the old one knew of it comes along. */
  function slotOf(key: JoinKey): number {
    if (!young || young.size >= most) {
      settleAll(old);
      gaveUp ||= old !== undefined;
      old = young;
      young = newTable(most);
    }
    const slot = find(young, key);
    if (young.used[slot] === 1) return slot;
    young.used[slot] = 1;
    young.size++;
    young.high[slot] = key.high;
    young.low[slot] = key.low;
    const before = old ? find(old, key) : NONE;
    const known = old?.used[before] === 1;
    young.text[slot] = known ? (old?.text[before] ?? NONE) : NONE;
    young.domain[slot] = known ? (old?.domain[before] ?? NONE) : NONE;
    if (old && known) old.domain[before] = NONE;
    return slot;
  }

  return {
    transient(key, text) {
      const slot = slotOf(key);
      const known = young?.text[slot] ?? NONE;
      if (young && (known === NONE || !saysMore(known, text))) young.text[slot] = text;
    },
    permanent(key, domain) {
      const slot = slotOf(key);
      const waiting = young?.domain[slot] ?? NONE;
      if (waiting !== NONE) settle(waiting, young?.text[slot] ?? NONE);
      if (young) young.domain[slot] = domain;
    },
    end() {
      settleAll(old);
      settleAll(young);
      old = young = undefined;
    },
    get gaveUp() {
      return gaveUp;
    },
  };
}

const newTable = (most: number): Table => ({
  high: new Int32Array(most * 2),
  low: new Int32Array(most * 2),
  text: new Int32Array(most * 2),
  domain: new Int32Array(most * 2).fill(NONE),
  used: new Uint8Array(most * 2),
  size: 0,
});

function find({ high, low, used }: Table, key: JoinKey): number {
  const mask = used.length - 1;
  let slot = key.low & mask;
  while (used[slot] === 1 && (high[slot] !== key.high || low[slot] !== key.low)) slot = (slot + 1) & mask;
  return slot;
}

const HIGH_SEED = randomSeed();
const LOW_SEED = randomSeed();

/** 64 bits of the id and the recipient: of a million messages two are taken for one with a chance of 1 in 37 million. */
export function joinKey(
  bytes: Uint8Array,
  idStart: number,
  idEnd: number,
  start: number,
  end: number,
  into: JoinKey,
): void {
  let high = HIGH_SEED;
  let low = LOW_SEED;
  for (let at = idStart; at < idEnd; at++) {
    const byte = bytes[at] ?? 0;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x5bd1e995) ^ (low >>> 15);
  }
  high = Math.imul(high ^ 0xff, 0x01000193);
  for (let at = start; at < end; at++) {
    const byte = (bytes[at] ?? 0) | 32;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x5bd1e995) ^ (low >>> 15);
  }
  into.high = mixed(high);
  into.low = mixed(low);
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
