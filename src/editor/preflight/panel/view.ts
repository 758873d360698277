/** The type of the report panel; package.json has the extension started for it. */
export const REPORT_VIEW = 'sfDeliverability.preflightReport';

/** The dialogue with a mail server as a document. */
export const TRANSCRIPT_SCHEME = 'sf-deliverability-transcript';
