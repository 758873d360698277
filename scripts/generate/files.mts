import { readdirSync } from 'node:fs';
import path from 'node:path';
import { recordSchema } from '../../src/check/recordSchema.ts';
import { rulesMarkdown } from '../../src/check/ruleTable.ts';
import { COMMANDS } from '../../src/cli/commandTable.ts';
import { commandReference } from '../../src/cli/help/reference.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { importGraph } from '../importGraph.mts';
import { importDrawing } from './importDrawing.mts';
import { settingsTable } from './settingsTable.mts';
import { wordsTable } from './wordsTable.mts';
import { textOf, withParts, type GeneratedText } from './text.mts';

/** A file that is written by `npm run generate`, as a whole or in parts. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: () => GeneratedText;
}

/** All of them but the list of rules, from which these follow. */
export const generatedFiles = (): readonly GeneratedFile[] => [
  { path: 'schemas/email-deliverability.schema.json', text: () => ({ text: JSON.stringify(recordSchema()) }) },
  { path: 'docs/cli.md', text: () => ({ text: commandReference(COMMANDS) }) },
  { path: RULES_PAGE, text: () => withParts(RULES_PAGE, { rules: rulesMarkdown('') }) },
  { path: 'docs/settings.md', text: () => withParts('docs/settings.md', { settings: settingsTable() }) },
  { path: 'docs/style.md', text: () => withParts('docs/style.md', { words: wordsTable() }) },
  {
    path: 'docs/architecture.md',
    text: () => withParts('docs/architecture.md', { imports: importDrawing(importGraph('src')) }),
  },
  ...RULES.map((rule) => ({ path: pageOf(rule.id), text: () => withPageHeader(rule) })),
  ...strayPages(),
];

const PAGES = 'docs/rules';
const RULES_PAGE = `${PAGES}/README.md`;
const pageOf = (id: string): string => `${PAGES}/${id}.md`;

const FIX = { none: 'No fix', fix: 'Fix offered', safe: 'Fix offered, part of fix-all' } as const;

function withPageHeader({ id, group, severity, fix }: Rule): GeneratedText {
  const file = pageOf(id);
  if (textOf(file) === undefined)
    return {
      faults: [`${file} is missing. Write it: scripts/newRule/template/rule-id.md has the headings of every page.`],
    };
  return withParts(file, { header: `Group: ${group}. Default severity: **${severity}**. ${FIX[fix]}.` });
}

const strayPages = (): readonly GeneratedFile[] =>
  readdirSync(PAGES)
    .map((name) => `${PAGES}/${name}`)
    .filter((page) => page !== RULES_PAGE && !RULES.some(({ id }) => pageOf(id) === page))
    .map((page) => ({
      path: page,
      text: () => ({ faults: [`${page} is the page of no rule: src/rules/${path.parse(page).name}.ts is missing.`] }),
    }));
