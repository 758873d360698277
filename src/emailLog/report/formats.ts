import type { Formats } from '../../output/formats.ts';
import type * as report from './bundle.ts';
import type { JudgedLog } from './view.ts';

/** The writers are read as one file, once there is a log to write about. */
const writers = (): Promise<typeof report> => import('./bundle.ts');

export const LOG_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: async (log, { columns, style }) => (await writers()).logText(log, columns, style),
  },
  html: {
    label: 'HTML',
    description: 'one page to read, print and send',
    extension: 'html',
    render: async (log) => (await writers()).logHtml(log),
  },
  json: {
    label: 'JSON',
    description: 'all domains, hours and texts',
    extension: 'json',
    render: async (log) => (await writers()).logJson(log),
  },
  csv: {
    label: 'CSV',
    description: 'all domains, for a spreadsheet',
    extension: 'csv',
    render: async (log) => (await writers()).logCsv(log),
  },
  markdown: {
    label: 'Markdown',
    description: 'for a pull request or an issue',
    extension: 'md',
    render: async (log) => (await writers()).logMarkdown(log),
  },
} as const satisfies Formats<JudgedLog>;
