/** What bounces mean, with the table of codes: read as one file when one is to be explained. */
export { bounceAt, namesBounce } from './at.ts';
export { explainBounce, MAX_BOUNCE_TEXT } from './explain.ts';
