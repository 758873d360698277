import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { stablePreflight } from '../support/stablePreflight.ts';
import { PREFLIGHT_FORMATS } from '../../src/preflight/report/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

/** No server of these tests stalls, so only a very busy machine comes near it. */
const LAB = ['preflight', '--lab', '--timeout', '20000', '--project'];
const SAMPLE = path.join(PROJECT_ROOT, 'samples/relay');

const golden = (name: string): string => path.join(PROJECT_ROOT, 'test/fixtures/reports', name);

/** In every relay of these tests, and in nothing that is printed. */
const PASSWORD = 'hunter2-Gwy7';

/** `host port setting`, `off` for one whose filter is not active. */
function projectOf(lines: readonly string[], record: object = {}): string {
  const relays = lines.map((line, index) => {
    const [Host, Port, TlsSetting] = line.split(' ');
    return {
      attributes: { type: 'EmailRelay', referenceId: `R${index}` },
      Host,
      Password: PASSWORD,
      ...(Port === '?' ? {} : { Port: Number(Port) }),
      ...(TlsSetting === '?' ? {} : { TlsSetting }),
    };
  });
  const filters = lines.map((line, index) => ({
    attributes: { type: 'EmailDomainFilter' },
    EmailRelayId: `@R${index}`,
    FromDomain: 'acme.example',
    ToDomain: `r${index}.example`,
    IsActive: !line.endsWith(' off'),
    PriorityNumber: index,
  }));
  return temporaryFolder({
    'sfdx-project.json': '{}',
    'config/email-deliverability.json': JSON.stringify(record),
    'data/EmailRelay-plan.json': JSON.stringify({ records: [...relays, ...filters] }),
  });
}

