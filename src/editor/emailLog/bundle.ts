/** What Email Logs take once somebody has one analysed: read as one file then, not on activation. */
export { emailLogs } from './logs.ts';
