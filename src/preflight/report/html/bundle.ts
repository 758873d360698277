/** The page of a preflight with its style sheet: read as one file when one is to be written. */
export { preflightHtml } from './page.ts';
