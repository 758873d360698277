import type { BounceMeaning } from './model.ts';
import { OWN_TEXTS } from './ownTexts.ts';
import { BOUNCE_CODES, BOUNCE_SOURCES } from './table.ts';

/** The whole table, each row with its source. */
const MEANINGS: readonly BounceMeaning[] = [
  ...BOUNCE_CODES.map(({ source, fromMemory, ...row }) => ({
    ...row,
    source: BOUNCE_SOURCES[source] ?? '',
    fromMemory: fromMemory === true,
  })),
  ...OWN_TEXTS,
];

/** A text to look for, and all that it may mean: the code beside it decides. */
export interface ExactText {
  /** In small letters. */
  readonly literal: string;
  readonly meanings: readonly BounceMeaning[];
}

/** The longest first. */
export const EXACT_TEXTS: readonly ExactText[] = [...grouped(({ literal }) => literal)]
  .map(([literal, meanings]): ExactText => ({ literal, meanings }))
  .sort((a, b) => b.literal.length - a.literal.length);

const BY_CODE = grouped(({ literal, code }) => (literal === undefined ? code : undefined));

/** What stands in the table under exactly this code. */
export const meaningsOf = (code: string): readonly BounceMeaning[] => BY_CODE.get(code.toLowerCase()) ?? [];

function grouped(keyOf: (meaning: BounceMeaning) => string | undefined): ReadonlyMap<string, readonly BounceMeaning[]> {
  const groups = new Map<string, BounceMeaning[]>();
  for (const meaning of MEANINGS) {
    const key = keyOf(meaning)?.toLowerCase();
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(meaning);
    else groups.set(key, [meaning]);
  }
  return groups;
}
