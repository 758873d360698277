import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, sampleCopy, temporaryFolder } from '../support/cli.ts';

const MANIFEST = 'manifest/package.xml';
const SETTINGS = 'app/settings/EmailAdministration.settings-meta.xml';

const project = (version?: unknown): string =>
  JSON.stringify({ packageDirectories: [{ path: 'app' }], sourceApiVersion: version });

const packageXml = (version: string, ...members: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
${members.map((member) => `        <members>${member}</members>\n`).join('')}        <name>Settings</name>
    </types>
    <version>${version}</version>
</Package>
`;

// Loading it is not what the tests measure.
beforeAll(() => import('../../src/sdr/bundle.ts'), 60_000);

describe('what it names', () => {
  it.each<[string, Record<string, string>, string, string]>([
    [
      'the email settings',
      { [SETTINGS]: '', 'app/x/Case.settings-meta.xml': '' },
      packageXml('58.0', 'EmailAdministration'),
      '',
    ],
    [
      'their sibling too',
      { [SETTINGS]: '', 'app/EmailAuthorization.settings-meta.xml': '' },
      packageXml('58.0', 'EmailAdministration', 'EmailAuthorization'),
      '',
    ],
    [
      'nothing that is ignored, and what is to be retrieved',
      { [SETTINGS]: '', '.forceignore': '**/settings/**' },
      packageXml('58.0', 'EmailAdministration'),
      'the project has no email settings: the manifest names EmailAdministration, to retrieve it\n',
    ],
  ])('%s', async (_, files, out, err) => {
    const folder = temporaryFolder({ 'sfdx-project.json': project('58.0'), 'app/x.txt': '', ...files });
    expect(await cli(folder, ['manifest'])).toEqual({ code: 0, out, err });
  });

  it.each([undefined, 58, '58', 'latest', '58.0</version>'])(
    'the newest known version where the project says %j',
    async (version) => {
      const folder = temporaryFolder({ 'sfdx-project.json': project(version), [SETTINGS]: '' });
      const { out, err } = await cli(folder, ['manifest']);
      expect(out).toBe(packageXml('67.0', 'EmailAdministration'));
      expect(err).toBe(
        'sfdx-project.json has no sourceApiVersion such as 66.0: a manifest without a version gets 67.0\n',
      );
    },
  );

  it('the project around the working directory, or the one that is named', async () => {
    const folder = sampleCopy();
    const expected = packageXml('66.0', 'EmailAdministration');
    expect((await cli(path.join(folder, 'force-app/main'), ['manifest'])).out).toBe(expected);
    expect((await cli(temporaryFolder(), ['manifest', '--project', folder])).out).toBe(expected);
  });
});

describe('--output', () => {
  it('makes the file and its folder', async () => {
    const folder = sampleCopy();
    const { code, out, err } = await cli(folder, ['manifest', '--output', MANIFEST]);
    expect([code, out, err]).toEqual([0, '', `${MANIFEST}: written, with EmailAdministration\n`]);
    expect(readFileSync(path.join(folder, MANIFEST), 'utf8')).toBe(packageXml('66.0', 'EmailAdministration'));
  });

  it('adds to the file that is there, once', async () => {
    const before = '\uFEFF' + packageXml('60.0', 'Case').replaceAll('\n', '\r\n');
    const folder = temporaryFolder({ 'sfdx-project.json': project('58.0'), [SETTINGS]: '', [MANIFEST]: before });
    const after = '\uFEFF' + packageXml('60.0', 'Case', 'EmailAdministration').replaceAll('\n', '\r\n');
    const first = await cli(folder, ['manifest', '--output', MANIFEST]);
    expect(first).toEqual({ code: 0, out: '', err: `${MANIFEST}: added EmailAdministration\n` });
    expect(readFileSync(path.join(folder, MANIFEST), 'utf8')).toBe(after);
    expect((await cli(folder, ['manifest', '--output', MANIFEST])).err).toBe(`${MANIFEST}: already complete\n`);
    expect(readFileSync(path.join(folder, MANIFEST), 'utf8')).toBe(after);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['is not XML', '<Package>', 'not well-formed XML'],
    ['is something else', '<Profile/>', 'not a package.xml'],
    ['is not UTF-8', new Uint8Array([0x3c, 0xff]), 'not UTF-8'],
    ['is too large', packageXml('60.0') + ' '.repeat(16 * 1024 * 1024), 'larger than 16 MiB'],
  ])('leaves a file that %s', async (_, content, message) => {
    const folder = temporaryFolder({ 'sfdx-project.json': project('58.0'), [SETTINGS]: '', [MANIFEST]: content });
    const before = readFileSync(path.join(folder, MANIFEST));
    const { code, out, err } = await cli(folder, ['manifest', '--output', MANIFEST]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${MANIFEST}: ${message}`);
    expect(err).toContain('nothing was written');
    expect(readFileSync(path.join(folder, MANIFEST)).equals(before)).toBe(true);
  });

  it('writes through a link', async () => {
    const folder = temporaryFolder({ 'sfdx-project.json': project('58.0'), [SETTINGS]: '', 'real.xml': '<Package/>' });
    symlinkSync(path.join(folder, 'real.xml'), path.join(folder, 'link.xml'));
    await cli(folder, ['manifest', '--output', 'link.xml']);
    expect(readFileSync(path.join(folder, 'real.xml'), 'utf8')).toContain('<version>58.0</version>');
  });
});

describe('2 and a message', () => {
  it.each<[string, Record<string, string>, string[], string]>([
    ['no project', {}, [], '.: no sfdx-project.json here or above: name the project with --project DIR'],
    ['no such folder', {}, ['--project', 'x'], 'x: no such file or directory'],
    ['a file for a folder', { x: '' }, ['--project', 'x'], 'x is not a folder'],
    ['a path', {}, ['x'], 'manifest takes no arguments'],
    [
      'a broken project file',
      { 'sfdx-project.json': '{"packageDirectories"' },
      [],
      "Salesforce's own tools cannot read this project: ",
    ],
    [
      'no package directory',
      { 'sfdx-project.json': project('58.0') },
      [],
      'The path "app", specified in sfdx-project.json, does not exist',
    ],
    [
      'an unknown type',
      { 'sfdx-project.json': project('58.0'), 'app/x.nonsense-meta.xml': '' },
      [],
      'x.nonsense-meta.xml: Could not infer a metadata type',
    ],
  ])('for %s', async (_, files, args, message) => {
    const { code, out, err } = await cli(temporaryFolder(files), ['manifest', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toContain('internal error');
  });

  it('for a file that cannot be made', async () => {
    const folder = sampleCopy();
    const { code, out, err } = await cli(folder, ['manifest', '--output', 'sfdx-project.json/package.xml']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^sf-deliverability: sfdx-project\.json\/package\.xml: \w/);
  });
});
