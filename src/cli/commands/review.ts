import { realpathSync } from 'node:fs';
import path from 'node:path';
import { reviewGithub } from '../../review/report/github.ts';
import { reviewJson } from '../../review/report/json.ts';
import { reviewReport, type ReviewReport } from '../../review/report/report.ts';
import { reviewMarkdown } from '../../review/report/markdown.ts';
import { reviewSarif } from '../../review/report/sarif.ts';
import { reviewText } from '../../review/report/text.ts';
import { reviewVersions } from '../../review/reviewVersions.ts';
import { gitIn, VersionError } from '../../git/program.ts';
import { comparison } from '../../git/refs.ts';
import { readVersions } from '../../git/versions.ts';
import { printable } from '../../text/printable.ts';
import { filesBelow } from '../../files/disk.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { oneOf, parseOptions } from '../options.ts';
import { writeText } from '../output.ts';
import { packageVersion, rulePage } from '../packageFiles.ts';
import { preflightResults } from '../preflightResults.ts';
import { plain } from '../../output/style.ts';

const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'] as const;
const FAIL_ON = ['worse', 'error', 'never'] as const;

export const reviewUsage = `sf-deliverability review [paths...]

Says what a change of settings, record, relays and domain filters does to mail, between two versions in git.

  --base REF                                 compare with the merge base with it (the default branch)
  --head REF                                 the version after the change (the working tree)
  --format text|json|sarif|github|markdown   how to print the review (text)
  --output FILE                              print it to a file
  --fail-on worse|error|never                exit with 1 if mail may bounce or go in clear that did not, or only
                                             if there are new errors (error)
  --record PATH                              where the record lies in the project (config/email-deliverability.json)
  --results FILE                             what preflight --format json found, to judge domains by
`;

export async function review(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, {
    base: { type: 'string' },
    head: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
    'fail-on': { type: 'string' },
    record: { type: 'string' },
    results: { type: 'string' },
  });
  const format = oneOf('--format', values.format ?? 'text', FORMATS);
  const failOn = oneOf('--fail-on', values['fail-on'] ?? 'error', FAIL_ON);
  try {
    const { report, unreadable } = await makeReport(positionals, values, io);
    for (const note of report.notes) io.err(`${printable(note)}\n`);
    print(
      render(report, format, values.output === undefined ? io : { ...io, style: plain }),
      values.output,
      report,
      io,
    );
    if (unreadable) return EXIT.usage;
    return fails(report, failOn) ? EXIT.findings : EXIT.clean;
  } catch (error) {
    if (!io.signal.aborted) throw error instanceof VersionError ? new UsageError(error.message) : error;
    io.err('interrupted: there is no result\n');
    return EXIT.interrupted;
  }
}

interface Values {
  readonly base?: string;
  readonly head?: string;
  readonly record?: string;
  readonly results?: string;
}

async function makeReport(
  named: readonly string[],
  values: Values,
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
    ...submodules.map((one) => `${displayName(one)}: a submodule, whose changes are reviewed in its own repository`),
    ...(versions && !reviewed.found && submodules.length === 0
      ? ['nothing to review: no email settings, deliverability record, scratch definition or exported relays here']
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
      throw new UsageError(`${one} is outside of the repository`);
    return relative;
  });
  return (file) => targets.some((target) => target === '' || file === target || file.startsWith(`${target}/`));
}

/** Of a terminal that does not say. */
const COLUMNS = 100;

function render(report: ReviewReport, format: (typeof FORMATS)[number], io: Io): string {
  switch (format) {
    case 'json':
      return reviewJson(report);
    case 'sarif':
      return reviewSarif(report, packageVersion(io), (rule) => rulePage(io, rule));
    case 'github':
      return reviewGithub(report);
    case 'markdown':
      return reviewMarkdown(report);
    case 'text':
      return reviewText(report, io.columns.out ?? COLUMNS, io.style);
  }
}

function print(text: string, output: string | undefined, report: ReviewReport, io: Io): void {
  if (output === undefined) {
    io.out(text);
    return;
  }
  writeText(path.resolve(io.cwd, output), text);
  io.err(`${report.verdict} Written to ${printable(output)}\n`);
}

/** Who is stopped by mail that is worse off is stopped by new errors too. */
function fails({ direction, projects }: ReviewReport, failOn: (typeof FAIL_ON)[number]): boolean {
  if (failOn === 'never') return false;
  const errors = projects.some(({ appeared }) => appeared.some(({ severity }) => severity === 'error'));
  return errors || (failOn === 'worse' && direction === 'worse');
}
