import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv7 from 'ajv';
import { describe, expect, it } from 'vitest';
import { recordSchema } from '../../src/check/recordSchema.ts';
import { RULES } from '../../src/rules/index.ts';
import { cli, PROJECT_ROOT, sampleCopy, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { FIXTURES } from '../support/projects.ts';
import { sarifFaults } from '../support/sarif.ts';

describe('SARIF', () => {
  it.each([
    ['the sample', () => sampleCopy()],
    ['nothing', () => temporaryFolder()],
    ['odd paths', () => temporaryFolder({ 'ä b/#%/EmailAdministration.settings': '<x/>' })],
    [
      'a fix that creates a file',
      () =>
        temporaryFolder({
          'config/email-deliverability.json': '{"tlsSetting": "Required", "restrictTlsToDomains": "a.example"}',
        }),
    ],
  ])('of %s fits the 2.1.0 schema', async (_, folder) => {
    const { out } = await cli(folder(), ['check', '--format', 'sarif']);
    expect(sarifFaults(JSON.parse(out))).toEqual([]);
  });

  it('is refused by the schema where it is wrong', () => {
    expect(sarifFaults({ version: '2.1.0', runs: [{ results: [{}] }] })).not.toEqual([]);
  });

  it('carries rule help, related locations and fixes', async () => {
    const { out } = await cli(sampleCopy(), ['check', '--format', 'sarif']);
    const [run] = (
      JSON.parse(out) as {
        runs: {
          tool: { driver: { rules: { id: string; help: { markdown: string } }[] } };
          results: { ruleId: string; ruleIndex: number; relatedLocations?: unknown[]; fixes?: unknown[] }[];
        }[];
      }
    ).runs;
    for (const rule of run?.tool.driver.rules ?? []) expect(rule.help.markdown).toContain(`# ${rule.id}`);
    for (const result of run?.results ?? []) expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const restricted = run?.results.find(({ ruleId }) => ruleId === 'domains-not-restricted');
    expect(restricted?.relatedLocations).toHaveLength(1);
    expect(restricted?.fixes).toHaveLength(1);
  });
});

describe('rules', () => {
  it('as JSON names every rule with its page', async () => {
    const { out } = await cli(PROJECT_ROOT, ['rules', '--format', 'json']);
    const { rules } = JSON.parse(out) as { rules: { id: string; page: string }[] };
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { id, page } of rules) {
      const text = readFileSync(path.join(PROJECT_ROOT, page), 'utf8');
      expect(text.match(/^#{1,2} .*/gm), page).toEqual([
        `# ${id}`,
        '## What it flags',
        '## Why it matters for mail',
        '## Example',
        '## When to turn it off',
        '## Sources',
      ]);
    }
  });

  it.each(RULES.map(({ id }) => id))('%s has nothing left of the template', (id) => {
    for (const file of [`src/rules/${id}.ts`, `docs/rules/${id}.md`])
      expect(readFileSync(path.join(PROJECT_ROOT, file), 'utf8'), file).not.toContain('TODO');
  });

  it('have ids, groups and severities that are contracts', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    const contracts = RULES.map(({ id, group, severity, fix }) => `${group}: ${id}, ${severity}, ${fix}\n`);
    expectGolden(path.join(FIXTURES, 'ruleContracts.golden'), contracts.join(''));
  });

  it('as Markdown is a table', async () => {
    const { out } = await cli(PROJECT_ROOT, ['rules']);
    for (const { id } of RULES) expect(out).toContain(`| [\`${id}\`](docs/rules/${id}.md) |`);
  });
});

describe("the record's schema", () => {
  const validate = new Ajv7({ strict: false }).compile(recordSchema() as object);
  it.each([
    [{}, true],
    [
      {
        tlsSetting: 'Required',
        restrictTlsToDomains: ['example.com', '*.example.com'],
        accessLevel: 'AllEmail',
        rules: { 'wildcard-misses-apex': 'off' },
      },
      true,
    ],
    [{ restrictTlsToDomains: 'example.com, example.net' }, true],
    [{ tlsSetting: 'Required Verify' }, false],
    [{ tlsSetting: 'Off' }, false],
    [{ restrictTlsToDomains: [1] }, false],
    [{ rules: { nope: 'off' } }, false],
    [{ rules: { 'domain-form': 'loud' } }, false],
    [{ tlsSettings: 'Required' }, false],
  ])('%j: %s', (record, valid) => {
    expect(validate(record)).toBe(valid);
  });
});
