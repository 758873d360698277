import type { BounceQuery } from '../queries.ts';

/** All queries, each below one line on what it tells and one on its trap. `//` is a comment in the SOQL editor. */
export function bounceQueriesText(
  known: readonly BounceQuery[],
  tooNew: readonly BounceQuery[],
  apiVersion: number,
): string {
  const blocks = known.map(({ name, tells, trap, soql }) => `// ${name}: ${tells}\n// Trap: ${trap}\n${soql}\n`);
  const missing = tooNew.map(
    ({ name, since, tells }) => `// ${name}: not in API ${apiVersion}.0, needs ${since ?? '?'}.0. ${tells}\n`,
  );
  return [...blocks, ...missing].join('\n');
}

/** What goes to `scripts/soql/`: names and texts. */
export const bounceQueryFiles = (queries: readonly BounceQuery[], apiVersion: number): ReadonlyMap<string, string> =>
  new Map([
    ...queries.map(({ name, soql }): [string, string] => [`${name}.soql`, `${soql}\n`]),
    ['README.md', bounceQueriesReadme(queries, apiVersion)],
  ]);

/** Lies beside the query files, which must hold nothing but the query: `sf data query --file` sends all of it. */
function bounceQueriesReadme(known: readonly BounceQuery[], apiVersion: number): string {
  const rows = known.map(({ name, tells, trap }) => `| \`${name}.soql\` | ${tells} | ${trap} |\n`);
  return `# Queries about bounces

Written by \`sf-deliverability soql\` for API ${apiVersion}.0. None of them finds TLS failures: those are in the Email Log (Setup > Email Log Files).

\`\`\`sh
sf data query --file bounced-contacts.soql --result-format csv > bounced.csv
sf-deliverability bounce --csv bounced.csv
\`\`\`

| File | What it shows | Note |
| ---- | ------------- | ---- |
${rows.join('')}`;
}
