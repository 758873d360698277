/** What the doors need to read Email Logs, in one place: loaded as one file when a log is to be read. */
export { analyseEmailLog } from './emailLog.ts';
export { LogInputError } from './source.ts';
