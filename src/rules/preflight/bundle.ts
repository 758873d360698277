/** What the rules about preflights ask, which way mail takes: read as one file where there is a result. */
export { reportPreflights } from './findings.ts';
