import type { Formats } from '../../output/formats.ts';
import type { PreflightView } from '../view.ts';
import { preflightCsv } from './csv.ts';
import { loadPreflightReportHtml } from './html/lazy.ts';
import { preflightJson, preflightJsonPieces } from './json.ts';
import { preflightMarkdown } from './markdown.ts';
import { preflightText } from './text.ts';

export const PREFLIGHT_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (view, { columns, style }) => preflightText(view, columns, style),
  },
  html: {
    label: 'HTML',
    description: 'one page to read, print and send',
    extension: 'html',
    render: async (view) => (await loadPreflightReportHtml()).preflightHtml(view),
  },
  json: {
    label: 'JSON',
    description: 'to import elsewhere, and for check --results',
    extension: 'json',
    render: preflightJson,
    pieces: preflightJsonPieces,
  },
  csv: { label: 'CSV', description: 'for a spreadsheet', extension: 'csv', render: preflightCsv },
  markdown: {
    label: 'Markdown',
    description: 'for a pull request or an issue',
    extension: 'md',
    render: preflightMarkdown,
  },
} as const satisfies Formats<PreflightView>;
