import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePaths, readText } from '../../src/files/disk.ts';
import { resolveBelow } from '../../src/cli/strict.ts';
import { layoutProjects } from '../../src/project/layout/layout.ts';
import { sfdxSettings } from '../../src/sdr/bundle.ts';
import { temporaryFolder } from '../support/cli.ts';

/** The settings files that our finder takes for parts of projects, each with how it is deployed. */
function ours(base: string): string[] {
  const text = (file: string): string | undefined => {
    const read = readText(path.join(base, file));
    return read.ok ? read.text : undefined;
  };
  const paths = candidatePaths(base, (folder, message) => {
    throw new Error(`${folder}: ${message}`);
  });
  return layoutProjects(paths, text)
    .flatMap(({ root, files }) =>
      files.flatMap(({ file, format }) => (format ? [`${format} ${path.posix.join(root, file)}`] : [])),
    )
    .sort();
}

/** The same by Salesforce's own tools. */
const theirs = async (base: string): Promise<string[]> =>
  [...(await resolveBelow(base, base)).files].map(([file, format]) => `${format} ${file}`).sort();

const META = 'EmailAdministration.settings-meta.xml';
const MDAPI = 'EmailAdministration.settings';
const PACKAGE = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>66.0</version></Package>';

const sfdx = (...directories: readonly string[]): string =>
  JSON.stringify({
    packageDirectories: directories.map((one, index) => ({ path: one, default: index === 0 })),
    sourceApiVersion: '66.0',
  });

