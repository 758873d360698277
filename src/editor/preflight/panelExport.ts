import { preflightCsv } from '../../report/preflightCsv.ts';
import { preflightHtml } from '../../report/preflightHtml.ts';
import { preflightJson } from '../../report/preflightJson.ts';
import { preflightMarkdown } from '../../report/preflightMarkdown.ts';
import type { PreflightView } from '../../report/preflightView.ts';
import type { ExportFormat } from '../panel/exportReport.ts';

/** The same as the command line writes. */
export const PREFLIGHT_FORMATS: readonly ExportFormat<PreflightView>[] = [
  { label: 'HTML', description: 'one page to read, print and send', extension: 'html', text: preflightHtml },
  {
    label: 'JSON',
    description: 'to import elsewhere, and for check --results',
    extension: 'json',
    text: preflightJson,
  },
  { label: 'CSV', description: 'for a spreadsheet', extension: 'csv', text: preflightCsv },
  { label: 'Markdown', description: 'for a pull request or an issue', extension: 'md', text: preflightMarkdown },
];
