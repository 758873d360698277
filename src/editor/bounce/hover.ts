import { Hover, MarkdownString, Range, type Position, type TextDocument } from 'vscode';
import { bounceHoverText } from '../../language/bounceText.ts';

const EXPLAIN = 'sfDeliverability.explainBounce';

/** In a message or a dialogue with a mail server, every code is one. */
const MAIL_FILE = /\.(?:eml|smtp-transcript)$/i;

/** What the link hands over of a line, in UTF-16 units: it stands in the hover. */
const MAX_LINKED = 2000;

/** Says what a bounce code or text in a log, a table or a message means. */
export async function bounceHover(document: TextDocument, { line, character }: Position): Promise<Hover | undefined> {
  const { text } = document.lineAt(line);
  const found = await bounceHoverText(text, character, MAIL_FILE.test(document.uri.path));
  if (!found) return undefined;
  const { range, markdown } = found;
  const contents = new MarkdownString(markdown);
  if (text.length <= MAX_LINKED) {
    contents.isTrusted = { enabledCommands: [EXPLAIN] };
    const argument = encodeURIComponent(JSON.stringify([text]))
      .replaceAll('(', '%28')
      .replaceAll(')', '%29');
    contents.appendMarkdown(`\n\n[Explain the whole line](command:${EXPLAIN}?${argument})`);
  }
  return new Hover(contents, new Range(line, range.start, line, range.end));
}
