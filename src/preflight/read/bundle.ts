/** What reads preflight results: loaded as one file when there are some. */
export { parseKept, parsePreflight } from './parse.ts';
