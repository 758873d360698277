import { printable } from '../text/printable.ts';
import { bounce, bounceUsage } from './commands/bounce.ts';
import { check, checkUsage } from './commands/check.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { log, logUsage } from './commands/log.ts';
import { manifest, manifestUsage } from './commands/manifest.ts';
import { lab, labUsage } from './commands/lab.ts';
import { packageVersion } from './packageFiles.ts';
import { preflight, preflightUsage } from './commands/preflight.ts';
import { review, reviewUsage } from './commands/review.ts';
import { route, routeUsage } from './commands/route.ts';
import { rules, rulesUsage } from './commands/rules.ts';
import { soql, soqlUsage } from './commands/soql.ts';

interface Command {
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
  readonly usage: string;
  readonly summary: string;
  /** Ctrl-C is how it ends, so its exit code holds all the same. */
  readonly untilInterrupted?: boolean;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    run: check,
    usage: checkUsage,
    summary: 'check email settings, records, scratch definitions and exported relays',
  },
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
  manifest: { run: manifest, usage: manifestUsage, summary: "print a package.xml of the project's email settings" },
  review: { run: review, usage: reviewUsage, summary: 'say what a change in git does to mail' },
  route: { run: route, usage: routeUsage, summary: 'say which filter, relay and TLS setting a mail gets' },
  bounce: { run: bounce, usage: bounceUsage, summary: 'say what a bounce means, and whether TLS is the cause' },
  soql: { run: soql, usage: soqlUsage, summary: 'print queries for what Salesforce records about bounces' },
  lab: {
    run: lab,
    usage: labUsage,
    summary: 'serve: a mail server that shows whether a TLS setting is enforced',
    untilInterrupted: true,
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
    const code = await command.run(rest, io);
    return io.signal.aborted && command.untilInterrupted !== true ? EXIT.interrupted : code;
  } catch (error) {
    const message = error instanceof UsageError ? error.message : `internal error: ${String(error)}`;
    io.err(`sf-deliverability: ${printable(message)}\n`);
    return io.signal.aborted ? EXIT.interrupted : EXIT.usage;
  }
}
