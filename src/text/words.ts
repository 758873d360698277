/**
 * Words of ours that may begin a sentence or stand inside one, without a full stop. They are kept as they stand inside:
 * making a letter large is safe, making one small would spoil names.
 */
export interface Phrase {
  readonly words: string;
  /** It begins with a name, such as that of a host or of Salesforce, which is written the same everywhere. */
  readonly isNamed: boolean;
}

export const phrase = (words: string): Phrase => ({ words, isNamed: false });

export const namedPhrase = (words: string): Phrase => ({ words, isNamed: true });

/** As it begins a sentence, without a full stop. */
export const opening = ({ words, isNamed }: Phrase): string => (isNamed ? words : capitalized(words));

export const sentenceOf = (said: Phrase): string => `${opening(said)}.`;

export const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
