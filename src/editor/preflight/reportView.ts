/** The type of the report panel; package.json has the extension started for it. */
export const REPORT_VIEW = 'sfDeliverability.preflightReport';
