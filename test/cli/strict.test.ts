import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import JSZip from 'jszip';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, PROJECT_ROOT, sampleCopy, temporaryFolder } from '../support/cli.ts';

const META = 'EmailAdministration.settings-meta.xml';
const MDAPI = 'settings/EmailAdministration.settings';
const RECORD = 'config/email-deliverability.json';

const settings = (...inner: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner.join('')}</EmailAdministrationSettings>\n`;
const WRONG = settings('<nope>1</nope>');
const PACKAGE = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>48.0</version></Package>';
const PROJECT = '{"packageDirectories": [{"path": "app"}]}';

interface Checked {
  readonly code: number;
  readonly err: string;
  readonly findings: readonly string[];
  readonly files: readonly string[];
}

async function strict(folder: string, ...args: string[]): Promise<Checked> {
  const { code, out, err } = await cli(folder, ['check', '--strict-project', '--format', 'json', ...args]);
  const report = (out === '' ? { findings: [], files: [] } : JSON.parse(out)) as {
    findings: { rule: string; file: string }[];
    files: string[];
  };
  return { code, err, findings: report.findings.map(({ rule, file }) => `${file} ${rule}`), files: report.files };
}

async function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [file, content] of Object.entries(files)) zip.file(file, content);
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

/** The end of a zip, which says what is in it; the entries themselves are not there. */
function directoryOf(names: readonly string[]): Uint8Array {
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46);
    return entry;
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(
    entries.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  return Buffer.concat([...entries, end]);
}

// Loading it is not what the tests measure.
beforeAll(() => import('../../src/sdr/bundle.ts'), 60_000);

describe('check --strict-project', () => {
  it('says the same of the sample as check, in every format', async () => {
    const folder = sampleCopy();
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown'])
      expect(await cli(folder, ['check', '--strict-project', '--format', format])).toEqual(
        await cli(folder, ['check', '--format', format]),
      );
  });

  it('applies the same fixes', async () => {
    const [plain, other] = [sampleCopy(), sampleCopy()];
    expect((await cli(other, ['check', '--strict-project', '--fix'])).err).toBe('fixed 3 files\n');
    await cli(plain, ['check', '--fix']);
    for (const file of [RECORD, `force-app/main/default/settings/${META}`])
      expect(readFileSync(path.join(other, file), 'utf8')).toBe(readFileSync(path.join(plain, file), 'utf8'));
  });

  it('leaves out what no project deploys, and takes what only they find', async () => {
    const folder = temporaryFolder({
      'sfdx-project.json': PROJECT,
      [`app/x/${META}`]: WRONG,
      [`app/.hidden/${META}`]: WRONG,
      [`copy/${META}`]: WRONG,
      'old/package.xml': PACKAGE,
      [`old/${MDAPI}`]: WRONG,
      [RECORD]: '{"tlsSetting": "Requird"}',
    });
    const { code, findings, files } = await strict(folder);
    expect(code).toBe(1);
    expect(findings.filter((one) => one.endsWith('unknown-element'))).toEqual(
      [`app/.hidden/${META}`, `app/x/${META}`, `old/${MDAPI}`].map((file) => `${file} unknown-element`),
    );
    expect(findings).toContain(`${RECORD} tls-setting-value`);
    expect(files).toEqual([`app/.hidden/${META}`, `app/x/${META}`, RECORD, `old/${MDAPI}`]);
    expect((await strict(folder, 'app/x')).files).toEqual([`app/x/${META}`]);
    expect((await strict(folder, `app/x/${META}`)).findings).toEqual([`app/x/${META} unknown-element`]);
    expect((await strict(folder, RECORD)).findings).toEqual([`${RECORD} tls-setting-value`]);
  });

  it('tells what they warn of', async () => {
    const files = { 'sfdx-project.json': PROJECT, '.forceignore': 'app\\old\\\n', [`app/${META}`]: settings() };
    const { code, err } = await strict(temporaryFolder(files));
    expect(code).toBe(0);
    expect(err).toMatch(/^\.: Your \.forceignore file incorrectly uses the backslash .*\n$/);
  });

  it.each<[string, Record<string, string>, string[], string]>([
    ['no project', { [META]: WRONG }, [], '.: --strict-project needs a project'],
    ['nothing of that name', { 'sfdx-project.json': PROJECT }, ['x'], 'x: no such file or directory'],
    [
      'a file that no project deploys',
      { 'sfdx-project.json': PROJECT, 'app/x.txt': '', [`copy/${META}`]: WRONG },
      [`copy/${META}`],
      `copy/${META} belongs to no project: Salesforce's own tools do not deploy it`,
    ],
    [
      'a project file that is being typed',
      { 'sfdx-project.json': '{"packageDirectories": [' },
      [],
      'cannot read this project: ',
    ],
    [
      'a package directory that is not there',
      { 'sfdx-project.json': PROJECT },
      [],
      'The path "app", specified in sfdx-project.json, does not exist',
    ],
    [
      'a file of no type, by its project',
      { 'p/sfdx-project.json': PROJECT, 'p/app/x.nonsense-meta.xml': '' },
      [],
      "sf-deliverability: p: Salesforce's own tools cannot read this project: ",
    ],
    [
      'a file of no type, by its package',
      { 'src/package.xml': PACKAGE, 'src/x.nonsense-meta.xml': '' },
      [],
      "sf-deliverability: src: Salesforce's own tools cannot read this project: ",
    ],
    ['a zip to be fixed', {}, ['x.zip', '--fix'], '--fix cannot change a zip'],
    ['no zip', {}, ['x.zip'], 'x.zip: no such file or directory'],
  ])('exits with 2 for %s', async (_, files, args, message) => {
    const { code, err, files: checked } = await strict(temporaryFolder(files), ...args);
    expect([code, checked]).toEqual([2, []]);
    expect(err).toContain(message);
    expect(err).not.toContain('internal error');
  });
});