describe('our finder finds what source-deploy-retrieve finds', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'several package directories, any folder, the siblings of ours as well',
      {
        'sfdx-project.json': sfdx('force-app', './packages/core/', 'a/../b'),
        [`force-app/main/default/settings/${META}`]: '',
        'force-app/main/default/settings/EmailAuthorization.settings-meta.xml': '',
        [`force-app/${META}`]: '',
        [`packages/core/deep/er/${META}`]: '',
        [`b/${META}`]: '',
        [`a/${META}`]: '',
        [`force-app2/${META}`]: '',
      },
      [
        `source b/${META}`,
        `source force-app/${META}`,
        `source force-app/main/default/settings/${META}`,
        'source force-app/main/default/settings/EmailAuthorization.settings-meta.xml',
        `source packages/core/deep/er/${META}`,
      ],
    ],
    [
      'a wrongly named file is a component of that name',
      { 'sfdx-project.json': sfdx('a'), 'a/EmailAdminstration.settings-meta.xml': '<EmailAdministrationSettings/>' },
      ['source a/EmailAdminstration.settings-meta.xml'],
    ],
    [
      'the mdapi name in a package directory: in a folder settings alone',
      {
        'sfdx-project.json': sfdx('a'),
        [`a/settings/${MDAPI}`]: '',
        [`a/${MDAPI}`]: '',
        [`a/settings/more/${MDAPI}`]: '',
      },
      [`source a/settings/${MDAPI}`],
    ],
    [
      'mdapi folders, beside a project and without one',
      {
        'one/sfdx-project.json': sfdx('a'),
        [`one/a/${META}`]: '',
        'one/unpackaged/package.xml': PACKAGE,
        [`one/unpackaged/settings/${MDAPI}`]: '',
        [`one/unpackaged/${MDAPI}`]: '',
        'one/manifest/package.xml': PACKAGE,
        'src/package.xml': PACKAGE,
        [`src/settings/${MDAPI}`]: '',
        'src/.forceignore': '**/settings/**',
        [`backup/settings/${MDAPI}`]: '',
      },
      [`mdapi one/unpackaged/settings/${MDAPI}`, `mdapi src/settings/${MDAPI}`, `source one/a/${META}`],
    ],
    [
      'a package.xml beside sfdx-project.json, and one in a package directory',
      {
        'sfdx-project.json': sfdx('a'),
        'package.xml': PACKAGE,
        [`settings/${MDAPI}`]: '',
        'a/unpackaged/package.xml': PACKAGE,
        [`a/unpackaged/settings/${MDAPI}`]: '',
      },
      [`source a/unpackaged/settings/${MDAPI}`],
    ],
    [
      'projects one inside another, outside its package directories',
      {
        'sfdx-project.json': sfdx('a'),
        [`a/${META}`]: '',
        'sub/sfdx-project.json': sfdx('a', 'b'),
        [`sub/a/${META}`]: '',
        [`sub/b/settings/${MDAPI}`]: '',
        [`sub/c/${META}`]: '',
      },
      [`source a/${META}`, `source sub/a/${META}`, `source sub/b/settings/${MDAPI}`],
    ],
    [
      'the nearest .forceignore from the package directory upward, and no other',
      {
        'sfdx-project.json': sfdx('a', 'b', 'c/d', 'c/e'),
        '.forceignore': '**/settings/**',
        [`a/settings/${META}`]: '',
        'b/.forceignore': '**/old/**',
        [`b/settings/${META}`]: '',
        [`b/old/${META}`]: '',
        'c/.forceignore': '/d/x/\n',
        [`c/d/x/${META}`]: '',
        [`c/e/settings/${META}`]: '',
        'c/e/settings/.forceignore': '*',
      },
      [`source b/settings/${META}`, `source c/e/settings/${META}`],
    ],
    [
      'negation, comments, capitals and Windows line ends in .forceignore',
      {
        'sfdx-project.json': sfdx('a'),
        '.forceignore': '\uFEFF# all\r\n**/*.settings-meta.xml\r\n!**/keep/*.settings-meta.xml\r\nA/KEEP/TOO/**\r\n',
        [`a/${META}`]: '',
        [`a/keep/${META}`]: '',
        [`a/keep/too/${META}`]: '',
      },
      [`source a/keep/${META}`],
    ],
    [
      'one package directory inside another',
      {
        'sfdx-project.json': sfdx('a', 'a/b'),
        'a/b/.forceignore': '**/x/**',
        '.forceignore': '**/b/**',
        [`a/b/x/${META}`]: '',
        [`a/b/y/${META}`]: '',
      },
      [`source a/b/y/${META}`],
    ],
    [
      'paths that are not ASCII',
      {
        'Büro 配置/sfdx-project.json': sfdx('añadido/✉'),
        [`Büro 配置/añadido/✉/ñ/${META}`]: '',
        [`Büro 配置/An\u0303adido/${META}`]: '',
      },
      [`source Büro 配置/añadido/✉/ñ/${META}`],
    ],
  ])('%s', async (_, files, expected) => {
    const base = temporaryFolder(files);
    for (const [file, text] of Object.entries(files))
      for (const directory of file.endsWith('sfdx-project.json') ? packageDirectories(text) : [])
        mkdirSync(path.join(base, path.dirname(file), directory), { recursive: true });
    expect(await theirs(base)).toEqual(expected);
    expect(ours(base)).toEqual(expected);
  });
});

const packageDirectories = (text: string): string[] =>
  (JSON.parse(text) as { packageDirectories: { path: string }[] }).packageDirectories.map((one) => one.path);

describe('folders that belong to another type', () => {
  it('are those of the registry', async () => {
    const { registry } = await import('@salesforce/source-deploy-retrieve');
    const names = new Set(Object.values(registry.types).map(({ directoryName }) => directoryName));
    expect(names.size).toBeGreaterThan(300);
    const places = ['', 'x/', 'settings/', 'x/settings/'].flatMap((below) => [below + META, below + MDAPI]);
    const differing: string[] = [];
    for (const name of names) {
      const all = places.map((place) => `${name}/${place}`);
      const together = await both(all);
      // They refuse the whole project for one broken component, and one that ends their search hides others.
      for (const place of all)
        if (!together.sdr || differ(together, place)) if (differ(await both([place]), place)) differing.push(place);
    }
    expect(differing).toEqual([]);
  }, 120_000);
});

interface Both {
  readonly sdr: readonly string[] | undefined;
  readonly own: readonly string[];
}

const differ = ({ sdr = [], own }: Both, file: string): boolean => sdr.includes(file) !== own.includes(file);

