import { RULES_FORMATS } from '../../check/formats.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { formatOption, parseOptions, type Options } from '../options.ts';

const OPTIONS = {
  format: formatOption(RULES_FORMATS, 'markdown', 'how to print them'),
} as const satisfies Options;

export const rulesCommand: Command = {
  name: 'rules',
  summary: 'list the rules',
  calls: [''],
  about: ['Lists the rules.'],
  options: OPTIONS,
  exits: {},
  run: rules,
};

function rules(args: readonly string[], io: Io): number {
  const { positionals, values } = parseOptions(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError('rules takes no arguments');
  io.out(RULES_FORMATS[values.format].render());
  return EXIT.clean;
}
