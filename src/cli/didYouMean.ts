import { closestWord } from '../text/closestWord.ts';

/** A shorter beginning of a word says too little. */
const SHORTEST_BEGINNING = 3;

/** `; did you mean check?`; empty where no word is close. */
export function didYouMean(text: string, words: readonly string[], shown = (word: string): string => word): string {
  const word = nearest(text.toLowerCase(), words);
  return word === undefined ? '' : `; did you mean ${shown(word)}?`;
}

function nearest(text: string, words: readonly string[]): string | undefined {
  const begun = text.length < SHORTEST_BEGINNING ? [] : words.filter((word) => word.toLowerCase().startsWith(text));
  return (
    words.find((word) => isSwapped(text, word.toLowerCase())) ??
    closestWord(text, words) ??
    (begun.length === 1 ? begun[0] : undefined)
  );
}

/** `chekc` for `check`: the commonest slip, which the distance counts as two letters that differ. */
function isSwapped(text: string, word: string): boolean {
  const at = Array.from(word).findIndex((letter, index) => letter !== text.charAt(index));
  return at >= 0 && word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2) === text;
}
