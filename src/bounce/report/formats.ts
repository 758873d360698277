import type { Formats } from '../../output/formats.ts';
import type { BounceExplanation } from '../explain.ts';
import { bounceJson } from './json.ts';
import { bounceMarkdown } from './markdown.ts';
import { bounceText } from './text.ts';

/** Of what one bounce means. */
export const BOUNCE_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (found, { columns, style }) => bounceText(found, columns, style),
  },
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: bounceJson },
  markdown: { label: 'Markdown', description: 'for a case or an issue', extension: 'md', render: bounceMarkdown },
} as const satisfies Formats<BounceExplanation>;
