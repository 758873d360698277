import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEST_PROJECTS } from '../projects.mts';

const root = path.resolve(import.meta.dirname, '../..');
const found = (...globs: readonly string[]): string[] =>
  globSync([...globs], { cwd: root }).map((file) => file.replaceAll(path.sep, '/'));
const files = found('test/**/*.test.ts').filter((file) => !file.startsWith('test/host/'));

const matches = (file: string, globs: readonly string[]): boolean => globs.some((glob) => path.matchesGlob(file, glob));
const projectsOf = (file: string): string[] =>
  TEST_PROJECTS.filter(({ include, exclude }) => matches(file, include) && !matches(file, exclude)).map(
    ({ name }) => name,
  );

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`. */
const alternatives = (glob: string): string[] => {
  const [, before = '', names = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(glob) ?? [];
  return names === '' ? [glob] : names.split(',').map((name) => before + name + after);
};

describe('the projects of the unit tests', () => {
  it('have each file in exactly one of them', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => projectsOf(file).length !== 1)).toEqual([]);
  });

  it('name no file that is gone', () => {
    const globs = TEST_PROJECTS.flatMap(({ include }) => include.flatMap(alternatives));
    expect(globs.filter((glob) => found(glob).length === 0)).toEqual([]);
  });

  it('keep files that open sockets themselves for the time when the processors are free', () => {
    const opens = files.filter((file) =>
      /(from |import\()'node:(net|tls|dgram)'/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(opens).not.toEqual([]);
    expect(opens.filter((file) => !projectsOf(file).includes('deadlines'))).toEqual([]);
  });
});
