import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/cli.ts';

/** For those who work on the project, which they have before them. */
const OF_THE_REPOSITORY = /^(CONTRIBUTING\.md|docs\/decisions\b)/;

/** Whether `npm run package` packs it: nothing is packed but what .vscodeignore names. */
function packed(): (file: string) => boolean {
  const [everything, ...names] = readFileSync(path.join(PROJECT_ROOT, '.vscodeignore'), 'utf8').trim().split('\n');
  expect(everything).toBe('**');
  const kept = names.map((name) => /^!(.+)$/.exec(name)?.[1] ?? expect.fail(`${name} is no exception`));
  return (file) => kept.some((glob) => path.posix.matchesGlob(file, glob));
}

it('the package has every picture and page that its README leads to, and those that they lead to', () => {
  const todo = ['README.md'];
  const found = new Set(todo);
  for (let page = todo.pop(); page !== undefined; page = todo.pop())
    for (const [, target = ''] of readFileSync(path.join(PROJECT_ROOT, page), 'utf8').matchAll(
      /\]\(([^)#\s]+)[^)]*\)/g,
    )) {
      const file = path.posix.join(path.posix.dirname(page), target);
      if (/^[a-z]+:/.test(target) || OF_THE_REPOSITORY.test(file) || found.has(file)) continue;
      found.add(file);
      if (file.endsWith('.md')) todo.push(file);
    }
  const isPacked = packed();
  expect(found.size).toBeGreaterThan(50);
  expect([...found].filter((file) => !isPacked(file))).toEqual([]);
});
