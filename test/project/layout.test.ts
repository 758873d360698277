import { describe, expect, it } from 'vitest';
import { layoutProjects } from '../../src/project/layout/layout.ts';
import type { LayoutOptions } from '../../src/project/layout/model.ts';
import { isCandidate } from '../../src/project/layout/names.ts';
import { roleByContent } from '../../src/project/layout/roles.ts';

const sfdx = (directories: readonly string[], version = '66.0'): string =>
  JSON.stringify({ packageDirectories: directories.map((path) => ({ path })), sourceApiVersion: version });

/** `root@version: role file, role file` for each project. */
function shown(files: Readonly<Record<string, string>>, options?: LayoutOptions): string[] {
  const layouts = layoutProjects(Object.keys(files).sort(), (path) => files[path], options);
  return layouts.map(
    ({ root, apiVersion, files: own }) =>
      `${root || '.'}@${apiVersion ?? '-'}: ${own.map(({ role, file }) => `${role} ${file}`).join(', ')}`,
  );
}

const SETTINGS = 'settings/EmailAdministration.settings-meta.xml';
const MDAPI = 'settings/EmailAdministration.settings';
const RECORD = 'config/email-deliverability.json';

describe('projects', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'source format',
      {
        'sfdx-project.json': sfdx(['force-app']),
        [`force-app/main/default/${SETTINGS}`]: '',
        [RECORD]: '',
        'config/project-scratch-def.json': '',
        'config/dev/my-scratch-def-big.json': '',
      },
      [
        `.@66: scratch config/dev/my-scratch-def-big.json, record ${RECORD}, scratch config/project-scratch-def.json, settings force-app/main/default/${SETTINGS}`,
      ],
    ],
    [
      'several package directories, odd places, blanks and dots in paths',
      {
        'sfdx-project.json': sfdx(['./a/', 'b c']),
        [`a/x/y/${SETTINGS}`]: '',
        'b c/EmailAdministration.settings-meta.xml': '',
        [`d/${SETTINGS}`]: '',
      },
      [
        `.@66: settings a/x/y/${SETTINGS}, settings b c/EmailAdministration.settings-meta.xml`,
        'd/settings@-: settings EmailAdministration.settings-meta.xml',
      ],
    ],
    [
      'a folder whose name begins like a package directory',
      { 'sfdx-project.json': sfdx(['app']), [`app2/${SETTINGS}`]: '' },
      ['app2/settings@-: settings EmailAdministration.settings-meta.xml'],
    ],
    [
      '.forceignore',
      {
        'sfdx-project.json': sfdx(['app']),
        '.forceignore': '# no\n**/old/**\n!app/old/keep/**\n',
        [`app/old/${SETTINGS}`]: '',
        [`app/new/${SETTINGS}`]: '',
      },
      [`.@66: settings app/new/${SETTINGS}`],
    ],
    [
      'several projects, one inside another',
      {
        'one/sfdx-project.json': sfdx(['app'], '60.0'),
        [`one/app/${SETTINGS}`]: '',
        'two/sfdx-project.json': sfdx(['']),
        [`two/${SETTINGS}`]: '',
        'one/app/sub/sfdx-project.json': sfdx(['src']),
        [`one/app/sub/src/${SETTINGS}`]: '',
        [`one/${RECORD}`]: '',
        [`two/${RECORD}`]: '',
      },
      [
        `one/app/sub@66: settings src/${SETTINGS}`,
        `one@60: settings app/${SETTINGS}, record ${RECORD}`,
        `two@66: record ${RECORD}, settings ${SETTINGS}`,
      ],
    ],
    [
      'mdapi, with the version of package.xml',
      {
        'src/package.xml': '<Package><types><name>Settings</name></types><version>58.0</version></Package>',
        [`src/${MDAPI}`]: '',
      },
      [`.@58: settings src/${MDAPI}`],
    ],
    [
      'mdapi beside a record',
      { 'src/package.xml': '<Package><version>58.0</version></Package>', [`src/${MDAPI}`]: '', [RECORD]: '' },
      [`.@58: record ${RECORD}, settings src/${MDAPI}`],
    ],
    [
      'mdapi copy in an SFDX project: not the project the record is about',
      {
        'sfdx-project.json': sfdx(['app']),
        [RECORD]: '',
        [`app/${SETTINGS}`]: '',
        'old/package.xml': '<Package><version>50.0</version></Package>',
        [`old/${MDAPI}`]: '',
      },
      [`.@66: settings app/${SETTINGS}, record ${RECORD}`, `.@50: settings old/${MDAPI}`],
    ],
    ['a record alone', { [RECORD]: '' }, [`.@-: record ${RECORD}`]],
    [
      'a broken project file',
      { 'sfdx-project.json': '{"packageDirectories": [{"pa', [`x/${SETTINGS}`]: '' },
      [`.@-: settings x/${SETTINGS}`],
    ],
    [
      'a version that is none',
      { 'sfdx-project.json': sfdx(['a'], 'latest'), [`a/${SETTINGS}`]: '' },
      [`.@-: settings a/${SETTINGS}`],
    ],
    [
      'JSON files that only look alike',
      { 'sfdx-project.json': sfdx(['a']), 'a/config/x-scratch-def.json': '', 'data/email-deliverability.json': '' },
      [],
    ],
    [
      'exported relays and filters, where people keep them',
      {
        'sfdx-project.json': sfdx(['app']),
        '.forceignore': '**/old/**\ndata/**\n',
        'data/EmailRelay.json': '',
        'data/dev/EmailDomainFilters.csv': '',
        'config/EmailRelays.csv': '',
        'deliverability/EmailDomainFilter.json': '',
        'app/x/EmailRelay.json': '',
        'app/old/EmailRelay.json': '',
        'backup/EmailRelay.json': '',
        'EmailRelay.json': '',
      },
      [
        '.@66: export app/x/EmailRelay.json, export config/EmailRelays.csv, export data/EmailRelay.json, export data/dev/EmailDomainFilters.csv, export deliverability/EmailDomainFilter.json',
      ],
    ],
    ['exports alone', { 'x/data/EmailRelay.json': '', 'y/EmailRelay.json': '' }, ['x@-: export data/EmailRelay.json']],
    [
      'exports beside an mdapi folder',
      {
        'src/package.xml': '<Package><version>58.0</version></Package>',
        [`src/${MDAPI}`]: '',
        'data/EmailRelay.json': '',
        'src/EmailDomainFilter.csv': '',
      },
      [`.@58: export data/EmailRelay.json, export src/EmailDomainFilter.csv, settings src/${MDAPI}`],
    ],
    [
      'exports beside a record and a scratch definition',
      { [RECORD]: '', 'config/a-scratch-def.json': '', 'data/EmailRelay.json': '' },
      [`.@-: scratch config/a-scratch-def.json, record ${RECORD}, export data/EmailRelay.json`],
    ],
    ['nothing', {}, []],
  ])('%s', (_, files, expected) => {
    expect(shown(files).sort()).toEqual(expected.sort());
  });

  it('has options for the version and the record', () => {
    const files = { 'sfdx-project.json': sfdx(['a']), [`a/${SETTINGS}`]: '', 'docs/mail.json': '' };
    expect(shown(files, { apiVersion: 55, recordPath: './docs/mail.json' })).toEqual([
      `.@55: settings a/${SETTINGS}, record docs/mail.json`,
    ]);
  });
});

