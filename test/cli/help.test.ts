import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CHECK_FORMATS, RULES_FORMATS } from '../../src/check/formats.ts';
import { BOUNCE_REPORT_FORMATS } from '../../src/bounce/counts/formats.ts';
import { BOUNCE_FORMATS } from '../../src/bounce/report/formats.ts';
import { COMMANDS, firstWord } from '../../src/cli/commandTable.ts';
import { commandReference } from '../../src/cli/help/reference.ts';
import { commandHelp, meanings, optionHead } from '../../src/cli/help/text.ts';
import { COMMON_OPTIONS, type Option } from '../../src/cli/options.ts';
import { LOG_FORMATS } from '../../src/emailLog/report/formats.ts';
import { ENFORCEMENT_FORMATS } from '../../src/enforcement/report/formats.ts';
import { formatNames } from '../../src/output/formats.ts';
import { PREFLIGHT_FORMATS } from '../../src/preflight/report/formats.ts';
import { REVIEW_FORMATS } from '../../src/review/report/formats.ts';
import { ROUTE_FORMATS } from '../../src/route/formats.ts';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';

const VERSION = /^\d+\.\d+\.\d+\n$/;
const wide = (columns: number) => ({ columns: { out: columns, err: columns } });
const run = (args: readonly string[], columns?: number) =>
  cli('.', args, undefined, columns === undefined ? {} : wide(columns));
const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const commands = COMMANDS.map((command) => [command.name, command] as const);

