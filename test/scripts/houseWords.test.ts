import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { AVOIDED_WORDS } from '../../scripts/houseWords.mts';
import { PROJECT_ROOT } from '../support/cli.ts';

const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const files = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: PROJECT_ROOT }).map((file) => file.replaceAll(path.sep, '/'));

/** `docs/style.md` lists the words; decisions are a log, and keep the words of their day. */
const isExempt = (page: string): boolean => page === 'docs/style.md' || page.startsWith('docs/decisions/');

/** Texts of mail servers, which are quoted. */
const QUOTING = ['src/bounce/table.ts', 'src/emailLog/tlsFailure.ts', 'src/emailLog/read/replyWords.ts'];

/** The strings of a source file, without what it imports. */
function stringsOf(file: string): readonly string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Titles, descriptions and those of values: every string with a space in it. */
const manifestTexts = (): readonly string[] =>
  [...read('package.json').matchAll(/"((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);

const TEXTS: readonly (readonly [file: string, texts: readonly string[]])[] = [
  ...files('src/**/*.ts')
    .filter((file) => !QUOTING.includes(file))
    .map((file) => [file, stringsOf(file)] as const),
  ...['README.md', 'CONTRIBUTING.md', ...files('docs/**/*.md')]
    .filter((page) => !isExempt(page))
    .map((page) => [page, read(page).split('\n')] as const),
  ['package.json', manifestTexts()],
];

it.each(AVOIDED_WORDS)('no text for people has "$avoid"', ({ found }) => {
  const hits = TEXTS.flatMap(([file, texts]) =>
    texts.filter((text) => found.test(text)).map((text) => `${file}: ${text.trim().slice(0, 120)}`),
  );
  expect(hits).toEqual([]);
});

it.each([
  ['Mail is sent in clear.', 'in clear'],
  ['A mail to jo', 'a mail, mails'],
  ['5 mails', 'a mail, mails'],
  ['a domain that is no domain', 'is no domain'],
])('finds %j', (text, avoid) => {
  expect(AVOIDED_WORDS.filter(({ found }) => found.test(text)).map((one) => one.avoid)).toEqual([avoid]);
});

it.each(AVOIDED_WORDS)('finds "$avoid" as the page shows it', ({ avoid, found }) => {
  for (const text of avoid.split(', ')) expect(found.test(text), text).toBe(true);
});

it.each(['a mail server', 'it depends on the relay', 'a clear message', 'the file is not a domain list'])(
  'allows %j',
  (text) => {
    expect(AVOIDED_WORDS.filter(({ found }) => found.test(text))).toEqual([]);
  },
);
