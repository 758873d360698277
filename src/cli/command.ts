import type { EXIT, Io } from './io.ts';
import type { Options } from './options.ts';

/** A command: what it does, and what help and docs/cli.md say of it. */
export interface Command {
  /** As it is called: `check`, `lab serve`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands behind the name, one way a line: `[PATH...]`. */
  readonly calls: readonly string[];
  /** Paragraphs. */
  readonly about: readonly string[];
  readonly options: Options;
  /** What its exit codes mean, where it has more to say than all commands have. */
  readonly exits: Readonly<Partial<Record<keyof typeof EXIT, string>>>;
  /** @throws UsageError for a wrong call */
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
  /** Ctrl-C is how it ends, so its exit code holds all the same. */
  readonly untilInterrupted?: true;
}

/** What holds for a command that says nothing else. */
export const COMMON_EXITS = {
  clean: 'done',
  usage: 'a usage error, or a file that cannot be read',
  interrupted: 'interrupted',
} as const satisfies Command['exits'];
