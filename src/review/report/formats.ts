import type { Formats, Medium, Product } from '../../output/formats.ts';
import { reviewGithub } from './github.ts';
import { reviewJson } from './json.ts';
import { reviewMarkdown } from './markdown.ts';
import type { ReviewReport } from './report.ts';
import { reviewSarif } from './sarif.ts';
import { reviewText } from './text.ts';

export const REVIEW_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (report, { columns, style }) => reviewText(report, columns, style),
  },
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: reviewJson },
  sarif: {
    label: 'SARIF',
    description: 'for a code-scanning service',
    extension: 'sarif',
    render: (report, { version, rulePage }) => reviewSarif(report, version(), rulePage),
  },
  github: {
    label: 'GitHub annotations',
    description: 'for a job of GitHub Actions, which shows them at their lines',
    extension: 'txt',
    render: reviewGithub,
  },
  markdown: {
    label: 'Markdown',
    description: 'for a pull-request comment',
    extension: 'md',
    render: (report) => reviewMarkdown(report),
  },
} as const satisfies Formats<ReviewReport, Medium & Product>;
