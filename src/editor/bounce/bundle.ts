/** What bounces take once somebody hovers over one or asks about it: read as one file then, not on activation. */
export { bounceHover } from './hover.ts';
export { explainBounce } from './explain.ts';
