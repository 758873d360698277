/** The page of preflights with its renderer, which few windows need: read as one file when it is shown. */
export { dialogueDocument } from './dialogue.ts';
export { reportPanels } from './panels.ts';