/** What each takes for settings in a package directory with these files; Salesforce's tools may refuse it. */
async function both(files: readonly string[]): Promise<Both> {
  const base = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-'));
  try {
    write(base, { 'sfdx-project.json': sfdx('p'), ...Object.fromEntries(files.map((file) => [`p/${file}`, ''])) });
    const project = await sfdxSettings(base);
    return {
      sdr: project.ok ? project.value.files.map((file) => path.relative(path.join(base, 'p'), file)) : undefined,
      own: ours(base).map((file) => file.replace('source p/', '')),
    };
  } finally {
    rmSync(base, { recursive: true });
  }
}

function write(base: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), text);
  }
}

const part = fc.constantFrom('main', 'default', 'settings', 'Übung', 'old', 'x y', 'objects', 'keep', 'unpackaged');
const folder = fc.array(part, { maxLength: 4 }).map((parts) => parts.join('/'));
const name = fc.constantFrom(
  META,
  MDAPI,
  'EmailAuthorization.settings-meta.xml',
  'Case.settings',
  'a.b.settings-meta.xml',
);
const pattern = fc.constantFrom(
  '**/old/**',
  '!**/old/keep/**',
  'old',
  '!old/keep',
  '/force-app/main',
  'force-app/main/',
  '!force-app/main/default',
  '*.settings',
  '!Case.settings',
  '**/settings/*',
  '!**/settings/EmailAdministration*',
  'x y/',
  'x\\ y',
  'Übung/**',
  'ÜBUNG',
  '# old',
  '',
  '  ',
  '**/.*',
  'unpackaged/**/settings',
  '**/*Admin*',
  'settings/',
  '[',
  '/',
  '**',
  '!**',
);
const ignoring = fc.array(pattern, { maxLength: 4 });
const directory = fc.constantFrom('force-app', './packages/a/', 'packages/a/main', 'packages/b', 'Übung', 'x y\\z');
const generated = fc.record({
  directories: fc.uniqueArray(directory, { minLength: 1, maxLength: 3 }),
  files: fc.array(fc.tuple(fc.nat(9), folder, name), { minLength: 1, maxLength: 8 }),
  ignored: fc.array(fc.tuple(fc.nat(9), ignoring), { maxLength: 2 }),
  mdapi: fc.subarray(['src', 'unpackaged', 'force-app/unpackaged', 'old/src'], { maxLength: 2 }),
  newline: fc.constantFrom('\n', '\r\n'),
});
type Generated = typeof generated extends fc.Arbitrary<infer T> ? T : never;

describe('generated projects', () => {
  const rooted = fc.tuple(fc.constantFrom('', 'one', 'two/deep', 'one/packages/c'), generated);

  /** Files in package directories, in mdapi folders and elsewhere. */
  function filesOf(root: string, { directories, files, ignored, mdapi, newline }: Generated) {
    const at = (...parts: readonly string[]): string => path.posix.join(root, ...parts);
    const plain = directories.map((one) => one.replaceAll('\\', '/'));
    const places = [...plain, ...mdapi, 'elsewhere', ''];
    const place = (index: number): string => places[index % places.length] ?? '';
    return [
      [at('sfdx-project.json'), sfdx(...directories)],
      ...plain.map((one) => [at(one, 'empty/x.txt'), '']),
      ...mdapi.map((one) => [at(one, 'package.xml'), PACKAGE]),
      ...files.map(([index, below, file]) => [at(place(index), below, file), '']),
      ...ignored.map(([index, patterns]) => [at(place(index), '.forceignore'), patterns.join(newline)]),
    ] as [string, string][];
  }

  it('have the same settings files to both', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(rooted, { minLength: 1, maxLength: 3, selector: ([root]) => root }),
        async (all) => {
          const base = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-'));
          try {
            write(base, Object.fromEntries(all.flatMap(([root, one]) => filesOf(root, one))));
            const expected = await theirs(base);
            found += expected.length;
            expect(ours(base)).toEqual(expected);
          } finally {
            rmSync(base, { recursive: true });
          }
        },
      ),
      { numRuns: 150, seed: 20261123 },
    );
    expect(found).toBeGreaterThan(150);
  }, 120_000);
});

