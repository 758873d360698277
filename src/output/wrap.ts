/** Text for people is never set narrower: a line that a small terminal breaks is better than a column of words. */
export const NARROWEST = 60;

/** What is left beside an indent at the least. */
export const NARROWEST_COLUMN = 20;

/** Breaks a text into lines of at most `width` characters, at blanks where there are any. At least one line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
