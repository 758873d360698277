import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commandTable.ts';
import { didYouMean } from '../../src/cli/didYouMean.ts';
import { UsageError } from '../../src/cli/io.ts';
import { choiceNames, formatOption, type Option, type Options, parseOptions } from '../../src/cli/options.ts';
import { apiVersion, wholeNumber } from '../../src/cli/optionValues.ts';
import { cli, temporaryFolder } from '../support/cli.ts';

const OPTIONS = {
  format: formatOption({ text: { description: 'to read' }, json: { description: 'for programs' } }, 'text', 'how'),
  output: { value: 'FILE', short: 'o', help: 'where to' },
  port: { value: 'N', help: 'which port', read: wholeNumber(1, 65_535) },
  api: { value: 'N', default: '66', help: 'which version', read: apiVersion },
  mode: { value: 'MODE', repeats: true, help: 'how' },
  simulate: { value: 'SETTING', bare: true, help: 'whether' },
  fix: { help: 'to fix' },
} as const satisfies Options;

const NOTHING = {
  format: 'text',
  output: undefined,
  port: undefined,
  api: 66,
  mode: [],
  simulate: undefined,
  fix: false,
};

describe('a command line', () => {
  it.each<[args: string, values: object, positionals?: readonly string[]]>([
    ['', {}],
    ['a b', {}, ['a', 'b']],
    ['-', {}, ['-']],
    ['a --fix b', { fix: true }, ['a', 'b']],
    ['--format json', { format: 'json' }],
    ['--format=json', { format: 'json' }],
    ['--output a=b', { output: 'a=b' }],
    ['--output=a=b', { output: 'a=b' }],
    ['--output=', { output: '' }],
    ['--output=-x', { output: '-x' }],
    ['--output -', { output: '-' }],
    ['-o x', { output: 'x' }],
    ['--port 25', { port: 25 }],
    ['--api 67.0', { api: 67 }],
    ['--mode a --mode=b', { mode: ['a', 'b'] }],
    ['--simulate', { simulate: '' }],
    ['--simulate --fix', { simulate: '', fix: true }],
    ['--simulate Required', { simulate: 'Required' }],
    ['--fix -- --format json', { fix: true }, ['--format', 'json']],
  ])('%s', (args, values, positionals = []) => {
    expect(parseOptions(args === '' ? [] : args.split(' '), OPTIONS)).toEqual({
      positionals,
      values: { ...NOTHING, ...values },
    });
  });

  it.each([
    ['--nonsense', "Unknown option '--nonsense'"],
    ['--nonsense=x', "Unknown option '--nonsense'"],
    ['-x', "Unknown option '-x'"],
    ['-format', "Unknown option '-format'; did you mean --format?"],
    ['--constructor', "Unknown option '--constructor'"],
    ['--fromat json', "Unknown option '--fromat'; did you mean --format?"],
    ['--out x', "Unknown option '--out'; did you mean --output?"],
    ['--verison', "Unknown option '--verison'; did you mean --version?"],
    ['--format', '--format needs a value: one of text, json'],
    ['--output', '--output needs a value: FILE'],
    ['--output --fix', '--output needs a value: FILE'],
    ['--fix=yes', '--fix takes no value'],
    ['--format jsno', '--format takes one of text, json, not jsno; did you mean json?'],
    ['--format xml', '--format takes one of text, json, not xml'],
    ['--format constructor', '--format takes one of text, json, not constructor'],
    ['--port 0', '--port takes a whole number from 1 to 65535, not 0'],
    ['--api x', '--api takes a number such as 66, not x'],
    ['--format json --format json', '--format is given twice: give it once'],
    ['--output a -o b', '--output is given twice: give it once'],
    ['--simulate --simulate --simulate', '--simulate is given 3 times: give it once'],
    ['--fix --fix', '--fix is given twice: give it once'],
  ])('that is wrong: %s', (args, message) => {
    expect(() => parseOptions(args.split(' '), OPTIONS)).toThrow(new UsageError(message));
  });
});

describe('did you mean', () => {
  const words = ['check', 'preflight', 'markdown', 'marketing-cloud', 'Required'];
  it.each([
    ['check', 'check'],
    ['chek', 'check'],
    ['chekc', 'check'],
    ['preflihgt', 'preflight'],
    ['pre', 'preflight'],
    ['mark', undefined],
    ['markd', 'markdown'],
    ['pr', undefined],
    ['required', 'Required'],
    ['REQ', 'Required'],
    ['xyz', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s', (text, word) => {
    expect(didYouMean(text, words)).toBe(word === undefined ? '' : `; did you mean ${word}?`);
  });
});

const options = COMMANDS.flatMap(({ name, options: table }) =>
  Object.entries<Option>(table).map(([option, about]) => [name, option, about] as const),
);

/** A value that an option takes: what it may be, or the first of these that it reads. */
function valueFor(name: string, option: Option & { readonly value: string }): string {
  const tried = option.choices ? choiceNames(option.choices) : ['1', '66', '30m', 'mx.check.example.com', 'Subject'];
  const found = tried.find((text) => {
    try {
      option.read?.(text, `--${name}`);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  });
  return found ?? expect.fail(`nothing that --${name} takes`);
}

describe('every option of every command', () => {
  it.each(options)('%s --%s', (command, name, option) => {
    const table = COMMANDS.find((one) => one.name === command)?.options ?? {};
    const args = option.value === undefined ? [`--${name}`] : [`--${name}`, valueFor(name, option)];
    const { values, positionals } = parseOptions(args, table);
    expect(positionals).toEqual([]);
    expect(values[name]).not.toEqual(parseOptions([], { [name]: { help: option.help } }).values[name]);
    const repeats = option.value !== undefined && option.repeats === true;
    const twice = () => parseOptions([...args, ...args], table);
    if (repeats) expect(twice().values[name]).toHaveLength(2);
    else expect(twice).toThrow(`--${name} is given twice:`);
  });

  it.each(options.filter(([, , option]) => option.value !== undefined && option.default !== undefined))(
    '%s --%s takes its own default',
    (_, name, option) => {
      expect(() => parseOptions([], { [name]: option })).not.toThrow();
    },
  );

  it.each(options)(
    '%s --%s twice ends with 2, whatever else is wrong, unless it may be repeated',
    async (command, name, option) => {
      const value = option.value === undefined ? [] : [valueFor(name, option)];
      const args = [...command.split(' '), `--${name}`, ...value, `--${name}`, ...value];
      const repeats = option.value !== undefined && option.repeats === true;
      if (repeats) return;
      const { code, out, err } = await cli(temporaryFolder(), args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toBe(`sf-deliverability: --${name} is given twice: give it once\n`);
    },
  );
});
