import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseEmailLog } from '../../src/emailLog/read/emailLog.ts';
import { judgeLog, type JudgedLog } from '../../src/emailLog/report/view.ts';
import { logHtml } from '../../src/emailLog/report/html/page.ts';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { delivered, EVERY_KIND, input, logCsv, SECRETS, TLS12, type RowParts } from '../emailLog/logFiles.ts';
import { LOG_FORMATS } from '../../src/emailLog/report/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

const SAMPLE = 'samples/email-log.csv';
const FORMATS = formatNames(LOG_FORMATS);

const log = (cwd: string, ...args: readonly string[]) => cli(cwd, ['log', ...args]);

describe('the sample, beside the project of the sample', () => {
  it.each(FORMATS.filter((name) => name !== 'html'))('as %s', async (format) => {
    const { code, out, err } = await log(PROJECT_ROOT, SAMPLE, '--project', 'samples/acme', '--format', format);
    expect(code).toBe(1);
    expect(err).toMatch(/^281 rows of 1 file read in \d+\.\d s\n$/);
    expectGolden(
      path.join(PROJECT_ROOT, 'test/fixtures/reports', `log.${format}`),
      out.replace(/"generatedAt": "[^"]+"/, '"generatedAt": "2026-01-01T00:00:00.000Z"'),
    );
  });

  it('as html, to a file', async () => {
    const folder = temporaryFolder();
    const { code, out, err } = await log(
      PROJECT_ROOT,
      SAMPLE,
      '--format',
      'html',
      '--output',
      path.join(folder, 'log.html'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      'Under Required, 12 of 84 messages would have bounced because TLS was missing, to 3 of 9 domains. Written to ',
    );
    expect(readFileSync(path.join(folder, 'log.html'), 'utf8')).toContain('<h1>Email Log</h1>');
  });

  it('comes through a pipe as well', async () => {
    const stdin = () => Readable.from([readFileSync(path.join(PROJECT_ROOT, SAMPLE))]);
    const { code, out } = await cli(PROJECT_ROOT, ['log', '-', '--format', 'json'], undefined, { stdin });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ version: 1, rows: 281, parts: [{ name: 'standard input' }] });
  });
});

const folderWith = (rows: readonly RowParts[], record?: unknown): string =>
  temporaryFolder({
    'log.csv': logCsv(rows),
    ...(record === undefined
      ? {}
      : { 'sfdx-project.json': '{}', 'config/email-deliverability.json': JSON.stringify(record) }),
  });

