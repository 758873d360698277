import { Hover, languages, MarkdownString, Range, type DocumentFilter } from 'vscode';
import type { Registration } from '../files.ts';
import { bounceFace } from './lazy.ts';

const EXPLAIN = 'sfDeliverability.explainBounce';

/** Where bounces are read: anywhere else a number of three digits is just that. */
const BOUNCE_FILES: readonly DocumentFilter[] = [{ pattern: '**/*.{log,csv,eml,smtp-transcript}' }];

/** In a message or a dialogue with a mail server, every code is one. */
const MAIL_FILE = /\.(?:eml|smtp-transcript)$/i;

/** What the link hands over of a line, in UTF-16 units: it stands in the hover. */
const MOST_LINKED = 2000;

/** Says what a bounce code or text in a log, a table or a message means. */
export function registerBounceHover(): Registration[] {
  const provider = languages.registerHoverProvider([...BOUNCE_FILES], {
    async provideHover(document, { line, character }) {
      const { text } = document.lineAt(line);
      const { bounceHoverText } = await bounceFace();
      const found = await bounceHoverText(text, character, MAIL_FILE.test(document.uri.path));
      if (!found) return undefined;
      const { range, markdown } = found;
      const contents = new MarkdownString(markdown);
      if (text.length <= MOST_LINKED) {
        contents.isTrusted = { enabledCommands: [EXPLAIN] };
        const argument = encodeURIComponent(JSON.stringify([text]))
          .replaceAll('(', '%28')
          .replaceAll(')', '%29');
        contents.appendMarkdown(`\n\n[Explain the whole line](command:${EXPLAIN}?${argument})`);
      }
      return new Hover(contents, new Range(line, range.start, line, range.end));
    },
  });
  return [provider];
}