describe('a package in a zip', () => {
  it('is checked as its folder would be', async () => {
    const files = { 'unpackaged/package.xml': PACKAGE, [`unpackaged/${MDAPI}`]: WRONG, [`other/${MDAPI}`]: WRONG };
    const folder = temporaryFolder({ 'a.zip': await zipOf(files), '.forceignore': '**' });
    const { code, findings, files: checked, err } = await strict(folder, 'a.zip');
    expect(err).toBe('');
    expect([code, findings, checked]).toEqual([
      1,
      [`a.zip/unpackaged/${MDAPI} unknown-element`],
      [`a.zip/unpackaged/${MDAPI}`],
    ]);
    expect(readdirSync(folder).sort()).toEqual(['.forceignore', 'a.zip']);
  });

  it('has the version of its package.xml', async () => {
    // Up to API 49.0 there was such an element.
    const files = { [MDAPI]: settings('<enableSetMatchingEmailsOnBounce>true</enableSetMatchingEmailsOnBounce>') };
    const folder = temporaryFolder({
      'old.zip': await zipOf({ 'package.xml': PACKAGE, ...files }),
      'new.ZIP': await zipOf({ 'package.xml': PACKAGE.replace('48.0', '66.0'), ...files }),
    });
    const { findings } = await strict(folder, 'old.zip', 'new.ZIP');
    expect(findings).toEqual([`new.ZIP/${MDAPI} element-removed`]);
  });

  it('is checked beside folders', async () => {
    const folder = sampleCopy();
    writeFileSync(path.join(folder, 'a.zip'), await zipOf({ 'package.xml': PACKAGE, [MDAPI]: WRONG }));
    const { files } = await strict(folder, 'a.zip', '.');
    expect(files).toContain(`a.zip/${MDAPI}`);
    expect(files).toContain(RECORD);
  });

  it('needs --strict-project', async () => {
    const folder = temporaryFolder({ 'a.zip': await zipOf({ 'package.xml': PACKAGE }) });
    expect(await cli(folder, ['check', 'a.zip'])).toEqual({
      code: 2,
      out: '',
      err: 'sf-deliverability: a.zip: use --strict-project to check a package in a zip\n',
    });
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['nothing', () => new Uint8Array(), 'not a zip file'],
    ['another file', () => new TextEncoder().encode('a'.repeat(5000)), 'not a zip file'],
    ['half a zip', async () => (await zipOf({ 'package.xml': PACKAGE })).slice(0, 60), 'not a zip file'],
    ['no package', () => zipOf({ [MDAPI]: WRONG }), 'has no package.xml'],
    [
      'a damaged entry',
      async () => {
        const zip = await zipOf({ 'package.xml': PACKAGE });
        return zip.fill(0xff, 42, 80);
      },
      'a.zip: ',
    ],
    [
      'too many files',
      () => directoryOf(Array.from({ length: 20_001 }, (_, i) => `f${i}`)),
      'of more than 20000 files',
    ],
    [
      'too many folders',
      () => directoryOf(Array.from({ length: 201 }, () => 'a/'.repeat(1000))),
      'of more than 20000 files',
    ],
    ['a name without end', () => directoryOf(['package.xml', 'a'.repeat(5000)]), 'with names that are too long'],
    [
      'ZIP64 numbers',
      async () => {
        const zip = await zipOf({ 'package.xml': PACKAGE });
        return zip.fill(0xff, zip.length - 12, zip.length - 2);
      },
      'in ZIP64 format',
    ],
  ])('is refused if it is %s', async (_, make, message) => {
    const { code, err } = await strict(temporaryFolder({ 'a.zip': await make() }), 'a.zip');
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('internal error');
  });

  it('is read no further than a settings file can be long', async () => {
    const huge = await zipOf({ 'package.xml': PACKAGE, [MDAPI]: new Uint8Array(20 * 1024 * 1024).fill(0x20) });
    const { code, err } = await strict(temporaryFolder({ 'a.zip': huge }), 'a.zip');
    expect(code).toBe(2);
    expect(err).toBe(`a.zip/${MDAPI}: larger than 1 MiB, so it is not read\n`);
  });
});

