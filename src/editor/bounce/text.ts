import type * as bounce from '../../bounce/explain.ts';
import { bounceMarkdown, bounceMatchMarkdown } from '../../bounce/report/markdown.ts';
import type { Range } from '../../text/source.ts';

/** The table of codes is a file of its own, which the command line reads too. */
const table = (): Promise<typeof bounce> => import('../../bounce/explain.ts');

/** As Markdown. */
export async function explained(text: string): Promise<string> {
  const { explainBounce } = await table();
  return bounceMarkdown(explainBounce(text));
}

export async function namesBounce(line: string): Promise<boolean> {
  const { namesBounce: names } = await table();
  return names(line);
}

/** What a hover at a place in a line shows, as Markdown. */
export async function bounceHoverText(
  line: string,
  offset: number,
  isMail: boolean,
): Promise<{ readonly range: Range; readonly markdown: string } | undefined> {
  const { bounceAt } = await table();
  const match = bounceAt(line, offset, isMail);
  return match && { range: match.range, markdown: bounceMatchMarkdown(match) };
}