describe('names', () => {
  it.each([
    ['EmailAdministration.settings-meta.xml', true],
    ['Account.settings', true],
    ['sfdx-project.json', true],
    ['project-scratch-def.json', true],
    ['email-deliverability.json', true],
    ['EmailRelay.json', true],
    ['EmailRelay-prod.csv', true],
    ['EmailDomainFilters.json', true],
    ['EmailRelay.cls', false],
    ['MyEmailRelay.json', false],
    ['package.json', false],
    ['a.xml', false],
    ['Foo.cls', false],
  ])('%s can matter: %s', (name, expected) => {
    expect(isCandidate(name)).toBe(expected);
  });
});

describe('a file that was named', () => {
  it.each([
    ['x.xml', '<EmailAdministrationSettings/>', 'settings'],
    ['EmailAdministration.settings', 'anything', 'settings'],
    ['x.xml', '<Profile/>', undefined],
    ['x.json', '{"tlsSetting": "Required"}', 'record'],
    ['x.json', '{"restrictTlsToDomains": []}', 'record'],
    ['x.json', '{"settings": {}}', 'scratch'],
    ['x.json', '[]', undefined],
    ['x.json', '[{"Host": "a.example"}]', 'export'],
    ['x.json', '[{"name": "a"}]', undefined],
    ['x.csv', 'EmailRelayId,ToDomain\n1,a.example', 'export'],
    ['x.csv', 'a,b\n1,2', undefined],
    ['EmailRelay.csv', '', 'export'],
    ['x.json', 'no', undefined],
  ])('%s with %s is %s', (file, text, expected) => {
    expect(roleByContent(file, text)).toBe(expected);
  });
});
