import { readFileSync } from 'node:fs';

/** What a file should hold, or why nobody can say, each fault with what to do. */
export type GeneratedText = { readonly text: string } | { readonly faults: readonly string[] };

/** The text of a file; undefined if it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A file that people write, with new content between `<!-- name: generated -->` and `<!-- /name -->`. */
export function withParts(file: string, parts: Readonly<Record<string, string>>): GeneratedText {
  let text = textOf(file);
  if (text === undefined) return { faults: [`${file} is missing or cannot be read. Write it.`] };
  const faults: string[] = [];
  for (const [name, content] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
    const from: number = text.indexOf(start);
    const to: number = text.indexOf(end);
    if (from < 0 || to < from) {
      faults.push(
        `${file} has no place for its ${name}. Write these two lines where it belongs:\n  ${start}\n  ${end}`,
      );
      continue;
    }
    text = `${text.slice(0, from)}${start}\n\n${content.trim()}\n\n${text.slice(to)}`;
  }
  return faults.length > 0 ? { faults } : { text };
}