/** Each by its name: what one finds and the other does not, and why that is right. */
describe('differences that stay', () => {
  it.each<[string, string, Record<string, string>, string[], string[]]>([
    [
      'nested project',
      'a file belongs to the nearest sfdx-project.json above it, though the outer package directory holds it too',
      {
        'sfdx-project.json': sfdx('a'),
        'a/sub/sfdx-project.json': sfdx('b'),
        [`a/sub/b/${META}`]: '',
        [`a/sub/c/${META}`]: '',
      },
      [`a/sub/b/${META}`, `a/sub/c/${META}`],
      [],
    ],
    [
      'dot folder',
      'never looked into, while they do as soon as there is no .forceignore at all',
      { 'sfdx-project.json': sfdx('a'), [`a/.cache/${META}`]: '' },
      [`a/.cache/${META}`],
      [],
    ],
    [
      'node_modules',
      'never looked into, while they do unless .forceignore names it',
      { 'sfdx-project.json': sfdx('a'), [`a/node_modules/x/${META}`]: '' },
      [`a/node_modules/x/${META}`],
      [],
    ],
    [
      'copy with an ending behind -meta.xml',
      'no settings file by its name, while they do not look that far',
      { 'sfdx-project.json': sfdx('a'), [`a/${META}.orig`]: '' },
      [`a/${META}.orig`],
      [],
    ],
    [
      'component without an end',
      "they leave a folder once they found another component's file in it, so what lies deeper is missed",
      {
        'sfdx-project.json': sfdx('a'),
        'a/objects/X__c/X__c.object-meta.xml': '<CustomObject/>',
        [`a/objects/X__c/more/${META}`]: '',
      },
      [],
      [`source a/objects/X__c/more/${META}`],
    ],
  ])('%s: %s', async (_, why, files, sdr, own) => {
    const base = temporaryFolder(files);
    const project = await sfdxSettings(base);
    expect(project.ok && project.value.files.map((file) => path.relative(base, file)).sort(), why).toEqual(sdr);
    expect(ours(base).filter((file) => !file.startsWith('source a/sub/b'))).toEqual(own);
  });

  it('link to a folder: it may lead out of the project, or in a circle', async () => {
    const base = temporaryFolder({ 'sfdx-project.json': sfdx('a'), [`elsewhere/${META}`]: '', 'a/x.txt': '' });
    symlinkSync(path.join(base, 'elsewhere'), path.join(base, 'a/link'));
    expect(await theirs(base)).toEqual([`source a/link/${META}`]);
    expect(ours(base)).toEqual([]);
  });

  it('.forceignore above the searched folder: the editor sees nothing there, so neither does the command line', async () => {
    const folder = temporaryFolder({ '.forceignore': '**/settings/**', [`p/a/settings/${META}`]: '' });
    const base = path.join(folder, 'p');
    write(base, { 'sfdx-project.json': sfdx('a') });
    expect(await theirs(base)).toEqual([]);
    expect(ours(base)).toEqual([`source a/settings/${META}`]);
  });

  it('project below a folder that bears the name of a metadata type: what is above a project says nothing of it', async () => {
    const base = path.join(temporaryFolder({ [`lwc/p/a/settings/${META}`]: '' }), 'lwc/p');
    write(base, { 'sfdx-project.json': sfdx('a') });
    expect(existsSync(path.join(base, 'a'))).toBe(true);
    expect(await theirs(base)).toEqual([]);
    expect(ours(base)).toEqual([`source a/settings/${META}`]);
  });

  it('package directory outside the project: it belongs to the project around it, or to none', async () => {
    const base = temporaryFolder({ 'p/sfdx-project.json': sfdx('../q'), [`q/${META}`]: '' });
    expect(await theirs(base)).toEqual([`source q/${META}`]);
    expect(ours(base)).toEqual([]);
  });
});
