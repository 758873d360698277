import type { Formats } from '../../output/formats.ts';
import { bounceReportCsv, bounceReportJson } from './data.ts';
import { bounceReportMarkdown } from './markdown.ts';
import type { BounceReport } from './readReport.ts';
import { bounceReportText } from './text.ts';

/** Of the reasons in a report of bounced records, counted. */
export const BOUNCE_REPORT_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (report, { columns, style }) => bounceReportText(report, columns, style),
  },
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: bounceReportJson },
  csv: {
    label: 'CSV',
    description: 'the reasons of a report, for a spreadsheet',
    extension: 'csv',
    render: bounceReportCsv,
  },
  markdown: { label: 'Markdown', description: 'for a case or an issue', extension: 'md', render: bounceReportMarkdown },
} as const satisfies Formats<BounceReport>;
