import { preflightCsv } from '../../../preflight/report/csv.ts';
import { preflightHtml } from '../../../preflight/report/html/page.ts';
import { preflightJson } from '../../../preflight/report/json.ts';
import { preflightMarkdown } from '../../../preflight/report/markdown.ts';
import type { PreflightView } from '../../../preflight/view.ts';
import type { ExportFormat } from '../../panel/exportReport.ts';

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
