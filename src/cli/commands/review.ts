import { realpathSync } from 'node:fs';
import path from 'node:path';
import { REVIEW_FORMATS } from '../../review/report/formats.ts';
import { reviewReport, type ReviewReport } from '../../review/report/report.ts';
import { reviewVersions } from '../../review/reviewVersions.ts';
import { gitIn, VersionError } from '../../git/program.ts';
import { comparison } from '../../git/refs.ts';
import { readVersions } from '../../git/versions.ts';
import { printable } from '../../text/printable.ts';
import { filesBelow } from '../../files/disk.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { formatOption, parseOptions, type Options, type Values } from '../options.ts';
import { RECORD_OPTION } from '../optionValues.ts';
import { preflightResults } from '../preflightResults.ts';
import { printReport } from '../printing.ts';

const OPTIONS = {
  base: { value: 'REF', unset: 'the default branch', help: 'compare with the merge base with it' },
  head: { value: 'REF', unset: 'the working tree', help: 'target version' },
  format: formatOption(REVIEW_FORMATS, 'text', 'how to print the review'),
  output: { value: 'FILE', help: 'print it to a file' },
  'fail-on': {
    value: 'WHAT',
    choices: {
      worse: 'mail that was safe before may bounce or be sent unencrypted, or there are new errors',
      error: 'there are new errors',
      never: 'nothing',
    },
    default: 'error',
    help: 'exit with 1 for this',
  },
  record: RECORD_OPTION,
  results: { value: 'FILE', help: 'a result of preflight --format json, to evaluate domains' },
} as const satisfies Options;

type ReviewValues = Values<typeof OPTIONS>;

export const reviewCommand: Command = {
  name: 'review',
  summary: 'show what a change in git does to mail',
  calls: ['[PATH...]'],
  about: [
    'Shows what a change of settings, deliverability file, relays and domain filters does to mail, between two versions in git.',
  ],
  options: OPTIONS,
  exits: { clean: 'nothing that --fail-on names', findings: 'what --fail-on names' },
  run: review,
};

async function review(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, OPTIONS);
  const { output } = values;
  try {
    const { report, unreadable } = await makeReport(positionals, values, io);
    for (const note of report.notes) io.err(`${printable(note)}\n`);
    await printReport(REVIEW_FORMATS[values.format], report, { output, said: `${report.verdict} Written to` }, io);
    if (unreadable) return EXIT.usage;
    return fails(report, values['fail-on']) ? EXIT.findings : EXIT.clean;
  } catch (error) {
    if (!io.signal.aborted) throw error instanceof VersionError ? new UsageError(versionFault(error)) : error;
    io.err('interrupted: no result\n');
    return EXIT.interrupted;
  }
}

const versionFault = ({ message, option }: VersionError): string =>
  option === undefined ? message : `${option} ${message}`;

async function makeReport(
  named: readonly string[],
  values: ReviewValues,
  io: Io,
): Promise<{ readonly report: ReviewReport; readonly unreadable: boolean }> {
  const preflights = values.results === undefined ? [] : await preflightResults(io.cwd, values.results);
  const compared = await comparison(gitIn(io.cwd, io.signal), { base: values.base, head: values.head });
  const { root } = compared.repository;
  const git = gitIn(root, io.signal);
  const layout = { recordPath: values.record };
  const versions = await readVersions(git, filesBelow(root), compared.endpoints, layout);
  // The working directory may be reached through a link.
  const cwd = realpathSync(io.cwd);
  const displayName = (file: string): string =>
    path.relative(cwd, path.join(root, file)).split(path.sep).join('/') || '.';
  const selected = selection(named, cwd, root);
  const reviewed = reviewVersions(versions?.before ?? new Map(), versions?.after ?? new Map(), {
    ...layout,
    preflights,
    selected,
    displayName,
  });
  const submodules = (versions?.submodules ?? []).filter(selected);
  const notes = [
    ...compared.notes,
    ...reviewed.notes,
    ...submodules.map((one) => `${displayName(one)}: a submodule: its changes are reviewed in its own repository`),
    ...(versions && !reviewed.found && submodules.length === 0
      ? ['nothing to review: no email settings, deliverability file, scratch definition or exported relays here']
      : []),
  ];
  const report = reviewReport(reviewed.projects, { base: compared.base, head: compared.head, notes });
  return { report, unreadable: reviewed.unreadable };
}

/** A named file need not exist any more: it may be what was deleted. */
function selection(named: readonly string[], cwd: string, root: string): (file: string) => boolean {
  if (named.length === 0) return () => true;
  const targets = named.map((one) => {
    const relative = path.relative(root, path.resolve(cwd, one)).split(path.sep).join('/');
    if (relative === '..' || relative.startsWith('../') || path.isAbsolute(relative))
      throw new UsageError(`${one} is outside the repository`);
    return relative;
  });
  return (file) => targets.some((target) => target === '' || file === target || file.startsWith(`${target}/`));
}

/** Who is stopped by mail that is worse off is stopped by new errors too. */
function fails({ direction, projects }: ReviewReport, failOn: ReviewValues['fail-on']): boolean {
  if (failOn === 'never') return false;
  const errors = projects.some(({ appeared }) => appeared.some(({ severity }) => severity === 'error'));
  return errors || (failOn === 'worse' && direction === 'worse');
}
