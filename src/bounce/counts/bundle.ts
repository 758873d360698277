/** What reads a report of bounces: loaded as one file, with the reader of CSV, when there is one. */
export { BounceReportError, readBounceReport } from './readReport.ts';
