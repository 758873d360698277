import type { BounceReport } from './readReport.ts';
import { counted } from '../../output/words.ts';

/** What such a report never shows, said every time: a reader must not take it for all clear. */
export const NOT_IN_A_REPORT =
  'A report of bounced records does not list TLS failures: Salesforce marks a record only when the server of the recipient answers with one of the known "user unknown" texts (KB 000325367). Look for TLS failures in the Email Log (Setup > Email Log Files).';

/** `TLS is the cause of 2 of 40 bounces, and may be of 3.` */
export function reportVerdict({ records, empty, tls, unclassified }: BounceReport): string {
  const reasons = records - empty;
  if (reasons === 0) return `${counted(records, 'record')}, none with a reason.`;
  const parts = [
    tls.yes > 0
      ? `TLS is the cause of ${tls.yes} of ${counted(reasons, 'bounce')}`
      : `TLS is the cause of none of ${counted(reasons, 'bounce')} for sure`,
    ...(tls.possible > 0 ? [`it may be of ${tls.possible}`] : []),
    ...(unclassified > 0 ? [`${unclassified} could not be classified`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** What else a reader must know about the counting. */
export function reportNotes({ columns, empty, short, stopped }: BounceReport): readonly string[] {
  return [
    NOT_IN_A_REPORT,
    `Read: ${columns.join(', ')}.`,
    ...(empty > 0 ? [`${counted(empty, 'record')} without a reason.`] : []),
    ...(short > 0
      ? [`${counted(short, 'row')} shorter than the table, such as the notes below a report: left out.`]
      : []),
    ...(stopped === undefined ? [] : [`Reading stopped: ${stopped}. What follows it was not counted.`]),
  ];
}
