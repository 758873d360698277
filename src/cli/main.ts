import { printable } from '../text/printable.ts';
import type { Command } from './command.ts';
import { COMMANDS, firstWord } from './commandTable.ts';
import { didYouMean } from './didYouMean.ts';
import { commandHelp, overviewHelp } from './help/text.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { asksFor, COMMON_OPTIONS } from './options.ts';
import { packageVersion } from './packageFiles.ts';

/** Runs one command line; never throws. Resolves to the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.err(overviewHelp(COMMANDS, io.columns.err));
    return EXIT.usage;
  }
  if (name === 'help') return help(rest, io);
  if (asksFor('help', [name])) return help([], io);
  if (asksFor('version', [name])) return version(io);
  const command = COMMANDS.find((one) => firstWord(one) === name);
  if (!command) return unknown(name, io);
  if (asksFor('help', rest)) return help([name], io);
  if (asksFor('version', rest)) return version(io);
  return run(command, rest, io);
}

async function run(command: Command, args: readonly string[], io: Io): Promise<number> {
  try {
    const code = await command.run(args, io);
    return io.signal.aborted && command.untilInterrupted !== true ? EXIT.interrupted : code;
  } catch (error) {
    const message = error instanceof UsageError ? error.message : `internal error: ${String(error)}`;
    io.err(`sf-deliverability: ${printable(message)}\n`);
    return io.signal.aborted ? EXIT.interrupted : EXIT.usage;
  }
}

function version(io: Io): number {
  io.out(`${packageVersion(io)}\n`);
  return EXIT.clean;
}

/** @param words the name of a command, or nothing for all of them */
function help(words: readonly string[], io: Io): number {
  const name = words.filter((word) => word !== 'help' && !asksFor('help', [word])).join(' ');
  if (name === '') {
    io.out(overviewHelp(COMMANDS, io.columns.out));
    return EXIT.clean;
  }
  const command = COMMANDS.find((one) => one.name === name || firstWord(one) === name);
  if (!command) return unknown(name, io);
  io.out(commandHelp(command, io.columns.out));
  return EXIT.clean;
}

function unknown(name: string, io: Io): number {
  const words = name.startsWith('-')
    ? Object.keys(COMMON_OPTIONS).map((option) => `--${option}`)
    : [...COMMANDS.map(firstWord), 'help'];
  const hint = didYouMean(name, words);
  io.err(`sf-deliverability: unknown command ${printable(name)}${hint}\n\n${overviewHelp(COMMANDS, io.columns.err)}`);
  return EXIT.usage;
}
