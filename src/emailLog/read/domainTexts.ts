import { OTHERS } from './countColumns.ts';

/** How often mail to a domain failed with a text: T rows and P rows. */
export interface TextCounts {
  transient: number;
  permanent: number;
}

/** Which texts came for which domains, counted. */
export interface DomainTexts {
  /** How many pairs of a domain and a text are kept. */
  readonly most: number;
  /** By `pairKey`. */
  readonly counts: Map<number, TextCounts>;
  /** Whether pairs came that had no room. */
  overflowed: boolean;
}

export const newDomainTexts = (most: number): DomainTexts => ({ most, counts: new Map(), overflowed: false });

/** The counts of a pair, to be added to; undefined where it is not kept, as for domains without room. */
export function textCounts(texts: DomainTexts, domain: number, text: number): TextCounts | undefined {
  if (domain === OTHERS) return undefined;
  const key = pairKey(domain, text);
  const known = texts.counts.get(key);
  if (known) return known;
  if (texts.counts.size >= texts.most) {
    texts.overflowed = true;
    return undefined;
  }
  const fresh = { transient: 0, permanent: 0 };
  texts.counts.set(key, fresh);
  return fresh;
}

/** A pair of a domain and a text, by their numbers, and its counts. */
interface CountedPair {
  readonly domain: number;
  readonly text: number;
  readonly counts: Readonly<TextCounts>;
}

/** All pairs, in the order in which they came. */
export const countedPairs = ({ counts }: DomainTexts): readonly CountedPair[] =>
  [...counts].map(([key, of]) => ({ ...unpair(key), counts: of }));

/** Far more texts than a log may have: `LogLimits.texts`. */
const TEXTS = 65_536;

/** One number for both: a `Map` finds it without a text being made for each row. */
const pairKey = (domain: number, text: number): number => domain * TEXTS + text;

const unpair = (key: number): Pick<CountedPair, 'domain' | 'text'> => ({
  domain: Math.floor(key / TEXTS),
  text: key % TEXTS,
});
