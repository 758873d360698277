import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { shownSources } from '../../src/project/select.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Finding } from '../../src/rules/rule.ts';
import { expectGolden } from '../support/golden.ts';
import { applyFix, findingsOf, FIXTURES, openFixture, placeText } from '../support/projects.ts';

/**
 * test/fixtures/rules/<rule>/fail-*: a project in which the rule finds something; <case>.golden shows what, and each
 * fix applied. pass-*: a project that comes near it, in which the rule finds nothing.
 */
const root = path.join(FIXTURES, 'rules');

const cases = (rule: string, kind: 'fail' | 'pass'): string[] =>
  existsSync(path.join(root, rule))
    ? readdirSync(path.join(root, rule)).filter((name) => name.startsWith(`${kind}-`) && !name.endsWith('.golden'))
    : [];

describe.each(RULES.map(({ id }) => id))('%s', (rule) => {
  it('has failing and passing fixtures', () => {
    expect(cases(rule, 'fail')).not.toEqual([]);
    expect(cases(rule, 'pass')).not.toEqual([]);
  });

  it.each(cases(rule, 'fail'))('finds %s', (name) => {
    const folder = path.join(root, rule, name);
    const projects = openFixture(folder);
    const shown = projects.map(({ input }) => goldenText(input, rule)).join('');
    expect(shown).toContain(`${rule} `);
    expectGolden(`${folder}.golden`, shown);
  });

  it.each(cases(rule, 'fail'))('repairs %s', (name) => {
    for (const { input } of openFixture(path.join(root, rule, name))) {
      const before = findingsOf(input);
      for (const finding of before.filter((one) => one.rule === rule)) {
        for (const fix of finding.fixes) {
          const after = findingsOf(applyFix(input, fix));
          expect(count(after, finding), `"${fix.title}" leaves the finding`).toBeLessThan(count(before, finding));
          expect(newOnes(before, after), `"${fix.title}" brings new findings`).toEqual([]);
        }
      }
    }
  });

  it.each(cases(rule, 'pass'))('is silent in %s', (name) => {
    const projects = openFixture(path.join(root, rule, name));
    expect(projects).not.toEqual([]);
    const found = projects.flatMap(({ input }) => findingsOf(input).filter((finding) => finding.rule === rule));
    expect(found.map(({ message }) => message)).toEqual([]);
  });
});

it('has fixtures for no rule that is gone', () => {
  expect(readdirSync(root).filter((name) => !RULES.some(({ id }) => id === name))).toEqual([]);
});

const count = (findings: readonly Finding[], { rule, message }: Finding): number =>
  findings.filter((one) => one.rule === rule && one.message === message).length;

const newOnes = (before: readonly Finding[], after: readonly Finding[]): string[] =>
  after.filter((one) => count(after, one) > count(before, one)).map(({ rule, message }) => `${rule}: ${message}`);

function goldenText(input: ProjectInput, rule: string): string {
  return findingsOf(input)
    .filter((finding) => finding.rule === rule)
    .map((finding) => {
      const head = [`${finding.severity} ${rule} ${placeText(input, finding)}`, `  ${finding.message}`];
      const related = finding.related.map(
        (one) => `  see ${placeText(input, one)}: ${one.message}${one.mirror === true ? ' (shown there too)' : ''}`,
      );
      const fixes = finding.fixes.map((fix) => {
        // Without passwords, as everything that is shown.
        const after = shownSources(readProject(applyFix(input, fix)));
        const marks = [fix.preferred ? 'preferred' : '', fix.safe ? 'safe' : ''].filter((mark) => mark !== '');
        const texts = fix.edits.map(({ file }) => {
          const text = after.get(file)?.text ?? '';
          return `--- ${file}\n${text.replaceAll('\r', '␍')}${text.endsWith('\n') ? '' : '⏎'}`;
        });
        return `=== fix${marks.length > 0 ? ` (${marks.join(', ')})` : ''}: ${fix.title}\n${texts.join('\n')}`;
      });
      return `${[...head, ...related, ...fixes].join('\n')}\n\n`;
    })
    .join('');
}
