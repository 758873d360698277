import { loadBounce } from '../bounce/lazy.ts';
import { bounceMarkdown, bounceMatchMarkdown } from '../bounce/report/markdown.ts';
import type { Range } from '../text/source.ts';

/** As Markdown. */
export async function explained(text: string): Promise<string> {
  const { explainBounce } = await loadBounce();
  return bounceMarkdown(explainBounce(text));
}

export async function namesBounce(line: string): Promise<boolean> {
  const { namesBounce: names } = await loadBounce();
  return names(line);
}

/** What a hover at a place in a line shows, as Markdown. */
export async function bounceHoverText(
  line: string,
  offset: number,
  isMail: boolean,
): Promise<{ readonly range: Range; readonly markdown: string } | undefined> {
  const { bounceAt } = await loadBounce();
  const match = bounceAt(line, offset, isMail);
  return match && { range: match.range, markdown: bounceMatchMarkdown(match) };
}