describe('help', () => {
  it.each(commands)('of %s: -h, --help, anywhere, and help COMMAND are the same', async (name, command) => {
    const words = name.split(' ');
    const { code, out, err } = await run([...words, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(commandHelp(command, undefined));
    for (const args of [
      [...words, '-h'],
      [...words, 'x', '--nonsense', '-h'],
      ['help', ...words],
      ['help', firstWord(command)],
      [firstWord(command), '-h'],
    ])
      expect((await run(args)).out).toBe(out);
  });

  it.each([['help'], ['--help'], ['-h'], ['help', '--help'], ['help', '-h'], ['help', 'help']])(
    'of all: %s %s',
    async (...args) => {
      const { code, out, err } = await run(args);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      for (const { name, summary } of COMMANDS) expect(out).toContain(`  ${name.padEnd(9)}  ${summary}\n`);
    },
  );

  it('of nothing is a usage error', async () => {
    const { code, out, err } = await run([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe((await run(['help'])).out);
  });

  it('is not asked for behind --', async () => {
    const { code, out } = await run(['bounce', '--', '--help']);
    expect(code).toBe(0);
    expect(out).not.toContain('Options:');
  });

  it.each(commands)('of %s has the width of the terminal', async (name) => {
    for (const columns of [60, 80, 100]) {
      const { out } = await run([...name.split(' '), '-h'], columns);
      expect(longest(out)).toBeLessThanOrEqual(columns);
    }
    expect((await run([...name.split(' '), '-h'])).out).toBe((await run([...name.split(' '), '-h'], 100)).out);
    expect(longest((await run(['help'], 60)).out)).toBeLessThanOrEqual(60);
    expect(longest((await run(['help', 'log'], 140)).out)).toBeGreaterThan(120);
  });

  it('reads well in 60 columns', async () => {
    expect((await run(['help', 'soql'], 60)).out).toBe(`sf-deliverability soql [NAME...] [OPTION...]

Prints ready queries for bounced contacts, leads, person
accounts, messages and recipients, each with a note. With a
name, prints only that query, for sf data query --query.

Options:
  --api-version N  the API version, such as 67; overrides
                   the project's
  --write          write them to scripts/soql/ of the
                   project, one file for each query
  --output DIR     write them to this folder
  --force          replace files that you edited; without
                   it, they are not overwritten, and listed
  -h, --help       print this help
  -v, --version    print the version

Exit code:
  0    done
  1    a file that you edited was not overwritten
  2    a usage error, or a file that cannot be read
  130  interrupted
`);
  });

  it('shows choices, what they mean, and what holds without the option', async () => {
    const { out } = await run(['check', '-h']);
    expect(out)
      .toContain(`  --fail-on SEVERITY  lowest severity that makes the exit code 1 (error, warning, info or never;
                      default: error)
`);
    expect(out).toContain(`  --format FORMAT     how to print the findings (default: text)
                        text      to read on a terminal
                        json      for programs
`);
    expect((await run(['lab', '-h'])).out).toContain('  --simulate [SETTING]');
    expect((await run(['lab', '-h'])).out).toMatch(/\(may be\s+repeated; default: no-starttls/);
  });
});

describe('the version', () => {
  it.each([
    ['-v'],
    ['--version'],
    ...commands.flatMap(([name]) => [`${name} -v`, `${name} --version`]).map((one) => [one]),
  ])('%s', async (args) => {
    const { code, out, err } = await run(args.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(VERSION);
  });
});

describe('a wrong command', () => {
  it.each([
    [['chekc'], 'sf-deliverability: unknown command chekc; did you mean check?\n'],
    [['help', 'chekc'], 'sf-deliverability: unknown command chekc; did you mean check?\n'],
    [['preflights'], 'sf-deliverability: unknown command preflights; did you mean preflight?\n'],
    [['hepl'], 'sf-deliverability: unknown command hepl; did you mean help?\n'],
    [['--hlep'], 'sf-deliverability: unknown command --hlep; did you mean --help?\n'],
    [['nonsense'], 'sf-deliverability: unknown command nonsense\n'],
    [['help', 'check', 'x'], 'unknown command check x'],
    [['lab', 'srve'], 'lab has one command: lab serve\n'],
  ])('%s', async (args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it.each([
    ['check --fail-on eror', 'did you mean error?'],
    ['check --stric-project', 'did you mean --strict-project?'],
    ['preflight a.example --tls-setting Requird', 'did you mean Required?'],
    ['bounce 550 --product salesfroce', 'did you mean salesforce?'],
    ['lab serve --mode no-startls', 'did you mean no-starttls?'],
    ['lab serve --prove Requierd', 'did you mean Required?'],
    ['lab serve --simulate Prefered', 'did you mean Preferred?'],
    ['soql bounced-contact', 'did you mean bounced-contacts?'],
  ])('or a wrong word in one: %s', async (args, message) => {
    const { code, out, err } = await cli(temporaryFolder(), args.split(' '));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('the tables', () => {
  it('have the command of every file', () => {
    const files = readdirSync(path.join(PROJECT_ROOT, 'src/cli/commands'));
    expect(COMMANDS.map((command) => `${firstWord(command)}.ts`).sort()).toEqual(files.sort());
  });

  const reference = readFileSync(path.join(PROJECT_ROOT, 'docs/cli.md'), 'utf8');
  const options = COMMANDS.flatMap((command) =>
    Object.entries<Option>({ ...command.options, ...COMMON_OPTIONS }).map(
      ([name, option]) => [command.name, name, option, command] as const,
    ),
  );

  it.each(options)('have %s --%s in help and docs/cli.md', (_, name, option, command) => {
    const head = optionHead(name, option);
    expect(commandHelp(command, 200)).toContain(`\n  ${head}  `);
    const section = name in COMMON_OPTIONS ? reference : (reference.split(`\n## ${command.name}\n`)[1] ?? '');
    const row = section.split('\n').find((line) => line.startsWith(`| \`${head}\` `));
    expect(row).toContain(option.help);
    for (const [choice, meaning] of meanings(option)) {
      expect(commandHelp(command, 200)).toMatch(new RegExp(`\\n +${choice} +${meaning.slice(0, 20)}`));
      expect(row).toContain(`\`${choice}\`: ${meaning}`);
    }
  });

  it('have the exit codes of every command', () => {
    for (const { name, exits } of COMMANDS)
      for (const meaning of Object.values(exits)) expect(reference.split(`\n## ${name}\n`)[1]).toContain(meaning);
  });

  it('have a section for each command and no other', () => {
    const { length } = commandReference(COMMANDS).split('\n## ');
    expect(length).toBe(COMMANDS.length + 1);
  });

  it.each([
    ['check', CHECK_FORMATS],
    ['rules', RULES_FORMATS],
    ['review', REVIEW_FORMATS],
    ['route', ROUTE_FORMATS],
    ['preflight', PREFLIGHT_FORMATS],
    ['log', LOG_FORMATS],
    ['bounce', { ...BOUNCE_FORMATS, ...BOUNCE_REPORT_FORMATS }],
    ['lab serve', ENFORCEMENT_FORMATS],
  ])('have every format of %s', (name, formats) => {
    const format: Option | undefined = COMMANDS.find((one) => one.name === name)?.options['format'];
    expect(format?.value === undefined ? undefined : Object.keys(format.choices ?? {}).sort()).toEqual(
      [...formatNames(formats)].sort(),
    );
  });
});

/** Those that take mail servers or a repository have their formats in tests of their own. */
describe('every format of every table is printed by --format', () => {
  it.each<[call: string, formats: Readonly<Record<string, unknown>>]>([
    ['check samples/acme', CHECK_FORMATS],
    ['rules', RULES_FORMATS],
    ['route - a.example --project samples/acme', ROUTE_FORMATS],
    ['log samples/email-log.csv', LOG_FORMATS],
    ['bounce 550', BOUNCE_FORMATS],
    ['bounce --csv -', BOUNCE_REPORT_FORMATS],
  ])('%s', async (call, formats) => {
    const printed = new Set<string>();
    for (const name of formatNames(formats)) {
      const stdin = () => Readable.from([Buffer.from('EmailBouncedReason\n550 5.1.1 no such user\n')]);
      const { code, out } = await cli(PROJECT_ROOT, [...call.split(' '), '--format', name], undefined, { stdin });
      expect(code).toBeLessThan(2);
      printed.add(out);
    }
    expect(printed.size).toBe(formatNames(formats).length);
    expect(printed).not.toContain('');
  });
});
