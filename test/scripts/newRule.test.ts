import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleRefusal } from '../../scripts/newRule/writeRule.mts';
import { readProject } from '../../src/project/readProject.ts';
import { GROUPS, type Rule } from '../../src/rules/rule.ts';
import type { Place } from '../../src/text/source.ts';
import { PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { openFixture } from '../support/projects.ts';

describe('a rule is refused', () => {
  it.each([
    ['', 'TLS policy', 'error', /^"" is not an id/],
    ['relay', 'TLS policy', 'error', /two or more words/],
    ['Relay-Port', 'TLS policy', 'error', /lower-case/],
    ['../rule-id', 'TLS policy', 'error', /not an id/],
    ['relay-port', 'TLS policy', 'error', /^src\/rules\/relay-port\.ts already exists/],
    ['new-one', 'TLS', 'error', /^"TLS" is not a group.*'TLS policy', 'Domain list and filters'/],
    ['new-one', 'TLS policy', 'off', /^"off" is not a severity.*error, warning, info, hint/],
  ])('%j in %j as %j', (id, group, severity, message) => {
    expect(ruleRefusal(id, group, severity)).toMatch(message);
  });

  it('only then', () => {
    for (const group of GROUPS) expect(ruleRefusal('new-one', group, 'hint')).toBeUndefined();
  });
});

describe('in a copy of the project', { timeout: 120_000 }, () => {
  const NAMES = ['src', 'docs', 'scripts', 'schemas', 'package.json', '.prettierrc.json'];
  const FROM_RULES = ['src/rules/index.ts', 'docs/rules/README.md', 'schemas/email-deliverability.schema.json'];

  function copy() {
    const root = temporaryFolder();
    for (const name of NAMES) cpSync(path.join(PROJECT_ROOT, name), path.join(root, name), { recursive: true });
    symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(root, 'node_modules'), 'junction');
    const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
    const change = (file: string, change: (text: string) => string): void => {
      writeFileSync(path.join(root, file), change(read(file)));
    };
    const node = (...args: readonly string[]) => {
      const options = { cwd: root, encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [...FLAGS, ...args], options);
      return { status, stdout, stderr };
    };
    return { root, read, change, node };
  }

  const FLAGS = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

  it('a new rule is whole: it is listed at the end of its group, has a page, and its fixtures fail and pass', async () => {
    const { root, read, node } = copy();
    const { status, stderr } = node('scripts/newRule.mts', 'new-one', 'TLS policy', 'info');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(read('src/rules/index.ts')).toMatch(/tlsFailuresUnseen,\n\s+newOne,\n\s+domainSyntax,/);
    expect(read('docs/rules/new-one.md')).toContain('Group: TLS policy. Default severity: **info**. No fix.');
    for (const file of FROM_RULES) expect(read(file)).toContain('new-one');
    const { newOne } = (await import(path.join(root, 'src/rules/new-one.ts'))) as { newOne: Rule };
    const found = ['fail', 'pass'].map((kind) => {
      const places: Place[] = [];
      for (const { input } of openFixture(path.join(root, `test/fixtures/rules/new-one/${kind}-example`)))
        newOne.check(readProject(input), ({ at }) => places.push(at));
      return places.map(({ file }) => path.posix.basename(file));
    });
    expect(found).toEqual([['EmailAdministration.settings-meta.xml'], []]);
  });

  it('nothing is written before all is well: every page has its rule and a place for its header', () => {
    const { root, read, change, node } = copy();
    rmSync(path.join(root, 'src/rules/relay-port.ts'));
    change('docs/rules/file-name.md', (text) => text.replace('<!-- header: generated -->', ''));
    const before = FROM_RULES.map(read);
    const refused = node('scripts/generate.mts');
    expect(refused).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        'docs/rules/file-name.md has no place for its header. Write these two lines where it belongs:',
        '  <!-- header: generated -->',
        '  <!-- /header -->',
        'docs/rules/relay-port.md is the page of no rule: src/rules/relay-port.ts is missing.',
        'Nothing was written.',
        '',
      ].join('\n'),
    });
    expect(FROM_RULES.map(read)).toEqual(before);
    rmSync(path.join(root, 'docs/rules/relay-port.md'));
    change('docs/rules/file-name.md', (text) =>
      text.replace('<!-- /header', '<!-- header: generated -->\n\n<!-- /header'),
    );
    expect(node('scripts/generate.mts')).toMatchObject({ status: 0, stderr: '' });
    for (const file of FROM_RULES) expect(read(file)).not.toContain('relay-port');
  });

  it('a rule with another id than its file is named', () => {
    const { root, node } = copy();
    cpSync(path.join(root, 'src/rules/relay-port.ts'), path.join(root, 'src/rules/other-one.ts'));
    const { status, stderr } = node('scripts/generate.mts');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'src/rules/other-one.ts does not export "otherOne", which is the name of its rule.\nNothing was written.\n',
    });
  });
});
