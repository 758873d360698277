import { distance } from 'fastest-levenshtein';

/** Longer words cannot be a typo for anything in our tables, and the distance costs length squared. */
const LONGEST = 100;

/** The word that is most like `text`, if at most a third of the longer one's letters differ. The first wins a tie. */
export function closestWord(text: string, words: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const word of words) {
    const apart = distance(text.toLowerCase(), word.toLowerCase());
    if (apart < bestDistance && apart <= Math.max(text.length, word.length) / 3) {
      best = word;
      bestDistance = apart;
    }
  }
  return best;
}
