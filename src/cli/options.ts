import { formatNames } from '../output/formats.ts';
import { didYouMean } from './didYouMean.ts';
import { UsageError } from './io.ts';

/*
 * A command has one table of its options: parsing, help and docs/cli.md are made from it.
 */

interface Switch {
  readonly help: string;
  /** Its single letter, if it has one. */
  readonly short?: string;
  readonly value?: undefined;
}

interface Valued {
  /** What it does, without a full stop at the end. */
  readonly help: string;
  readonly short?: string;
  /** What stands for the value in help, such as `FILE`. */
  readonly value: string;
  /** What it may be: names, or names with what they mean. Nothing else is taken, unless `read` takes it. */
  readonly choices?: readonly string[] | Readonly<Record<string, string>>;
  /** The value that holds without the option. */
  readonly default?: string;
  /** In words, what holds without the option, where no one value does. */
  readonly unset?: string;
  /** It may stand without a value, which is empty then. */
  readonly bare?: true;
  readonly repeats?: true;
  /** Makes of the text what the command works with. @throws UsageError that names the option */
  readonly read?: (text: string, option: string) => unknown;
}

export type Option = Switch | Valued;
/** By name, without the dashes, in the order of help. */
export type Options = Readonly<Record<string, Option>>;

type Read<O> = O extends { readonly read: (text: string, option: string) => infer R }
  ? R
  : O extends { readonly choices: readonly (infer C)[] }
    ? C
    : O extends { readonly choices: infer C }
      ? keyof C & string
      : string;

type Value<O> = O extends { readonly value: string }
  ? O extends { readonly repeats: true }
    ? readonly Read<O>[]
    : O extends { readonly default: string }
      ? Read<O>
      : Read<O> | undefined
  : boolean;

/** A switch that is not there is false; an option that repeats is a list; another that is not there is undefined. */
export type Values<T extends Options> = { readonly [Name in keyof T]: Value<T[Name]> };

export interface Call<T extends Options> {
  readonly positionals: readonly string[];
  readonly values: Values<T>;
}

/** What every command has. `main.ts` answers these before the command is asked. */
export const COMMON_OPTIONS = {
  help: { short: 'h', help: 'print this help' },
  version: { short: 'v', help: 'print the version' },
} as const satisfies Options;

/** Behind `--` nothing is an option. */
export function asksFor(name: keyof typeof COMMON_OPTIONS, args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.some((arg) => arg === `--${name}` || arg === `-${COMMON_OPTIONS[name].short}`);
}

/** @throws UsageError naming the option that is not known, lacks its value, or is there twice */
export function parseOptions<T extends Options>(args: readonly string[], options: T): Call<T> {
  const { positionals, given } = split(args, options);
  const values = Object.entries(options).map(([name, option]) => [name, valueOf(name, option, given.get(name) ?? [])]);
  return { positionals, values: Object.fromEntries(values) as Values<T> };
}

interface Given {
  readonly positionals: readonly string[];
  /** Empty text for a switch. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

function split(args: readonly string[], options: Options): Given {
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return { positionals: [...positionals, ...args.slice(index + 1)], given };
    if (!looksLikeOption(arg)) {
      positionals.push(arg);
      continue;
    }
    const { name, option, inline } = named(arg, options);
    const next = args[index + 1];
    const takesNext =
      option.value !== undefined && inline === undefined && next !== undefined && !looksLikeOption(next);
    if (takesNext) index++;
    given.set(name, [...(given.get(name) ?? []), textOf(name, option, takesNext ? next : inline)]);
  }
  return { positionals, given };
}

/** A single dash is standard input. */
const looksLikeOption = (arg: string): boolean => arg.length > 1 && arg.startsWith('-');

function named(
  arg: string,
  options: Options,
): { readonly name: string; readonly option: Option; readonly inline: string | undefined } {
  const [, dashes, word = '', inline] = /^(--?)([^=]*)(?:=([^]*))?$/.exec(arg) ?? [];
  const found = Object.entries(options).find(([name, { short }]) => (dashes === '--' ? name === word : short === word));
  if (found) return { name: found[0], option: found[1], inline };
  const names = [...Object.keys(options), ...Object.keys(COMMON_OPTIONS)];
  throw new UsageError(`Unknown option '${dashes ?? ''}${word}'${didYouMean(word, names, (name) => `--${name}`)}`);
}

function textOf(name: string, option: Option, text: string | undefined): string {
  if (option.value === undefined) {
    if (text !== undefined) throw new UsageError(`--${name} takes no value`);
    return '';
  }
  if (text !== undefined || option.bare === true) return text ?? '';
  const wanted = option.choices ? `one of ${choiceNames(option.choices).join(', ')}` : option.value;
  throw new UsageError(`--${name} needs a value: ${wanted}`);
}

function valueOf(name: string, option: Option, texts: readonly string[]): unknown {
  if (texts.length > 1 && !(option.value !== undefined && option.repeats === true))
    throw new UsageError(`--${name} is given ${texts.length === 2 ? 'twice' : `${texts.length} times`}: give it once`);
  if (option.value === undefined) return texts.length > 0;
  const read = (text: string): unknown => {
    if (option.read) return option.read(text, `--${name}`);
    return option.choices ? oneOf(`--${name}`, text, choiceNames(option.choices)) : text;
  };
  if (option.repeats === true) return texts.map(read);
  const text = texts[0] ?? option.default;
  return text === undefined ? undefined : read(text);
}

export const choiceNames = (choices: NonNullable<Valued['choices']>): readonly string[] =>
  isList(choices) ? choices : Object.keys(choices);

const isList = (choices: NonNullable<Valued['choices']>): choices is readonly string[] => Array.isArray(choices);

/** @throws UsageError for another word */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new UsageError(`${option} takes one of ${allowed.join(', ')}, not ${value}${didYouMean(value, allowed)}`);
  return found;
}

/** `--format`, of a table of formats. */
export const formatOption = <
  F extends Readonly<Record<string, { readonly description: string }>>,
  D extends keyof F & string,
>(
  formats: F,
  fallback: D,
  help: string,
) => ({
  value: 'FORMAT' as const,
  // Object.fromEntries forgets the names.
  choices: Object.fromEntries(formatNames(formats).map((name) => [name, formats[name]?.description ?? ''])) as Readonly<
    Record<keyof F & string, string>
  >,
  default: fallback,
  help,
});