describe('the sample with relays', () => {
  it.each(formatNames(PREFLIGHT_FORMATS).filter((name) => name !== 'html'))('as %s', async (format) => {
    const { code, out, err } = await cli(SAMPLE, [...LAB, '.', '--format', format]);
    expect(code).toBe(1);
    expect(err.replace(/[\d.]+ s$/m, '0 s')).toBe(
      'skipped: initech.example and old-relay.acme.example:25; see the report\n' +
        '2 domains, 2 relays and 4 mail servers probed in 0 s\n',
    );
    expectGolden(golden(`preflight-relay.${format}`), stablePreflight(out));
  });

  it('as html: each row under its own setting', async () => {
    const { out } = await cli(SAMPLE, [...LAB, '.', '--format', 'html']);
    expect(out).toContain('<title>Preflight report: 2 domains and 2 relays, TLS setting Required</title>');
    expect(out).toContain('Mail through 1 of 2 relays would bounce under Required Verify (relays&#39; settings).');
    expect(out).toContain('<dt>Relays</dt><dd>each with its own TLS setting</dd>');
    const rows = [...out.matchAll(/<tr role="row"><th role="rowheader" scope="row"><a.*<\/tr>/g)].map(([row]) => ({
      name: /<a [^>]*>([^<]*)</.exec(row)?.[1],
      note: /pf-note">([^<]*)</.exec(row)?.[1],
      asked: [...row.matchAll(/data-label="([^"]*)" class="[^"]*pf-asked/g)].map(([, label]) => label),
    }));
    const own = { note: 'Required Verify (relay&#39;s setting)', asked: ['Required Verify'] };
    expect(rows).toEqual([
      { name: 'hooli.example', note: undefined, asked: ['Required'] },
      { name: 'archive.acme.example:25', ...own },
      { name: 'globex.example', note: undefined, asked: ['Required'] },
      { name: 'relay.acme.example:587', ...own },
    ]);
  });

  it('goes the ways that the documentation shows', async () => {
    const { code, out } = await cli(SAMPLE, ['route', 'jo@acme.example', 'sales@globex.example']);
    expect(code).toBe(0);
    expectGolden(golden('route-relay.text'), out);
  });

  it('has nothing that a check finds', async () => {
    expect(await cli(SAMPLE, ['check'])).toMatchObject({ code: 0 });
  });
});

describe('relays of a project', () => {
  it.each<[readonly string[], readonly string[], number, readonly string[]]>([
    [['relay.test 25 RequiredVerify'], [], 0, ['relay.test:25 RequiredVerify relay tls']],
    [['relay.test 587 Off'], [], 0, ['relay.test:587 Off relay clear']],
    [['relay-clear.test 587 Preferred'], [], 0, ['relay-clear.test:587 Preferred relay clear']],
    [['relay-clear.test 587 Required'], [], 1, ['relay-clear.test:587 Required relay bounce']],
    [['relay-private-ca.test 10025 Required'], [], 0, ['relay-private-ca.test:10025 Required relay depends']],
    [
      ['relay-private-ca.test 11025 RequiredVerify'],
      [],
      1,
      ['relay-private-ca.test:11025 RequiredVerify relay bounce'],
    ],
    [
      ['relay-private-ca.test 25 PreferredVerify'],
      ['--fail-on', 'depends'],
      1,
      ['relay-private-ca.test:25 PreferredVerify relay depends'],
    ],
    [['relay-clear.test 25 Required'], ['--fail-on', 'never'], 0, ['relay-clear.test:25 Required relay bounce']],
    [['gone.test 25 Off'], ['--fail-on', 'bounce'], 1, ['gone.test:25 Off relay bounce']],
    // The setting that is asked for is the org's.
    [
      ['relay-private-ca.test 25 Required'],
      ['--tls-setting', 'RequiredVerify', 'good.test'],
      0,
      ['good.test RequiredVerify asked tls', 'relay-private-ca.test:25 Required relay depends'],
    ],
    // A relay that bounces fails the run, though no domain can under Preferred.
    [
      ['relay-clear.test 25 Required'],
      ['--tls-setting', 'Preferred', 'no-starttls.test'],
      1,
      ['no-starttls.test Preferred asked clear', 'relay-clear.test:25 Required relay bounce'],
    ],
    // The domain and the relay of one name are two things.
    [
      ['good.test 25 Off'],
      ['good.test', '--tls-setting', 'Required'],
      0,
      ['good.test Required asked tls', 'good.test:25 Off relay clear'],
    ],
  ])('%j with %j: %i', async (lines, args, expected, judged) => {
    const { code, out, err } = await cli(projectOf(lines), [...LAB, '.', '--format', 'json', ...args]);
    expect(code, err).toBe(expected);
    const found = JSON.parse(out) as {
      judged: { name: string; setting: string; settingSource: string; outcome: string }[];
    };
    expect(
      found.judged.map(({ name, setting, settingSource, outcome }) => `${name} ${setting} ${settingSource} ${outcome}`),
    ).toEqual(judged);
  });

  it('are all there is to probe, and no setting of the org is missed', async () => {
    const { out } = await cli(projectOf(['relay.test 587 RequiredVerify']), [...LAB, '.']);
    expect(out).toMatch(/^Mail through relay\.test:587 gets TLS under Required Verify \(relay's setting\)\.\n/);
    expect(out).not.toContain('evaluated for Required');
    expect(out).not.toContain('Domain');
  });

  it.each(formatNames(PREFLIGHT_FORMATS))('show no password as %s', async (format) => {
    const folder = projectOf(['relay.test 587 RequiredVerify', 'relay-clear.test 25 Required', 'relay.test ? ?']);
    const { out, err } = await cli(folder, [...LAB, '.', '--format', format]);
    expect(out).toContain('relay.test');
    expect(out + err).not.toContain(PASSWORD);
  });

  it('that could not be tested are no relays in order', async () => {
    const { code, out, err } = await cli(projectOf(['relay-closed.test 25 Required']), [...LAB, '.']);
    expect(code).toBe(1);
    expect(err).toContain('no relay could be tested\n');
    expect(out).toContain('Could not be tested: the server refuses connections.');
    expect(out).toContain('or from a network that it accepts connections from');
  });

  it('may be an address, and are judged as such', async () => {
    const { code, out } = await cli(projectOf(['198.51.100.251 587 RequiredVerify']), [...LAB, '.']);
    expect(code).toBe(1);
    expect(out).toContain("Mail through 198.51.100.251:587 would bounce under Required Verify (relay's setting).");
    expect(out).toContain("The certificate is not valid for the relay's host name.");
  });

  it('are not asked where Salesforce would not go', async () => {
    const { code, err } = await cli(projectOf(['relay.test 465 Required', 'relay.test ? Required']), [...LAB, '.']);
    expect(code).toBe(2);
    expect(err).toContain('nothing to probe: relay.test:465: a relay on a port that Salesforce does not connect to');
    expect(err).toContain('relay.test: a relay whose port is not exported');
    expect(err).not.toContain('probed in');
  });

  it('take the mail of a listed domain, whose own servers then do not matter', async () => {
    const folder = temporaryFolder({
      'sfdx-project.json': '{}',
      'config/email-deliverability.json': '{"tlsSetting": "Required", "restrictTlsToDomains": ["no-starttls.test"]}',
      'data/EmailRelay.csv': 'Id,Host,Port,TlsSetting\n0cX000000000001,relay.test,25,Required\n',
      'data/EmailDomainFilter.csv':
        'EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n0cX000000000001,*,*,true,1\n',
    });
    const { code, out } = await cli(folder, [...LAB, '.']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Mail through relay\.test:25 gets TLS under Required \(relay's setting\)\.\n/);
    expect(out).toContain(
      'no-starttls.test: mail to it goes through the relay relay.test, port 25, under Required; TLS is\n    checked there',
    );
  });
});
