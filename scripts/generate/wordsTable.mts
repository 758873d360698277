import { AVOIDED_WORDS } from '../houseWords.mts';

/** The table of docs/style.md. */
export const wordsTable = (): string =>
  `| Avoid | Write | Why |\n|---|---|---|\n${AVOIDED_WORDS.map(({ avoid, write, why }) => `| ${avoid} | ${write} | ${why} |\n`).join('')}`;
