import type { Formats, Medium, Product } from '../output/formats.ts';
import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import type { CheckReport } from './report.ts';
import { rulesJson, rulesMarkdown } from './ruleTable.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

export const CHECK_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (report, { style }) => textReport(report, style),
  },
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: jsonReport },
  sarif: {
    label: 'SARIF',
    description: 'for a code-scanning service',
    extension: 'sarif',
    render: (report, { version, rulePage }) => sarifReport(report, version(), rulePage),
  },
  github: {
    label: 'GitHub annotations',
    description: 'for a job of GitHub Actions, which shows them at their lines',
    extension: 'txt',
    render: githubReport,
  },
  markdown: {
    label: 'Markdown',
    description: 'for a comment or a job summary',
    extension: 'md',
    render: markdownReport,
  },
} as const satisfies Formats<CheckReport, Medium & Product>;

/** Of the table of rules, which is always the same. */
export const RULES_FORMATS = {
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: rulesJson },
  markdown: { label: 'Markdown', description: 'tables', extension: 'md', render: rulesMarkdown },
} as const satisfies Formats<undefined>;
