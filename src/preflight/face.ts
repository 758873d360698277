/** What the doors need of the engine, in one place: the command line loads it as one file, when a preflight begins. */
export { deadlinesWithin } from './options.ts';
export { preflight } from './run.ts';
