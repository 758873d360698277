import { printable } from '../text/printable.ts';
import { check, checkUsage } from './check.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { log, logUsage } from './log.ts';
import { packageVersion } from './packageFiles.ts';
import { preflight, preflightUsage } from './preflight.ts';
import { rules, rulesUsage } from './rules.ts';

interface Command {
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
  readonly usage: string;
  readonly summary: string;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: { run: check, usage: checkUsage, summary: 'check email settings, records and scratch definitions' },
  preflight: {
    run: preflight,
    usage: preflightUsage,
    summary: "ask domains' mail servers what happens to mail under each TLS setting",
  },
  log: {
    run: log,
    usage: logUsage,
    summary: 'say what an Email Log shows of TLS, and what each TLS setting would have done',
  },
  rules: { run: rules, usage: rulesUsage, summary: 'list the rules' },
};

const usage = `sf-deliverability <command>

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  sf-deliverability <command> --help says more; --version prints the version.
  Exit code: 0 clean, 1 findings or mail that bounces, 2 wrong call or unreadable input, 130 interrupted.
`;

/** Runs one command line; never throws. Resolves to the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    io.out(`${packageVersion(io)}\n`);
    return EXIT.clean;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? io.err : io.out)(usage);
    return name === undefined ? EXIT.usage : EXIT.clean;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    io.err(`sf-deliverability: there is no command ${printable(name)}\n\n${usage}`);
    return EXIT.usage;
  }
  if (rest.includes('--help')) {
    io.out(command.usage);
    return EXIT.clean;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    const message = error instanceof UsageError ? error.message : `internal error: ${String(error)}`;
    io.err(`sf-deliverability: ${printable(message)}\n`);
    return EXIT.usage;
  }
}
