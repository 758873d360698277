import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDrawing } from '../../scripts/generate/importDrawing.mts';
import type { Module } from '../../scripts/importGraph.mts';
import { ROOMS } from '../../scripts/rooms.mts';
import { PROJECT_ROOT } from '../support/cli.ts';

const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const exists = (file: string): boolean => existsSync(path.join(PROJECT_ROOT, file));

/** The paths that a page names as code, but for the lint rule. A name without a folder stands for several files. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([\w./-]+)`/g)].flatMap(([, name = '']) =>
    /\w\/\w/.test(name) && name !== 'rooms/order' ? [name] : [],
  );

const IN_THE_REPOSITORY = /^(src|test|scripts|docs|schemas|samples|\.ci)\//;
const PAGES = ['CONTRIBUTING.md', ...markdownIn('docs/decisions')];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder)).flatMap((name) =>
    name.endsWith('.md') ? `${folder}/${name}` : [],
  );
}

it.each(PAGES)('%s names only files and folders that are there', (page) => {
  expect(pathsIn(read(page)).filter((name) => IN_THE_REPOSITORY.test(name) && !exists(name))).toEqual([]);
});

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md');
  const sections = text.split(/^### /m).slice(1);

  it('has a section for each room, in their order', () => {
    expect(sections.map((one) => one.split('\n')[0])).toEqual(ROOMS.map((room) => `${room}/`));
  });

  it.each(sections.map((one) => [one.split('\n')[0], one]))('%s is short, and names what keeps it so', (_, section) => {
    const lines = section
      .trim()
      .split('\n')
      .slice(1)
      .filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(10);
    const invariants = lines.filter((line) => line.startsWith('- **Invariant:**'));
    expect(invariants).not.toEqual([]);
    for (const one of invariants) expect(one).toMatch(/ESLint `|the compiler|`(test|scripts)\/|`npm run/);
  });

  it('names only files and folders that are there', () => {
    expect(pathsIn(text)).not.toEqual([]);
    expect(pathsIn(text).filter((name) => !exists(name) && !exists(`src/${name}`))).toEqual([]);
  });
});

describe('the drawing of imports', () => {
  const module = (file: string, ...of: readonly string[]): Module => ({
    file,
    lines: 1,
    imports: of.map((one) => ({ of: one, kind: 'value' as const })),
  });
  const arrows = (...modules: readonly Module[]): readonly string[] =>
    importDrawing(modules)
      .split('\n')
      .slice(2, -1)
      .map((line) => line.trim());

  it('has a room once, the last of the list first and what stands beside the rooms above', () => {
    const drawn = arrows(
      module('text/a.ts'),
      module('mail/a.ts', 'text/a.ts', 'mail/b.ts'),
      module('mail/b.ts', 'text/a.ts', 'node:fs'),
      module('cli.ts', 'mail/a.ts'),
    );
    expect(drawn).toEqual(['cli.ts["cli.ts"] --> mail', 'mail["mail/"] --> text', 'text["text/"]']);
  });

  it('leaves out what longer ways imply', () => {
    const drawn = arrows(
      module('text/a.ts'),
      module('mail/a.ts', 'text/a.ts'),
      module('formats/a.ts', 'text/a.ts'),
      module('project/a.ts', 'formats/a.ts', 'mail/a.ts', 'text/a.ts'),
      module('rules/a.ts', 'text/a.ts', 'project/a.ts'),
    );
    expect(drawn.slice(0, 2)).toEqual(['rules["rules/"] --> project', 'project["project/"] --> formats & mail']);
  });
});