describe("the bundle of Salesforce's own tools", { timeout: 60_000 }, () => {
  const out = path.join(PROJECT_ROOT, 'node_modules/.cache/sf-deliverability-test');
  const bundle = path.join(out, 'dist/cli.js');

  beforeAll(() => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    execFileSync(process.execPath, ['scripts/build.mts', '--out', path.join(out, 'dist')], { cwd: PROJECT_ROOT });
    return () => {
      rmSync(out, { recursive: true, force: true });
    };
  }, 60_000);

  /** Prints which of our files a process loaded. */
  const LOADED = `process.on('exit', () => process.stderr.write(Object.keys(require.cache).map((file) => require('path').basename(file)).join()));`;

  function loaded(...args: readonly string[]): readonly string[] {
    const folder = temporaryFolder({ 'loaded.cjs': LOADED });
    const preload = ['--require', path.join(folder, 'loaded.cjs')];
    const { stderr } = spawnSync(process.execPath, [...preload, bundle, ...args], {
      cwd: sampleCopy(),
      encoding: 'utf8',
    });
    return (stderr.split('\n').at(-1) ?? '').split(',').filter((file) => file !== 'loaded.cjs');
  }

  it.each<[string[], boolean]>([
    [['check'], false],
    [['check', '--fix'], false],
    [['rules'], false],
    [['--help'], false],
    [['manifest', '--help'], false],
    [['check', '--strict-project'], true],
    [['manifest'], true],
  ])('%j loads it: %s', (args, expected) => {
    const files = loaded(...args);
    expect(files).toContain('cli.js');
    expect(files.includes('sdr.js')).toBe(expected);
  });

  it('writes nothing, starts nothing and needs no home', () => {
    const folder = sampleCopy();
    const restricted = ['--permission', '--allow-fs-read=*', bundle];
    const env = { HOME: path.join(folder, 'home') };
    for (const args of [['manifest'], ['check', '--strict-project', '--fail-on', 'never']]) {
      const result = spawnSync(process.execPath, [...restricted, ...args], { cwd: folder, env, encoding: 'utf8' });
      expect([result.status, result.stderr]).toEqual([0, '']);
      expect(result.stdout).not.toBe('');
    }
    expect(readdirSync(folder)).not.toContain('home');
  });

  it('has no HTTP client, and notices of all that it has', () => {
    const notices = readFileSync(path.join(out, 'dist/THIRD_PARTY_NOTICES.txt'), 'utf8');
    const names = [...notices.matchAll(/^(\S+) \d[^ ]*\n=====/gm)].map((match) => match[1]);
    expect(names).toEqual(expect.arrayContaining(['@salesforce/core', '@salesforce/source-deploy-retrieve', 'jszip']));
    expect(names.filter((name) => /jsforce|faye|undici|^got$|proxy/.test(name ?? ''))).toEqual([]);
  });
});
