import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isQueryValid } from '@jetstreamapp/soql-parser-js';
import { describe, expect, it } from 'vitest';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';

const project = (version?: string): string =>
  temporaryFolder({ 'sfdx-project.json': JSON.stringify({ sourceApiVersion: version }), 'force-app/a.txt': '' });

describe('soql prints', () => {
  it('all queries, with what they tell', async () => {
    const { code, out, err } = await cli(project('67.0'), ['soql']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expectGolden(path.join(PROJECT_ROOT, 'test/fixtures/reports/soql.txt'), out);
  });

  it('one query alone, its remarks beside it', async () => {
    const { out, err } = await cli(project('66.0'), ['soql', 'bounced-leads']);
    expect(isQueryValid(out)).toBe(true);
    expect(out).not.toContain('//');
    expect(err).toContain('IsEmailBounced');
  });

  it.each([
    [['soql'], '66.0', 'bounced-recipients: not in API 66.0, needs 67.0'],
    [['soql', '--api-version', '67'], '66.0', "DeliveryResponse IN ('SoftBounce', 'HardBounce')"],
    [['soql', '--api-version', '50.0'], '67.0', 'bounced-recipients: not in API 50.0, needs 67.0'],
    [['soql'], undefined, "DeliveryResponse IN ('SoftBounce', 'HardBounce')"],
  ])('%j in a project of %s: %s', async (args, version, expected) => {
    const { code, out } = await cli(path.join(project(version), 'force-app'), args);
    expect(code).toBe(0);
    expect(out).toContain(expected);
  });

  it('says which version it took where the project names none', async () => {
    expect((await cli(project(), ['soql'])).err).toBe(
      'The project has no sourceApiVersion: queries are for API 67.0.\n',
    );
    expect((await cli(temporaryFolder(), ['soql'])).err).toBe('There is no project here: queries are for API 67.0.\n');
  });

  it.each([
    [['soql', 'nonsense'], /^sf-deliverability: unknown query nonsense: bounced-contacts, /],
    [['soql', 'bounced-recipients'], /needs API 67\.0 or later, and this is 66\.0/],
    [['soql', '--api-version', 'x'], /--api-version takes a number/],
    [['soql', '--write', '--output', 'x'], /give one of them/],
  ])('%j is a usage error', async (args, message) => {
    const { code, out, err } = await cli(project('66.0'), args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe('soql writes', () => {
  it('a file a query into the project, from anywhere in it, and a second time nothing', async () => {
    const root = project('66.0');
    const first = await cli(path.join(root, 'force-app'), ['soql', '--write']);
    expect(first).toMatchObject({ code: 0, out: '' });
    const folder = path.join(root, 'scripts/soql');
    const files = readdirSync(folder);
    expect(files).toContain('README.md');
    expect(files).not.toContain('bounced-recipients.soql');
    for (const file of files.filter((name) => name.endsWith('.soql')))
      expect(isQueryValid(readFileSync(path.join(folder, file), 'utf8'))).toBe(true);
    const second = await cli(root, ['soql', '--write']);
    expect(second).toEqual({ code: 0, out: '', err: '0 files written to scripts/soql, 9 unchanged\n' });
  });

  it('never over what somebody changed, and says so', async () => {
    const root = project('67.0');
    await cli(root, ['soql', '--write']);
    const file = path.join(root, 'scripts/soql/bounced-leads.soql');
    writeFileSync(file, 'SELECT Id FROM Lead');
    const { code, err } = await cli(root, ['soql', '--write']);
    expect(code).toBe(1);
    expect(err).toContain('scripts/soql/bounced-leads.soql has been edited: not overwritten; --force replaces it\n');
    expect(readFileSync(file, 'utf8')).toBe('SELECT Id FROM Lead');
    expect((await cli(root, ['soql', '--write', '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('EmailBouncedReason');
  });

  it('to another folder, without a project', async () => {
    const folder = temporaryFolder();
    const { code } = await cli(folder, ['soql', '--output', 'queries', 'bounced-contacts', 'bounced-leads']);
    expect(code).toBe(0);
    expect(readdirSync(path.join(folder, 'queries')).sort()).toEqual([
      'README.md',
      'bounced-contacts.soql',
      'bounced-leads.soql',
    ]);
    expect((await cli(folder, ['soql', '--write'])).err).toContain('--write needs a project');
  });

  it('not through a link that leads out of the folder', async () => {
    const root = project('67.0');
    const outside = path.join(temporaryFolder(), 'outside');
    await cli(root, ['soql', '--output', 'queries', 'bounced-leads']);
    symlinkSync(outside, path.join(root, 'queries/bounced-contacts.soql'));
    const { code } = await cli(root, ['soql', '--output', 'queries', 'bounced-contacts']);
    expect(code).toBe(2);
    expect(existsSync(outside)).toBe(false);
  });
});
