import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candidatePaths } from '../../src/files/disk.ts';
import { cli, PROJECT_ROOT, sampleCopy, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { CHECK_FORMATS } from '../../src/check/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

const golden = (name: string): string => path.join(PROJECT_ROOT, 'test/fixtures/reports', name);

const settings = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}</EmailAdministrationSettings>\n`;
const clean = settings('    <enableHtmlEmail>false</enableHtmlEmail>\n');
const MDAPI = 'src/settings/EmailAdministration.settings';
const RECORD = 'config/email-deliverability.json';

describe('the sample', () => {
  it.each(formatNames(CHECK_FORMATS))('as %s', async (format) => {
    const { code, out, err } = await cli(sampleCopy(), ['check', '--format', format]);
    expect(code).toBe(1);
    expect(err).toBe('');
    // The rule pages and the version have tests of their own.
    const stable = out
      .replace(/"help": \{[^]*?\n {14}\}/g, '"help": {}')
      .replace(/"version": "\d+\.\d+\.\d+"(?=,\s+"rules")/, '"version": ""');
    expectGolden(golden(`sample.${format}`), stable);
  });

  it('has colours on a terminal', async () => {
    const { out } = await cli(sampleCopy(), ['check'], (name, text) => `[${name} ${text}]`);
    expect(out).toContain('[red [bold error]] [dim ip-address-host]');
    expect(out).toContain('[red ^^^^^^^^^^^^]');
  });

  it('is repaired as far as it is safe, and only once', async () => {
    const folder = sampleCopy();
    const first = await cli(folder, ['check', '--fix']);
    expect(first.err).toBe('fixed 3 files\n');
    expect(readFileSync(path.join(folder, RECORD), 'utf8')).toContain('"initech.example"');
    const second = await cli(folder, ['check', '--fix', '--format', 'json']);
    expect(second.err).toBe('');
    const { findings } = JSON.parse(second.out) as { findings: { fixes: { safe: boolean }[] }[] };
    expect(findings.flatMap(({ fixes }) => fixes).filter(({ safe }) => safe)).toEqual([]);
  });
});

describe('exit codes', () => {
  const warned = {
    'sfdx-project.json': '{}',
    [RECORD]: '{"tlsSetting": "Preferred", "restrictTlsToDomains": ["*.example.com"]}',
    [MDAPI]: settings('<enableRestrictTlsToDomains>true</enableRestrictTlsToDomains>'),
  };
  it.each([
    ['clean', { [MDAPI]: clean }, [], 0],
    ['an error', warned, [], 1],
    ['an error, never', warned, ['--fail-on', 'never'], 0],
    ['a warning', { [RECORD]: '{"tlsSetting": "PreferredVerify"}' }, [], 0],
    ['a warning, from warnings on', { [RECORD]: '{"tlsSetting": "PreferredVerify"}' }, ['--fail-on', 'warning'], 1],
    [
      'an info, from infos on',
      { [MDAPI]: settings('<enableComplianceBcc>true</enableComplianceBcc>') },
      ['--fail-on', 'info'],
      1,
    ],
    [
      'an info, from warnings on',
      { [MDAPI]: settings('<enableComplianceBcc>true</enableComplianceBcc>') },
      ['--fail-on', 'warning'],
      0,
    ],
    ['nothing there', {}, [], 0],
    ['broken JSON', { [RECORD]: '{"tlsSetting": ' }, [], 2],
    ['not text', { [MDAPI]: new Uint8Array([0x3c, 0, 0xff]) }, [], 2],
    ['not UTF-8', { [MDAPI]: new Uint8Array([0x3c, 0xff, 0x3e]) }, [], 2],
    ['too large', { [MDAPI]: ' '.repeat(1024 * 1024 + 1) }, [], 2],
  ])('%s', async (_, files, args, expected) => {
    const { code, err } = await cli(temporaryFolder(files), ['check', ...args]);
    expect(code, err).toBe(expected);
  });

  it.each([
    [[], 'sf-deliverability <command>'],
    [['nonsense'], 'unknown command nonsense'],
    [['constructor'], 'unknown command constructor'],
    [['check', '--nonsense'], "Unknown option '--nonsense'"],
    [['check', '--format', 'xml'], '--format takes one of text, json, sarif, github, markdown, not xml'],
    [['check', '--fail-on', 'hint'], '--fail-on takes one of'],
    [['check', '--api-version', 'latest'], '--api-version takes a number such as 66, not latest'],
    [['check', '--format'], '--format'],
    [['check', 'missing'], 'missing: no such file or directory'],
    [['check', '--output', 'missing/x'], 'no such file or directory'],
    [['rules', 'x'], 'rules takes no arguments'],
  ])('2 for %j', async (args, message) => {
    const { code, out, err } = await cli(temporaryFolder(), args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });

  it.each([['--help'], ['help'], ['--version'], ['check', '--help'], ['rules', '--help']])(
    '0 for %s %s',
    async (...args) => {
      const { code, out } = await cli(
        temporaryFolder(),
        args.filter((arg) => typeof arg === 'string'),
      );
      expect(code).toBe(0);
      expect(out).not.toBe('');
    },
  );
});

describe('what is checked', () => {
  const two = {
    'sfdx-project.json': '{"packageDirectories": [{"path": "app"}]}',
    [RECORD]: '{"tlsSetting": "Required"}',
    'app/settings/EmailAdministration.settings-meta.xml': settings(
      '<enableRestrictTlsToDomains>false</enableRestrictTlsToDomains><nope>1</nope>',
    ),
  };

  const rulesOf = async (folder: string, ...args: string[]): Promise<string[]> => {
    const { out } = await cli(folder, ['check', '--format', 'json', ...args]);
    return (JSON.parse(out) as { findings: { rule: string; file: string }[] }).findings.map(
      ({ rule, file }) => `${file} ${rule}`,
    );
  };

  it('a file of a project is checked with the project around it', async () => {
    const folder = temporaryFolder(two);
    const shared = `${RECORD} tls-required-unrestricted`;
    const own = 'app/settings/EmailAdministration.settings-meta.xml unknown-element';
    expect(await rulesOf(folder)).toEqual([own, shared]);
    // The fault of both files is shown whichever is asked for; the other file's own faults are not.
    expect(await rulesOf(folder, 'app')).toEqual([own, shared]);
    expect(await rulesOf(folder, RECORD)).toEqual([shared]);
    expect(await rulesOf(path.join(folder, 'app'), '.')).toEqual([
      'settings/EmailAdministration.settings-meta.xml unknown-element',
      `../${RECORD} tls-required-unrestricted`,
    ]);
  });

  it('a file with a name of its own', async () => {
    const folder = temporaryFolder({ 'a.xml': settings('<nope>1</nope>'), 'b.json': '{"tlsSetting": "Requird"}' });
    expect(await rulesOf(folder, 'a.xml', 'b.json')).toEqual(['a.xml unknown-element', 'b.json tls-setting-value']);
  });

  it('a file that is something else is refused', async () => {
    const { code, err } = await cli(temporaryFolder({ 'a.xml': '<Profile/>' }), ['check', 'a.xml']);
    expect([code, err]).toEqual([2, 'sf-deliverability: a.xml has no email settings\n']);
  });

  it('other settings types are left alone', async () => {
    const { out } = await cli(
      temporaryFolder({ 'src/settings/Account.settings': '<AccountSettings/>', [MDAPI]: clean }),
      ['check', '--format', 'json'],
    );
    expect((JSON.parse(out) as { files: string[] }).files).toEqual([MDAPI]);
  });

  it("another settings type that cannot be read is nobody's concern", async () => {
    const folder = temporaryFolder({ 'src/settings/Account.settings': new Uint8Array([0, 1, 2]), [MDAPI]: clean });
    expect(await cli(folder, ['check'])).toMatchObject({ code: 0, err: '' });
  });

  it('a folder named together with one inside it is checked once', async () => {
    const folder = temporaryFolder({
      'sub/sfdx-project.json': '{}',
      [`sub/${RECORD}`]: '{"tlsSetting": "Requird"}',
    });
    expect(await rulesOf(folder, '.', 'sub', `sub/${RECORD}`)).toEqual([`sub/${RECORD} tls-setting-value`]);
  });

  it('a link to a settings file', async () => {
    const folder = temporaryFolder({ 'real.xml': settings('<nope>1</nope>'), 'src/x.txt': '' });
    symlinkSync('../real.xml', path.join(folder, 'src/EmailAdministration.settings'));
    symlinkSync('../nowhere', path.join(folder, 'src/Broken.settings'));
    symlinkSync('Circle.settings', path.join(folder, 'src/Circle.settings'));
    expect(await rulesOf(folder)).toEqual(['src/EmailAdministration.settings unknown-element']);
  });

  it('a folder that cannot be read is named', () => {
    // Root reads every folder, so a folder that is not there stands in for one that is locked.
    const problems: string[] = [];
    const missing = path.join(temporaryFolder(), 'gone');
    expect(candidatePaths(missing, (_, message) => problems.push(message))).toEqual([]);
    expect(problems).toEqual(['no such file or directory']);
  });

  it.each([
    ['a large manifest', { 'manifest/package.xml': ' '.repeat(1024 * 1024 + 1), [MDAPI]: clean }, 0, ''],
    ['a manifest in Latin-1', { 'package.xml': new Uint8Array([0x3c, 0xe4, 0x3e]), [MDAPI]: clean }, 0, ''],
    [
      'a template of a scratch definition',
      { 'config/x-scratch-def.json': '{"orgName": ${NAME}}' },
      0,
      'config/x-scratch-def.json:1:13: not valid JSON: ',
    ],
    ['a broken project file', { 'sfdx-project.json': '{', [MDAPI]: clean }, 0, 'sfdx-project.json: '],
  ])('%s is no reason to fail', async (_, files, code, err) => {
    const result = await cli(temporaryFolder(files), ['check']);
    expect([result.code, result.err.startsWith(err), err === '' ? result.err : '']).toEqual([code, true, '']);
  });

  it('another file that cannot be read does not matter to the one that was named', async () => {
    const folder = temporaryFolder({
      'sfdx-project.json': '{}',
      [MDAPI]: clean,
      'x/EmailAdministration.settings': new Uint8Array([0]),
    });
    expect((await cli(folder, ['check', MDAPI])).code).toBe(0);
    expect((await cli(folder, ['check'])).code).toBe(2);
  });

  it('a settings file that is ignored says nothing of the list', async () => {
    const ignored = 'app/main/default/settings/EmailAdministration.settings-meta.xml';
    const folder = temporaryFolder({
      'sfdx-project.json': '{"packageDirectories": [{"path": "app"}]}',
      '.forceignore': '**/settings/**',
      [ignored]: settings('<enableRestrictTlsToDomains>false</enableRestrictTlsToDomains>'),
      [RECORD]: '{"tlsSetting": "Required", "restrictTlsToDomains": ["a.example"]}',
    });
    const { out } = await cli(folder, ['check', '--format', 'json']);
    const { findings } = JSON.parse(out) as { findings: unknown[] };
    expect(findings).toEqual([]);
  });

  it('--record', async () => {
    const folder = temporaryFolder({ 'sfdx-project.json': '{}', 'docs/mail.json': '{"tlsSetting": "Requird"}' });
    expect(await rulesOf(folder)).toEqual([]);
    expect(await rulesOf(folder, '--record', 'docs/mail.json')).toEqual(['docs/mail.json tls-setting-value']);
  });

  describe('--results', () => {
    const fixture = path.join(PROJECT_ROOT, 'test/fixtures/rules/preflight-bounces/fail-no-starttls');

    it('judges the listed domains by what a preflight found', async () => {
      expect(await rulesOf(fixture, '--results', 'preflight.json')).toEqual([`${RECORD} preflight-bounces`]);
      expect(await rulesOf(fixture)).toEqual([]);
    });

    it.each([
      ['that is not there', {}, /^sf-deliverability: result\.json: no such file or directory\n$/],
      ['that is no JSON', { 'result.json': '{' }, /^sf-deliverability: result\.json: not valid JSON\n$/],
      ['that is something else', { 'result.json': '[]' }, /^sf-deliverability: result\.json: not a preflight result/],
      [
        'without a time',
        { 'result.json': '{"version":1,"trustStore":"system","port25":"open","domains":[]}' },
        /^sf-deliverability: result\.json: it does not say when it was created \(generatedAt\)\n$/,
      ],
    ])('refuses a file %s', async (_, files, message) => {
      const { code, out, err } = await cli(temporaryFolder(files), ['check', '--results', 'result.json']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(message);
    });
  });

  it('--api-version', async () => {
    const folder = temporaryFolder({
      [MDAPI]: settings('<enableVerifyEmailDomainByDkim>true</enableVerifyEmailDomainByDkim>'),
    });
    expect(await rulesOf(folder)).toEqual([]);
    expect(await rulesOf(folder, '--api-version', '56')).toEqual([`${MDAPI} element-since`]);
    expect(await rulesOf(folder, '--api-version', '57.0')).toEqual([]);
  });

  it('notes go to stderr', async () => {
    const record =
      '{"tlsSettings": 1, "restrictTlsToDomains": 5, "accessLevel": "None", "rules": {"nope": "off", "domain-form": "loud"}}';
    const { code, err } = await cli(temporaryFolder({ [RECORD]: record }), ['check']);
    expect(code).toBe(0);
    expect(err.split('\n').map((line) => line.replace(/^.*?json:\d+:\d+: /, ''))).toEqual([
      'unknown key "tlsSettings"',
      'restrictTlsToDomains must be an array of strings, or one string with commas',
      'accessLevel must be one of NoAccess, SystemEmailOnly, AllEmail',
      'the severity of "domain-form" must be one of error, warning, info, hint, off',
      'unknown rule "nope"',
      '',
    ]);
  });
});

describe('writing', () => {
  it('--output writes the report, without colours', async () => {
    const folder = sampleCopy();
    const { code, out, err } = await cli(folder, ['check', '--output', 'r.txt'], (_, text) => `!${text}!`);
    expect([code, out, err]).toEqual([1, '', '8 errors, 2 warnings, 1 note, 1 hint, written to r.txt\n']);
    expect(readFileSync(path.join(folder, 'r.txt'), 'utf8')).not.toContain('!');
  });

  it('--fix keeps the byte order mark, the line ends and everything else', async () => {
    const before =
      '\uFEFF' + settings('\t<enableHtmlEmail> True </enableHtmlEmail> <!-- ä -->\n').replaceAll('\n', '\r\n');
    const folder = temporaryFolder({ [MDAPI]: before });
    expect((await cli(folder, ['check', '--fix'])).code).toBe(0);
    expect(readFileSync(path.join(folder, MDAPI), 'utf8')).toBe(before.replace(' True ', 'true'));
  });

  it('--fix goes through a link, and keeps the permissions', async () => {
    const folder = temporaryFolder({
      'real.xml': settings('<enableHtmlEmail>TRUE</enableHtmlEmail>'),
      'src/x.txt': '',
    });
    chmodSync(path.join(folder, 'real.xml'), 0o640);
    symlinkSync('../real.xml', path.join(folder, 'src/EmailAdministration.settings'));
    expect(await cli(folder, ['check', '--fix'])).toMatchObject({ code: 0, err: 'fixed 1 file\n' });
    expect(readFileSync(path.join(folder, 'real.xml'), 'utf8')).toContain('>true<');
    expect(lstatSync(path.join(folder, 'src/EmailAdministration.settings')).isSymbolicLink()).toBe(true);
    expect(statSync(path.join(folder, 'real.xml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['real.xml', 'src']);
  });

  it('--fix touches only what was asked for', async () => {
    const folder = sampleCopy();
    const { err } = await cli(folder, ['check', '--fix', RECORD]);
    expect(err).toBe('fixed 1 file\n');
    expect(readFileSync(path.join(folder, 'config/project-scratch-def.json'), 'utf8')).toContain('"true"');
  });
});

describe('hostile names and values', () => {
  it('reach the terminal escaped', async () => {
    const folder = temporaryFolder({
      [RECORD]: JSON.stringify({ tlsSetting: 'Required', restrictTlsToDomains: ['\u001b[2Jevil@\u202eexample'] }),
    });
    const { out, err } = await cli(folder, ['check']);
    expect(out + err).not.toMatch(/[\u001b\u202e]/);
  });

  it('reach GitHub as one command each', async () => {
    const folder = temporaryFolder({
      'src/a,b:%c/package.xml': '',
      'src/a,b:%c/EmailAdministration.settings': settings('<x>1</x>'),
    });
    const { out } = await cli(folder, ['check', '--format', 'github']);
    expect(out).toContain('file=src/a%2Cb%3A%25c/EmailAdministration.settings,');
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  it('reach Markdown without becoming markup', async () => {
    const folder = temporaryFolder({ 'src/`|<b>/EmailAdministration.settings': settings('<x>1</x>') });
    const { out } = await cli(folder, ['check', '--format', 'markdown']);
    expect(out.split('\n').at(-2)).not.toMatch(/`|<b>/);
  });
});

describe('the bundle', () => {
  const bundle = path.join(PROJECT_ROOT, 'dist/cli.js');
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mts'], { cwd: PROJECT_ROOT });
  });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [bundle, ...args], { cwd: sampleCopy(), encoding: 'utf8' });

  it('is the command line', () => {
    const { status, stdout, stderr } = run('check', '--format', 'json');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toBe(readFileSync(golden('sample.json'), 'utf8'));
  });

  it('finds the rule pages and the version', async () => {
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { out } = await cli(sampleCopy(), ['check', '--format', 'sarif']);
    expect(run('check', '--format', 'sarif').stdout).toBe(out);
  });

  it('does not mind a reader that leaves', () => {
    const command = `"${process.execPath}" "${bundle}" check | head -n 1`;
    const { stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
      cwd: sampleCopy(),
      encoding: 'utf8',
    });
    expect([stderr, status === 0 || status === 1]).toEqual(['', true]);
  });
});