describe('exit codes', () => {
  const clear = delivered('a@clear.example', ':');
  const verified = delivered('a@good.example', TLS12, 'Verified');
  const unverified = delivered('a@self-signed.example', TLS12, 'Unverified');
  const unstated = delivered('a@silent.example', '');
  it.each<[readonly RowParts[], readonly string[], number]>([
    [[verified], [], 0],
    [[verified, clear], [], 1],
    [[verified, clear], ['--tls-setting', 'Preferred'], 0],
    [[verified, clear], ['--tls-setting', 'Preferred', '--fail-on', 'bounce'], 0],
    [[verified, clear], ['--fail-on', 'never'], 0],
    [[verified, unverified], ['--tls-setting', 'Required Verify'], 1],
    [[verified, unverified], ['--tls-setting', 'PreferredVerify'], 0],
    [[verified, unverified], ['--tls-setting', 'PreferredVerify', '--fail-on', 'depends'], 1],
    [[verified, unstated], [], 0],
    [[verified, unstated], ['--fail-on', 'unknown'], 1],
    // A log that says nothing of TLS is no pass.
    [[unstated], [], 1],
    [[unstated], ['--fail-on', 'never'], 0],
    [[unstated], ['--tls-setting', 'Preferred'], 0],
    [[], [], 1],
  ])('%j %j: %i', async (rows, args, expected) => {
    const { code } = await log(folderWith(rows), 'log.csv', ...args);
    expect(code).toBe(expected);
  });

  it.each<[readonly string[], number]>([
    // Only what is listed counts, as the rest is sent with Preferred.
    [['good.example'], 0],
    [['good.example', 'clear.example'], 1],
    [[], 1],
    [['gone.example'], 1],
  ])('with %j listed: %i', async (restrictTlsToDomains, expected) => {
    const folder = folderWith([verified, clear], { tlsSetting: 'Required', restrictTlsToDomains });
    expect((await log(folder, 'log.csv', '--project', '.')).code).toBe(expected);
  });

  it('with a record in another place', async () => {
    const folder = temporaryFolder({
      'log.csv': logCsv([verified, clear]),
      'sfdx-project.json': '{}',
      'setup/tls.json': JSON.stringify({ tlsSetting: 'Required', restrictTlsToDomains: ['good.example'] }),
    });
    const { code, out } = await log(folder, 'log.csv', '--record', 'setup/tls.json');
    expect(code).toBe(0);
    expect(out).toContain('Under Required (from your file), the only message to listed domains would not have bounced');
  });

  it.each<[readonly string[], string]>([
    [[], 'name the log files: download them from Setup > Email Log Files (see docs/email-log.md)'],
    [['gone.csv'], 'gone.csv: no such file or directory'],
    [['.'], '.: is a folder'],
    [['-', '-'], 'standard input can be read only once'],
    [['log.csv', '--format', 'sarif'], '--format takes one of text, html, json, csv, markdown, not sarif'],
    [['log.csv', '--fail-on', 'error'], '--fail-on takes one of bounce, depends, unknown, never, not error'],
    [
      ['log.csv', '--tls-setting', 'Requird'],
      '--tls-setting takes one of Off, Preferred, Required, PreferredVerify, RequiredVerify, not Requird; did you mean Required?',
    ],
    [['log.csv', '--keep-addresses'], "Unknown option '--keep-addresses'"],
    [['log.csv', '--output', 'gone/x.txt'], 'gone/x.txt: no such file or directory'],
    [['no.csv'], 'no.csv: not an Email Log: none of its 1 rows could be read'],
  ])('%j is a usage error', async (args, message) => {
    const folder = temporaryFolder({ 'log.csv': logCsv([verified]), 'no.csv': 'a,b\nc,d\n' });
    expect(await log(folder, ...args)).toEqual({ code: 2, out: '', err: `sf-deliverability: ${message}\n` });
  });

  it('interrupted, there is no result', async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield Buffer.from(logCsv(EVERY_KIND));
        await Promise.resolve();
        stop.abort();
      }
    }
    const result = await cli(PROJECT_ROOT, ['log', '-'], undefined, {
      stdin: () => Readable.from(endless()),
      signal: stop.signal,
    });
    expect(result).toEqual({ code: 130, out: '', err: 'interrupted: no result\n' });
  });
});

describe('no personal data', () => {
  it.each(FORMATS)('is in %s', async (format) => {
    const broken = '\nzelda.quimby@acme.example,b\n"zelda.quimby\n';
    const relay = delivered('zelda.quimby@acme.example', TLS12, '', { relay: 'zelda.quimby@acme.example' });
    const folder = temporaryFolder({ 'zelda@quimby.csv': logCsv([...EVERY_KIND, relay]) + broken });
    const { out, err } = await log(folder, 'zelda@quimby.csv', '--format', format);
    expect(out.length).toBeGreaterThan(500);
    const said = (out.replace(/<style>[^]*<\/style>/, '') + err).toLowerCase();
    for (const secret of SECRETS) expect(said, secret).not.toContain(secret.toLowerCase());
    expect(said).not.toMatch(/@(?!media)/);
  });
});

describe('what stands in a log', () => {
  let judged: JudgedLog;
  beforeAll(async () => {
    const rows = [
      delivered('a@acme.example', ':'),
      {
        event: 'T',
        to: 'a@acme.example',
        stage: '=cmd|"/c calc"!A0 <script>alert(1)</script> TLS [x](http://x.example) failed',
      },
    ];
    const found = await analyseEmailLog([input(logCsv(rows), '=1+1<img src=x>.csv')]);
    judged = judgeLog({
      log: found,
      setting: 'Required',
      settingSource: 'default',
      scope: undefined,
      notes: [],
      generatedAt: new Date(0),
    });
  });

  it('never becomes markup or a formula', async () => {
    expect(logHtml(judged)).not.toMatch(/<script|<img|src=/);
    const folder = temporaryFolder({ '=1+1.csv': logCsv([delivered('a@-1.example', ':')]) });
    const { out } = await log(folder, '=1+1.csv', '--format', 'csv');
    expect(out).not.toMatch(/^[=+@-]|,[=+@-]/m);
  });
});
