import type { Formats } from '../../output/formats.ts';
import { loadEmailLogReport } from './lazy.ts';
import type { JudgedLog } from './view.ts';

export const LOG_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: async (log, { columns, style }) => (await loadEmailLogReport()).logText(log, columns, style),
  },
  html: {
    label: 'HTML',
    description: 'one page to read, print and send',
    extension: 'html',
    render: async (log) => (await loadEmailLogReport()).logHtml(log),
  },
  json: {
    label: 'JSON',
    description: 'all domains, hours and texts',
    extension: 'json',
    render: async (log) => (await loadEmailLogReport()).logJson(log),
  },
  csv: {
    label: 'CSV',
    description: 'all domains, for a spreadsheet',
    extension: 'csv',
    render: async (log) => (await loadEmailLogReport()).logCsv(log),
  },
  markdown: {
    label: 'Markdown',
    description: 'for a pull request or an issue',
    extension: 'md',
    render: async (log) => (await loadEmailLogReport()).logMarkdown(log),
  },
} as const satisfies Formats<JudgedLog>;
