/** What the doors need of the engine, in one place: it is loaded as one file, when something is looked up. */
export { deadlinesWithin } from './options.ts';
export { hostNamesOf } from './dns/reverse.ts';
export { preflight } from './run.ts';
