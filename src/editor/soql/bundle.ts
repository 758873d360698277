/** The command that writes the queries for bounces: read as one file when somebody gives it. */
export { writeBounceQueries } from './writeQueries.ts';
