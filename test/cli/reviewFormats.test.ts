import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { COMMENT_MARKER } from '../../src/review/report/markdown.ts';
import { cli, PROJECT_ROOT } from '../support/cli.ts';
import { repository, type TestRepository } from '../support/git.ts';
import { expectGolden } from '../support/golden.ts';
import { sarifFaults } from '../support/sarif.ts';
import { REVIEW_FORMATS } from '../../src/review/report/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

vi.setConfig({ testTimeout: 60_000 });

const RECORD = 'config/email-deliverability.json';
const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
const PASSWORD = 'hunter2-Gwy7';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const settings = (values: Readonly<Record<string, boolean>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${Object.entries(
    values,
  )
    .map(([name, value]) => `    <${name}>${value}</${name}>\n`)
    .join('')}</EmailAdministrationSettings>\n`;

const relay = (tlsSetting: string): string =>
  json([
    {
      attributes: { type: 'EmailRelay' },
      Id: '0cX000000000001AAA',
      Host: 'relay.acme.example',
      Port: 587,
      TlsSetting: tlsSetting,
      Password: PASSWORD,
    },
  ]);

const BEFORE = {
  'sfdx-project.json': json({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '66.0' }),
  [RECORD]: json({ tlsSetting: 'Required', restrictTlsToDomains: ['globex.example', 'initech.example'] }),
  [SETTINGS]: settings({
    enableHandleBouncedEmails: true,
    enableResendBouncedEmails: true,
    enableRestrictTlsToDomains: true,
  }),
  'data/EmailRelay.json': relay('RequiredVerify'),
  'data/EmailDomainFilter.csv':
    'EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n0cX000000000001AAA,crm.acme.example,archive.example,true,1\n',
};

/** One line: the check box. */
function checkBox(): TestRepository {
  const repo = repository(BEFORE);
  repo.write({
    [SETTINGS]: settings({
      enableHandleBouncedEmails: true,
      enableResendBouncedEmails: true,
      enableRestrictTlsToDomains: false,
    }),
  });
  return repo;
}

function everything(): TestRepository {
  const repo = repository(BEFORE);
  repo.write({
    [RECORD]: json({
      tlsSetting: 'RequiredVerify',
      restrictTlsToDomains: ['globex.example', '*.hooli.example', '192.0.2.1'],
    }),
    [SETTINGS]: settings({
      enableHandleBouncedEmails: true,
      enableResendBouncedEmails: false,
      enableRestrictTlsToDomains: true,
    }),
    'data/EmailRelay.json': relay('Preferred'),
  });
  return repo;
}

const FORMATS = formatNames(REVIEW_FORMATS);
const golden = (name: string): string => path.join(PROJECT_ROOT, 'test/fixtures/reports/review', name);

/** The rules' pages have tests of their own, and change more often than this. */
const withoutPages = (sarif: string): string =>
  `${JSON.stringify(
    JSON.parse(sarif, (key, value: unknown) => (key === 'help' ? undefined : value)),
    null,
    2,
  )}\n`;

describe.each([
  ['check-box', checkBox],
  ['everything', everything],
])('the review of %s', (name, make) => {
  it.each(FORMATS)('as %s', async (format) => {
    const { out, err } = await cli(make().folder, ['review', '--format', format]);
    expect(err).toBe('');
    expect(out).not.toContain(PASSWORD);
    if (format === 'sarif') expect(sarifFaults(JSON.parse(out))).toEqual([]);
    expectGolden(golden(`${name}.${format}`), format === 'sarif' ? withoutPages(out) : out);
  });

  it('is written to a file', async () => {
    const { folder } = make();
    const { out, err, code } = await cli(folder, ['review', '--format', 'markdown', '--output', 'review.md']);
    expect(out).toBe('');
    expect(err).toMatch(/^Mail that .* Written to review\.md\n$/);
    expect(code).toBe(1);
    expect(readFileSync(path.join(folder, 'review.md'), 'utf8')).toContain(COMMENT_MARKER);
  });
});

it('is shown in docs/review.md', () => {
  const page = readFileSync(path.join(PROJECT_ROOT, 'docs/review.md'), 'utf8');
  expect(page).toContain(readFileSync(golden('check-box.text'), 'utf8'));
});

describe('names from outside', () => {
  const HOSTILE = '`|<b>![x](http://evil.example)\u001b[31m\u202e @all,:%';

  it.each(FORMATS)('are harmless as %s', async (format) => {
    const repo = repository(BEFORE);
    repo.write({
      [RECORD]: json({
        tlsSetting: 'Required',
        restrictTlsToDomains: [`${HOSTILE}.example`],
        accessLevel: HOSTILE,
        rules: { [HOSTILE]: 'off' },
      }),
      [`data/EmailRelay${HOSTILE.replaceAll('/', '')}.json`]: relay('Off'),
      'data/EmailRelay.json': json([{ attributes: { type: 'EmailRelay' }, Host: HOSTILE, Username: HOSTILE }]),
      [SETTINGS]: settings({ enableRestrictTlsToDomains: true }).replace('true', `<![CDATA[${HOSTILE}]]>`),
    });
    const { out } = await cli(repo.folder, ['review', '--format', format]);
    if (format === 'json' || format === 'sarif') {
      expect(() => JSON.parse(out) as unknown).not.toThrow();
      return;
    }
    // GitHub has to know the file by its own name.
    if (format !== 'github') expect(out).not.toMatch(/[\u001b\u202e]/);
    if (format === 'markdown') expect(out).not.toMatch(/<b>|!\[x\]\(|@all|http:\/\/evil/);
    if (format === 'github')
      for (const line of out.trim().split('\n')) expect(line).toMatch(/^::(error|warning|notice) /);
  });

  it('fit in a comment, however many there are', async () => {
    const repo = repository(BEFORE);
    const many = Array.from({ length: 1000 }, (_, index) => `${'<'.repeat(80)}${index}.example`);
    const good = Array.from({ length: 1000 }, (_, index) => `${'a'.repeat(60)}.d${index}.example`);
    repo.write({ [RECORD]: json({ tlsSetting: 'RequiredVerify', restrictTlsToDomains: [...many, ...good] }) });
    const { out } = await cli(repo.folder, ['review', '--format', 'markdown']);
    expect(out).toContain(COMMENT_MARKER);
    expect(out.length).toBeLessThan(65_000);
  });
});
