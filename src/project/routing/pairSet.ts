/** A sender's and a recipient's place, each in its own list. */
export interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Pairs of two lists, of which some are taken out. */
export interface PairSet {
  readonly size: number;
  /** Those that are left of these senders with these recipients. */
  readonly matching: (from: readonly number[], to: readonly number[]) => readonly Pair[];
  readonly remove: (pairs: readonly Pair[]) => void;
}

/** Every sender with every recipient. */
export function allPairs(senders: number, recipients: number): PairSet {
  const numberOf = ({ from, to }: Pair): number => from * recipients + to;
  const left = new Set(Array.from({ length: senders * recipients }, (_, number) => number));
  return {
    get size() {
      return left.size;
    },
    matching: (from, to) =>
      from.flatMap((sender) =>
        to.map((recipient) => ({ from: sender, to: recipient })).filter((pair) => left.has(numberOf(pair))),
      ),
    remove(pairs) {
      for (const pair of pairs) left.delete(numberOf(pair));
    },
  };
}
