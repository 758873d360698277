/** What bounces take once somebody hovers over one or asks about it: read as one file then, not on activation. */
export { bounceHover } from './bounceHover.ts';
export { explainBounce } from './explainBounce.ts';
