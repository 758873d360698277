import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/preflightProgress.ts';
import { targetsOf } from '../../src/preflight/plan/targets.ts';
import { cli, PROJECT_ROOT, sampleCopy, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { stablePreflight } from '../support/stablePreflight.ts';
import { PREFLIGHT_FORMATS } from '../../src/preflight/report/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

/** No server of these tests stalls, so only a very busy machine comes near it. */
const PATIENT = ['--timeout', '20000'];
const RECORD = 'config/email-deliverability.json';

const project = (record: unknown): string =>
  temporaryFolder({
    'sfdx-project.json': '{}',
    [RECORD]: typeof record === 'string' ? record : JSON.stringify(record),
  });

const lab = (cwd: string, ...args: readonly string[]) => cli(cwd, ['preflight', '--lab', ...PATIENT, ...args]);

describe('the sample, with a domain more', () => {
  // The page has tests of its own.
  it.each(formatNames(PREFLIGHT_FORMATS).filter((name) => name !== 'html'))('as %s', async (format) => {
    const { code, out, err } = await lab(sampleCopy(), '--project', '.', 'shop.acme.example', '--format', format);
    expect(code).toBe(1);
    expect(err.replace(/[\d.]+ s$/m, '0 s')).toBe(
      'skipped: *.acme.example, *.globex.example, 192.0.2.25 and orders@hooli.example; see the report\n' +
        '5 domains and 6 mail servers probed in 0 s\n',
    );
    expectGolden(path.join(PROJECT_ROOT, 'test/fixtures/reports', `preflight.${format}`), stablePreflight(out));
  });

  it('as html', async () => {
    const { code, out } = await lab(sampleCopy(), '--project', '.', '--format', 'html');
    expect(code).toBe(1);
    expect(out).toMatch(/^<!doctype html>/i);
    expect(out).toContain('initech.example');
  });

  it('fits the shape that others read', async () => {
    const { out } = await lab(sampleCopy(), '--format', 'json', 'good.test', 'null-mx.test');
    const report = JSON.parse(out) as Record<string, unknown> & { domains: Record<string, unknown>[] };
    expect(Object.keys(report).slice(0, 4)).toEqual(['version', 'trustStore', 'port25', 'domains']);
    expect(report['version']).toBe(1);
    const [good] = report.domains as unknown as { mx: { probes: { tls: { certificate: object } }[] }[] }[];
    expect(Object.keys(good ?? {})).toEqual(['domain', 'outcomes', 'reasons', 'mx', 'promises']);
    const [mx] = good?.mx ?? [];
    expect(Object.keys(mx ?? {})).toEqual(['host', 'preference', 'implicit', 'probes']);
    const [probe] = mx?.probes ?? [];
    expect(Object.keys(probe ?? {})).toEqual(['address', 'reasons', 'verdict', 'tls', 'stages', 'transcript']);
    expect(Object.keys(probe?.tls ?? {})).toEqual(['protocol', 'cipher', 'certificate']);
    expect(Object.keys(probe?.tls.certificate ?? {})).toEqual(['subject', 'issuer', 'names', 'notBefore', 'notAfter']);
  });
});

describe('exit codes', () => {
  const expired = ['expired.test', 'good.test'];
  it.each([
    // Nothing bounces for sure.
    [['good.test'], 0],
    [['expired.test', '--tls-setting', 'Required'], 0],
    [['equal-differ.test', '--tls-setting', 'Required'], 0],
    [['good.test', 'banner-421.test'], 0],
    [['equal-differ.test', 'banner-421.test'], 0],
    // Something does.
    [['good.test', 'no-starttls.test'], 1],
    [[...expired, '--tls-setting', 'RequiredVerify'], 1],
    [[...expired, '--tls-setting', 'required verify'], 1],
    [['nxdomain.test', '--tls-setting', 'Required_Verify'], 1],
    // Preferred and Off make nothing bounce, unless that was asked for.
    [['no-starttls.test', 'nxdomain.test', '--tls-setting', 'Preferred'], 0],
    [['nxdomain.test', '--tls-setting', 'off'], 0],
    [['nxdomain.test', '--tls-setting', 'Preferred', '--fail-on', 'bounce'], 1],
    // From where on it counts.
    [['no-starttls.test', '--fail-on', 'never'], 0],
    [['expired.test', '--tls-setting', 'PreferredVerify'], 0],
    [['expired.test', '--tls-setting', 'PreferredVerify', '--fail-on', 'depends'], 1],
    [['equal-differ.test', '--fail-on', 'depends'], 1],
    [['good.test', 'banner-421.test', '--fail-on', 'depends'], 0],
    [['good.test', 'banner-421.test', '--fail-on', 'unknown'], 1],
    [['good.test', '--fail-on', 'unknown'], 0],
  ])('%j: %i', async (args, expected) => {
    const { code, err } = await lab(temporaryFolder(), ...args);
    expect(code, err).toBe(expected);
    expect(err).not.toContain('no domain could be tested');
  });

  it.each([
    [[], 1],
    [['--fail-on', 'bounce'], 1],
    [['--fail-on', 'depends'], 1],
    [['--fail-on', 'unknown'], 1],
    [['--fail-on', 'never'], 0],
    [['--tls-setting', 'Preferred'], 0],
    [['--tls-setting', 'Preferred', '--fail-on', 'bounce'], 1],
    [['--tls-setting', 'Off'], 0],
  ])('nothing could be tested, with %j: %i', async (args, expected) => {
    const { code, err } = await lab(temporaryFolder(), 'banner-421.test', 'dns-refused.test', ...args);
    expect(code, err).toBe(expected);
    expect(err.match(/^no domain could be tested$/gm) ?? []).toHaveLength(expected);
  });

  it.each([
    [[], 'name the domains to probe, or use those of a project: preflight --project DIR'],
    [['192.0.2.1'], 'nothing to probe: 192.0.2.1: an IP address'],
    [['--lab', 'not a domain'], 'nothing to probe: not a domain: not a domain: it contains a space'],
    [['a.example', '--format', 'xml'], '--format takes one of text, html, json, csv, markdown, not xml'],
    [['a.example', '--fail-on', 'error'], '--fail-on takes one of bounce, depends, unknown, never, not error'],
    [['a.example', '--tls-setting', 'Requird'], 'not Requird; did you mean Required?'],
    [['a.example', '--tls-setting', 'strict'], 'RequiredVerify, not strict'],
    [['a.example', '--port', '0'], '--port takes a whole number from 1 to 65535, not 0'],
    [['a.example', '--port', '25.5'], 'not 25.5'],
    [['a.example', '--timeout', '1e3'], '--timeout takes a whole number from 1 to 600000, not 1e3'],
    [['a.example', '--concurrency', 'many'], '--concurrency takes a whole number from 1 to 1000, not many'],
    [['a.example', '--resolver', '127.0.0.1:99999'], 'is no resolver'],
    [['a.example', '--resolver', 'http://dns.example'], 'https'],
    [['a.example', '--lab', '--resolver', '127.0.0.1'], '--lab has its own resolver'],
    [['a.example', '--ca', 'missing.pem'], 'missing.pem: no such file or directory'],
    [['a.example', '--ca', 'empty.pem'], 'the CA certificates cannot be read'],
    [['a.example', '--output', 'missing/x.html'], 'missing/x.html: no such file or directory'],
    [['a.example', '--output', '.'], '.: is a folder'],
    [['a.example', '--project', 'missing'], 'missing: no such file or directory'],
    [['a.example', '--nonsense'], "Unknown option '--nonsense'"],
    [['--project', '.'], 'the project lists no domains'],
    [['a.example\u001b[2J', '--format', '\u001b[2J'], '\\x1b[2J'],
  ])('2 for %j, without a word to the network', async (args, message) => {
    // A machine with a network would have shown it by a line about what was probed.
    const { code, out, err } = await cli(temporaryFolder({ 'empty.pem': '' }), ['preflight', ...args]);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('probed in');
    expect(err).not.toContain('\u001b');
  });

  it('more names than the lab has room for', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `d${index}.example`);
    const { code, err } = await lab(temporaryFolder(), ...names);
    expect([code, err]).toEqual([2, 'sf-deliverability: the lab has room for 200 domains more\n']);
  });

  it('0 for --help', async () => {
    const { code, out } = await cli(temporaryFolder(), ['preflight', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('--fail-on');
  });
});

describe('entries', () => {
  it.each<[string, readonly string[], readonly string[], readonly (readonly [string, RegExp])[]]>([
    ['a domain', ['Example.COM.'], ['example.com'], []],
    ['twice', ['example.com', 'EXAMPLE.com'], ['example.com'], []],
    ['with umlauts', ['bücher.example'], ['xn--bcher-kva.example'], []],
    [
      'a wildcard',
      ['*.example.com'],
      ['example.com'],
      [['*.example.com', /example\.com is tested instead; name its subdomains/]],
    ],
    [
      'a wildcard and a subdomain',
      ['*.example.com', 'a.example.com'],
      ['example.com', 'a.example.com'],
      [['*.example.com', /example\.com and a\.example\.com are tested instead$/]],
    ],
    ['a wildcard for a suffix', ['*.co.uk'], [], [['*.co.uk', /too many domains/]]],
    ['a bare star', ['*'], [], [['*', /too many domains/]]],
    ['a star elsewhere', ['mail.*.example.com'], [], [['mail.*.example.com', /too many domains/]]],
    ['an address', ['192.0.2.1'], [], [['192.0.2.1', /^an IP address/]]],
    ['an IPv6 address', ['[2001:db8::1]'], [], [['[2001:db8::1]', /^an IP address/]]],
    [
      'a mail address',
      ['jo@example.com'],
      [],
      [['jo@example.com', /^not a domain: this is an email .*\(example\.com\?\)$/]],
    ],
    ['a URL', ['https://example.com/x'], [], [['https://example.com/x', /^not a domain: this is a URL/]]],
    ['nothing', [' '], [], [['', /^not a domain: there is nothing in it/]]],
    ['as pasted from Setup', ['a.example, *.b.example'], ['a.example', 'b.example'], [['*.b.example', /wildcard/]]],
    ['a hostile one', ['\u001b[2J\u202e'], [], [['\\x1b[2J\\u{202e}', /^not a domain/]]],
    ['a long one', ['x'.repeat(5000)], [], [[`${'x'.repeat(100)}…`, /longer than/]]],
  ])('%s', (_, entries, domains, notProbed) => {
    const found = targetsOf(entries);
    expect(found.domains).toEqual(domains);
    expect(found.notProbed.map(({ entry }) => entry)).toEqual(notProbed.map(([entry]) => entry));
    for (const [index, [, reason]] of notProbed.entries()) expect(found.notProbed[index]?.reason).toMatch(reason);
  });
});

describe('--project', () => {
  const list = { restrictTlsToDomains: ['good.test', '*.null-mx.test'] };

  const judged = async (folder: string, ...args: readonly string[]) => {
    const { code, out, err } = await lab(folder, '--project', '.', '--format', 'json', ...args);
    if (out === '') throw new Error(`${code}: ${err}`);
    const { setting, settingSource, notes, domains } = JSON.parse(out) as {
      setting: string;
      settingSource: string;
      notes: string[];
      domains: { domain: string }[];
    };
    return [setting, settingSource, domains.map(({ domain }) => domain).join(' '), notes.slice(1).join(' ')];
  };

  it.each<[string, unknown, readonly string[], readonly string[]]>([
    [
      'setting and domains',
      { tlsSetting: 'RequiredVerify', ...list },
      [],
      ['RequiredVerify', 'recorded', 'good.test null-mx.test', ''],
    ],
    [
      'the label in Setup',
      { tlsSetting: 'Preferred Verify', ...list },
      [],
      ['PreferredVerify', 'recorded', 'good.test null-mx.test', ''],
    ],
    [
      'another setting',
      { tlsSetting: 'Required', ...list },
      ['--tls-setting', 'Preferred'],
      ['Preferred', 'asked', 'good.test null-mx.test', ''],
    ],
    [
      'more domains',
      { tlsSetting: 'Required', ...list },
      ['expired.test', 'a.null-mx.test'],
      [
        'Required',
        'recorded',
        'good.test null-mx.test expired.test a.null-mx.test',
        'The domain list does not cover expired.test: mail to it is sent with Preferred.',
      ],
    ],
    [
      'one string',
      { tlsSetting: 'Required', restrictTlsToDomains: 'good.test, tls12-only.test' },
      [],
      ['Required', 'recorded', 'good.test tls12-only.test', ''],
    ],
    [
      'no setting',
      list,
      [],
      [
        'Required',
        'default',
        'good.test null-mx.test',
        'The project has no TLS setting, and none was given: evaluated for Required.',
      ],
    ],
    [
      'no such setting',
      { tlsSetting: 'Strict', ...list },
      [],
      [
        'Required',
        'default',
        'good.test null-mx.test',
        'The TLS setting Strict does not exist: evaluated for Required.',
      ],
    ],
    ['no list', { tlsSetting: 'Required' }, ['good.test'], ['Required', 'recorded', 'good.test', '']],
  ])('%s', async (_, record, args, expected) => {
    expect(await judged(project(record), ...args)).toEqual(expected);
  });

  it.each([
    ['broken JSON', '{"tlsSetting": ', `${RECORD}: not valid JSON`],
    ['no domains', { tlsSetting: 'Required' }, 'the project lists no domains'],
    ['only what cannot be probed', { restrictTlsToDomains: ['192.0.2.1', '*'] }, 'nothing to probe: 192.0.2.1: an IP'],
  ])('%s is a usage error', async (_, record, message) => {
    const { code, out, err } = await cli(project(record), ['preflight', '--project', '.']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('several settings want a choice', async () => {
    const nested = temporaryFolder({
      'a/sfdx-project.json': '{}',
      [`a/${RECORD}`]: '{"tlsSetting": "Required", "restrictTlsToDomains": ["good.test"]}',
      'b/sfdx-project.json': '{}',
      [`b/${RECORD}`]: '{"tlsSetting": "Preferred", "restrictTlsToDomains": ["expired.test"]}',
    });
    const { code, err } = await cli(nested, ['preflight', '--project', '.']);
    expect([code, err]).toEqual([
      2,
      'sf-deliverability: the project has several TLS settings (Required, Preferred): choose with --tls-setting\n',
    ]);
    expect(await judged(nested, '--tls-setting', 'Required')).toEqual([
      'Required',
      'asked',
      'good.test expired.test',
      '',
    ]);
  });
});

describe('the run', () => {
  it('keeps to --timeout', async () => {
    const began = performance.now();
    const { code, out } = await cli(temporaryFolder(), ['preflight', '--lab', 'tarpit.test', '--timeout', '300']);
    expect(code).toBe(1);
    expect(out).toContain('tarpit.test could not be tested.');
    expect(out).toContain('Could not be tested: the server connects but sends no greeting in time.');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('probes a representative lab if nothing is named', async () => {
    const { out } = await cli(temporaryFolder(), ['preflight', '--lab', '--format', 'json', '--timeout', '2000']);
    const { domains } = JSON.parse(out) as { domains: { outcomes: { Required: string[]; Preferred: string[] } }[] };
    const kinds = new Set(domains.flatMap(({ outcomes }) => [outcomes.Required, outcomes.Preferred].map(String)));
    for (const kind of ['tls', 'clear', 'bounce', 'bounce,tls', 'unknown']) expect(kinds).toContain(kind);
  });

  it('writes a file without colours and says the verdict', async () => {
    const folder = temporaryFolder();
    const args = ['preflight', '--lab', ...PATIENT, 'no-starttls.test', '--output', 'r.txt'];
    const { code, out, err } = await cli(folder, args, (_, text) => `!${text}!`);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Mail to no-starttls.test would bounce under Required. Written to r.txt\n');
    expect(readFileSync(path.join(folder, 'r.txt'), 'utf8')).toMatch(/^Mail to no-starttls\.test would bounce[^!]*$/);
  });

  it('shows on a terminal how far it is, and takes that away', async () => {
    const { out, err } = await cli(
      temporaryFolder(),
      ['preflight', '--lab', 'tarpit.test', '--timeout', '900'],
      undefined,
      {
        columns: { out: undefined, err: 40 },
      },
    );
    expect(err).toContain('\r\u001b[K0 of 1 domain: mx.tarpit.test');
    expect(err).toMatch(/\r\u001b\[K1 domain and 1 mail server probed in \d+\.\d s\nno domain could be tested\n$/);
    expect(out).not.toContain('\u001b');
  });

  it.each([
    [0, 40, '', 5000, '0 of 40 domains'],
    [10, 40, 'mx.a.example', 5000, '10 of 40 domains, about 15 s left: mx.a.example'],
    [1, 401, '', 1000, '1 of 401 domains, about 7 min left'],
    [1, 1, '\u001b[2J\u202e', 1000, '1 of 1 domain, about 0 s left: \\x1b[2J\\u{202e}'],
  ])('%i of %i: %j after %i ms', (done, total, host, elapsed, line) => {
    expect(progressLine({ done, total, host }, elapsed)).toBe(line);
  });

  it('ends at once when it is interrupted, and prints nothing', async () => {
    const abort = new AbortController();
    const folder = temporaryFolder();
    setTimeout(() => {
      abort.abort();
    }, 1500);
    const began = performance.now();
    const args = ['preflight', '--lab', 'tarpit.test', 'good.test', '--timeout', '60000', '--output', 'r.txt'];
    const { code, out, err } = await cli(folder, args, undefined, { signal: abort.signal });
    expect([code, out, err]).toEqual([130, '', 'interrupted: no result\n']);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(existsSync(path.join(folder, 'r.txt'))).toBe(false);
  });
});

describe('the bundle', () => {
  // Not dist/: another test may be reading that.
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bundle-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mts', '--out', folder], { cwd: PROJECT_ROOT });
  });

  it('keeps the lab, the engine and the HTML report in files of their own', () => {
    const main = readFileSync(path.join(folder, 'cli.js'), 'utf8');
    for (const file of ['enforcement.js', 'preflightProbe.js', 'preflightReportHtml.js']) {
      expect(main).toContain(`import("./${file}")`);
      expect(existsSync(path.join(folder, file))).toBe(true);
    }
    expect(main).not.toMatch(/STARTTLS\\r|reflect-metadata|dns-packet/);
  });

  it.runIf(process.platform !== 'win32')('ends at Ctrl-C with 130 and nothing on stdout', async () => {
    const args = [
      'preflight',
      '--lab',
      '--timeout',
      '60000',
      '--format',
      'json',
      'good.test',
      'tarpit.test',
      '192.0.2.1',
    ];
    const child = spawn(process.execPath, [path.join(folder, 'cli.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
    const ended = new Promise((resolve) =>
      child.once('close', (...how) => {
        resolve(how);
      }),
    );
    while (!said.err.includes('skipped')) await delay(20);
    // Long enough for the lab to be there and the tarpit to hold the line; sooner is no different.
    await delay(1500);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(said.out).toBe('');
    expect(said.err).toContain('interrupted: no result');
  });
});
