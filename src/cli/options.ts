import { parseArgs, type ParseArgsConfig } from 'node:util';
import { printable } from '../text/printable.ts';
import { UsageError } from './io.ts';

type Config = Record<string, { readonly type: 'string' } | { readonly type: 'boolean' }>;

export interface Options<C extends Config> {
  readonly positionals: readonly string[];
  readonly values: { readonly [K in keyof C]?: C[K]['type'] extends 'boolean' ? boolean : string };
}

/** @throws UsageError naming the option that is not known or lacks its value */
export function parseOptions<C extends Config>(args: readonly string[], options: C): Options<C> {
  try {
    const config: ParseArgsConfig = { args: [...args], options, allowPositionals: true, strict: true };
    const { positionals, values } = parseArgs(config);
    return { positionals, values: values as Options<C>['values'] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option} takes one of ${allowed.join(', ')}, not ${value}`);
  return found;
}

/** Undefined if the option is not there. @throws UsageError for anything but a whole number in the range */
export function wholeNumber(
  option: string,
  value: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not ${value}`);
}

/** `66` or `66.0`. Undefined if the option is not there. @throws UsageError for anything else */
export function apiVersionOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{2,3})(\.0)?$/.exec(text);
  if (!match) throw new UsageError(`--api-version takes a number such as 66, not ${printable(text)}`);
  return Number(match[1]);
}
