/**
 * Numbers short pieces of bytes in the order in which they first came: a `Map` that needs no text for a look-up.
 * ASCII capitals count as small letters.
 */
export interface ByteTable {
  readonly size: number;
  /** The number of the piece; `FULL` if it is new and there is no room. */
  readonly number: (from: ByteView, start: number, end: number) => number;
  /** Whether the piece is the one of that number: quicker than to look it up. */
  readonly is: (number: number, from: ByteView, start: number, end: number) => boolean;
  /** The piece as it first came. */
  readonly text: (number: number) => string;
}

/** The same bytes one by one and four at a time. */
export interface ByteView {
  readonly bytes: Uint8Array;
  readonly words: DataView;
}

export const FULL = -1;

export const byteView = (size: number): ByteView => viewOf(new Uint8Array(size));

const viewOf = (bytes: Uint8Array): ByteView => ({
  bytes,
  words: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** @param most how many pieces are kept; @param longest longer ones are never kept, in bytes */
export function byteTable(most: number, longest = 256): ByteTable {
  let slots = new Int32Array(64).fill(FULL);
  let hashes = new Int32Array(32);
  let places = new Int32Array(33);
  let pool = byteView(1024);
  let size = 0;
  // Whoever writes a log cannot know which pieces have the same hash, and so cannot make look-ups slow.
  const seed = randomSeed();

  function is(number: number, from: ByteView, start: number, end: number): boolean {
    const place = places[number] ?? 0;
    return (places[number + 1] ?? 0) - place === end - start && isSame(pool, place, from, start, end);
  }

  function insert(slot: number, hash: number, { bytes }: ByteView, start: number, end: number): number {
    const number = size++;
    if (size > hashes.length) {
      hashes = grown(hashes, new Int32Array(hashes.length * 2));
      places = grown(places, new Int32Array(hashes.length + 1));
    }
    const place = places[number] ?? 0;
    const after = place + end - start;
    if (after > pool.bytes.length)
      pool = viewOf(grown(pool.bytes, new Uint8Array(Math.max(after, pool.bytes.length * 2))));
    pool.bytes.set(bytes.subarray(start, end), place);
    places[size] = after;
    hashes[number] = hash;
    slots[slot] = number;
    if (size * 2 > slots.length) spread();
    return number;
  }

  function spread(): void {
    slots = new Int32Array(slots.length * 2).fill(FULL);
    for (let number = 0; number < size; number++) {
      let slot = (hashes[number] ?? 0) & (slots.length - 1);
      while (slots[slot] !== FULL) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number;
    }
  }

  return {
    get size() {
      return size;
    },
    number(from, start, end) {
      const hash = hashOf(from, start, end, seed);
      const mask = slots.length - 1;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const number = slots[slot] ?? FULL;
        if (number === FULL) return size < most && end - start <= longest ? insert(slot, hash, from, start, end) : FULL;
        if (hashes[number] === hash && is(number, from, start, end)) return number;
      }
    },
    is,
    text: (number) => new TextDecoder().decode(pool.bytes.subarray(places[number], places[number + 1])),
  };
}

/** 32 bits. */
export const randomSeed = (): number => Math.trunc(Math.random() * 2 ** 32) | 0;

const SMALL_LETTERS = 0x20202020;

/** Four bytes at a time; the last four may overlap those before. Capitals and small letters have the same hash. */
function hashOf({ bytes, words }: ByteView, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  if (end - start < 4) {
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ ((bytes[at] ?? 0) | 32), 0x01000193);
  } else {
    for (let at = start; at + 4 < end; at += 4) {
      hash = Math.imul(hash ^ (words.getInt32(at, true) | SMALL_LETTERS), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (words.getInt32(end - 4, true) | SMALL_LETTERS), 0x85ebca6b);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function isSame(pool: ByteView, place: number, from: ByteView, start: number, end: number): boolean {
  let at = start;
  const shift = place - start;
  while (at + 4 <= end && from.words.getInt32(at, true) === pool.words.getInt32(at + shift, true)) at += 4;
  // The last four may overlap those before.
  const last = end - 4;
  if (at > last && last >= start && from.words.getInt32(last, true) === pool.words.getInt32(last + shift, true))
    return true;
  // What is left, and what differs at most in capitals.
  for (; at < end; at++) if (small(from.bytes[at] ?? 0) !== small(pool.bytes[at + shift] ?? 0)) return false;
  return true;
}

const small = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
