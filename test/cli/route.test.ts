import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { formatNames } from '../../src/output/formats.ts';
import { ROUTE_FORMATS } from '../../src/route/formats.ts';
import { expectGolden } from '../support/golden.ts';

const PASSWORD = 'hunter2-Gwy7';

const RELAYS = JSON.stringify(
  {
    records: [
      {
        attributes: { type: 'EmailRelay', referenceId: 'EmailRelayRef1' },
        Id: '0cX000000000001AAA',
        Host: 'relay.acme.example',
        Port: 587,
        TlsSetting: 'RequiredVerify',
        IsRequireAuth: true,
        Username: 'mail',
        Password: PASSWORD,
      },
      {
        attributes: { type: 'EmailRelay', referenceId: 'EmailRelayRef2' },
        Id: '0cX000000000002AAA',
        Host: 'archive.acme.example',
        Port: 25,
        TlsSetting: 'Required',
        Password: PASSWORD,
      },
    ],
  },
  undefined,
  2,
);

const FILTERS = [
  'EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber',
  '0cX000000000001,acme.example,"globex.example, *.globex.example",true,10',
  '0cX000000000002AAA,,archive.example,true,20',
  '0cX000000000002AAA,,initech.example,false,30',
  '0cX000000000001,,"*.hooli.example",true,',
  '',
].join('\n');

const RECORD = JSON.stringify({
  tlsSetting: 'Required',
  restrictTlsToDomains: ['initech.example', '*.initech.example'],
});

const SETTINGS =
  '<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata"><enableRestrictTlsToDomains>true</enableRestrictTlsToDomains></EmailAdministrationSettings>';

const project = (more: Readonly<Record<string, string>> = {}): string =>
  temporaryFolder({
    'sfdx-project.json': '{"packageDirectories": [{"path": "app"}]}',
    'app/EmailAdministration.settings-meta.xml': SETTINGS,
    'config/email-deliverability.json': RECORD,
    'data/EmailRelay.json': RELAYS,
    'data/EmailDomainFilter.csv': FILTERS,
    ...more,
  });

describe('the way of a mail', () => {
  it.each([
    ['relay', 'jo@acme.example', 'sales@globex.example', 0],
    ['own-servers', 'jo@acme.example', 'sales@initech.example', 0],
    ['undecided', 'jo@acme.example', 'sales@mail.eu.hooli.example', 1],
    ['any-sender', '-', 'globex.example', 1],
  ])('%s', async (name, from, to, code) => {
    const folder = project();
    for (const format of formatNames(ROUTE_FORMATS)) {
      const result = await cli(folder, ['route', from, to, '--format', format]);
      expect(result.err).toBe('');
      expect(result.code).toBe(code);
      expect(result.out).not.toContain(PASSWORD);
      expectGolden(path.join(PROJECT_ROOT, 'test/fixtures/reports/route', `${name}.${format}`), result.out);
    }
  });

  it('is looked for in the project that is named', async () => {
    const folder = temporaryFolder({ 'README.md': '' });
    const result = await cli(folder, ['route', 'a@acme.example', 'b@archive.example', '--project', project()]);
    expect(result.code).toBe(0);
    expect(result.out).toContain('through the relay archive.acme.example, port 25');
  });

  it('is said of a project without exports, with what that means', async () => {
    const folder = temporaryFolder({ 'config/email-deliverability.json': '{"tlsSetting": "Preferred"}' });
    const { code, out } = await cli(folder, ['route', 'a@acme.example', 'b@archive.example']);
    expect(code).toBe(0);
    expect(out).toContain("by Salesforce's own servers, under Preferred.");
    expect(out).toContain('This project has no exported domain filters');
  });

  it('is not sure where an export is broken', async () => {
    const folder = project({ 'data/EmailDomainFilter.csv': `${FILTERS}0cX000000000001,x\n` });
    const { code, out } = await cli(folder, ['route', 'jo@acme.example', 'sales@globex.example']);
    expect(code).toBe(1);
    expect(out).toContain('data/EmailDomainFilter.csv could not be read fully');
  });
});

describe('a usage error', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['one address', ['a@b.example'], {}, 'route needs the address or domain of the sender and of the recipient'],
    ['three', ['a.example', 'b.example', 'c.example'], {}, 'route needs the address'],
    ['no address', ['a.example', 'not an address'], {}, 'not an address is not an address or a domain'],
    ['an IP address', ['a.example', 'x@[192.0.2.1]'], {}, 'x@[192.0.2.1] is not an address or a domain'],
    ['a format', ['a.example', 'b.example', '--format', 'html'], {}, '--format takes one of text, json'],
    ['an empty folder', ['a.example', 'b.example'], {}, 'has no exported relays'],
    ['a broken record', ['a.example', 'b.example'], { 'config/email-deliverability.json': '{' }, 'not valid JSON'],
    [
      'several projects',
      ['a.example', 'b.example'],
      { 'x/data/EmailRelay.json': RELAYS, 'y/data/EmailRelay.json': RELAYS },
      '. has several projects (x, y): name one with --project',
    ],
    [
      'an export that is too large',
      ['a.example', 'b.example'],
      { 'data/EmailRelay.csv': 'x'.repeat(2 ** 21) },
      'larger than 1 MiB',
    ],
  ])('%s', async (_, args, files, expected) => {
    const { code, out, err } = await cli(temporaryFolder(files), ['route', ...args]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(expected);
  });
});
