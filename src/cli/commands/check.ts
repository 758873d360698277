import path from 'node:path';
import { BOM } from '../../formats/decode.ts';
import { readProject } from '../../project/readProject.ts';
import { remarks } from '../../project/remarks.ts';
import { shownSources } from '../../project/select.ts';
import { CHECK_FORMATS } from '../../check/formats.ts';
import { checkReport, type CheckedProject, type CheckReport } from '../../check/report.ts';
import { summary } from '../../check/summary.ts';
import { fixAll } from '../../rules/fixAll.ts';
import { isRuleId } from '../../rules/ruleIds.ts';
import { lint } from '../../rules/lint.ts';
import type { Finding, Severity } from '../../rules/rule.ts';
import { printable } from '../../text/printable.ts';
import type { Command } from '../command.ts';
import { formatOption, parseOptions, type Options, type Values } from '../options.ts';
import { apiVersion, RECORD_OPTION } from '../optionValues.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { rewriteText } from '../output.ts';
import { preflightResults } from '../preflightResults.ts';
import { printReport } from '../printing.ts';
import { strictWorkspace } from '../strict.ts';
import { isZip, openWorkspace, type DiskProject, type Workspace } from '../workspace.ts';
import { counted } from '../../output/words.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

const OPTIONS = {
  'strict-project': {
    help: "let Salesforce's own tools say which settings files belong to the project; a path may then be a zip of a package",
  },
  format: formatOption(CHECK_FORMATS, 'text', 'how to print the findings'),
  output: { value: 'FILE', help: 'print them to a file' },
  'fail-on': {
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info', 'never'],
    default: 'error',
    help: 'lowest severity that makes the exit code 1',
  },
  fix: { help: 'apply the fixes that cannot affect mail' },
  'api-version': { value: 'N', help: "the API version, such as 66; overrides the project's", read: apiVersion },
  record: RECORD_OPTION,
  results: { value: 'FILE', help: 'a result of preflight --format json, for the preflight rules' },
} as const satisfies Options;

type FailOn = Values<typeof OPTIONS>['fail-on'];

export const checkCommand: Command = {
  name: 'check',
  summary: 'check email settings, deliverability files, scratch definitions and exported relays',
  calls: ['[PATH...]'],
  about: ['Checks email settings, deliverability files, scratch definitions, and exported relays and domain filters.'],
  options: OPTIONS,
  exits: {
    clean: 'no finding of the severity of --fail-on or higher',
    findings: 'findings of that severity or higher',
  },
  run: check,
};

async function check(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, OPTIONS);
  const { output } = values;
  const layout = { apiVersion: values['api-version'], recordPath: values.record };
  const preflights = values.results === undefined ? [] : await preflightResults(io.cwd, values.results);
  const strict = values['strict-project'];
  if (strict && values.fix && positionals.some(isZip))
    throw new UsageError('--fix cannot change a zip: check it without --fix');
  const open = strict
    ? await strictWorkspace(io.cwd, positionals, layout)
    : () => openWorkspace(io.cwd, positionals, layout);
  let workspace = open();
  if (values.fix && applyFixes(workspace, io) > 0) workspace = open();
  const { report, notes, unreadable } = checkWorkspace(workspace, io.cwd, preflights);
  for (const note of notes) io.err(`${printable(note)}\n`);
  await printReport(
    CHECK_FORMATS[values.format],
    report,
    { output, said: `${summary(report.counts)}, written to` },
    io,
  );
  if (workspace.problems.length > 0 || unreadable) return EXIT.usage;
  return fails(report.counts, values['fail-on']) ? EXIT.findings : EXIT.clean;
}

interface Checked {
  readonly report: CheckReport;
  /** For people, not part of the findings. */
  readonly notes: readonly string[];
  /** Something could not be read fully. */
  readonly unreadable: boolean;
}

function checkWorkspace(
  { projects, selected, ...workspace }: Workspace,
  cwd: string,
  preflights: readonly KnownPreflight[],
): Checked {
  const display = (absolute: string): string => path.relative(cwd, absolute).split(path.sep).join('/') || '.';
  const checked = projects.map((project) => checkProject(project, { selected, display, preflights }));
  const files = checked.flatMap((one) => one.files).sort();
  const notes = [
    ...[...workspace.problems, ...workspace.notes].map(({ file, message }) => `${display(file)}: ${message}`),
    ...checked.flatMap((one) => one.notes),
  ];
  const nothing = files.length === 0 && notes.length === 0;
  return {
    report: checkReport(checked, files),
    notes: nothing ? [NOTHING_TO_CHECK] : notes,
    unreadable: checked.some((one) => one.unreadable),
  };
}

const NOTHING_TO_CHECK =
  'nothing to check: no email settings, deliverability file, scratch definition or exported relays here';

interface CheckOptions {
  /** Both of absolute paths. */
  readonly selected: (file: string) => boolean;
  readonly display: (file: string) => string;
  readonly preflights: readonly KnownPreflight[];
}

function checkProject(
  { root, input }: DiskProject,
  { selected, display, preflights }: CheckOptions,
): CheckedProject & Pick<Checked, 'notes' | 'unreadable'> & { readonly files: readonly string[] } {
  const displayName = (file: string): string => display(path.join(root, file));
  const isSelected = (file: string): boolean => selected(path.join(root, file));
  const facts = readProject({ ...input, preflights });
  const remarked = remarks(facts, isRuleId).filter(({ source }) => isSelected(source.file));
  return {
    findings: lint(facts).filter((finding) => concerns(finding, isSelected)),
    sources: shownSources(facts),
    displayName,
    files: input.texts.filter(({ file }) => isSelected(file)).map(({ file }) => displayName(file)),
    notes: remarked.map(({ source, message, offset }) => {
      const { line, character } = source.positionAt(offset);
      return `${displayName(source.file)}:${line + 1}:${character + 1}: ${message}`;
    }),
    unreadable: remarked.some(({ serious }) => serious),
  };
}

/** A fault of two files is shown whichever of them was asked for. */
const concerns = ({ at, related }: Finding, selected: (file: string) => boolean): boolean =>
  selected(at.file) || related.some((one) => one.mirror === true && selected(one.at.file));

function applyFixes({ projects, selected }: Workspace, io: Io): number {
  let fixed = 0;
  for (const project of projects) {
    for (const [file, text] of fixAll(project.input)) {
      const absolute = path.join(project.root, file);
      if (!selected(absolute)) continue;
      const bom = project.boms.has(file) ? BOM : '';
      const before = project.input.texts.find((one) => one.file === file)?.text ?? '';
      rewriteText(absolute, bom + before, bom + text);
      fixed++;
    }
  }
  if (fixed > 0) io.err(`fixed ${counted(fixed, 'file')}\n`);
  return fixed;
}

function fails(counts: Readonly<Record<Severity, number>>, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  const severities = ['error', 'warning', 'info'] as const;
  return severities.slice(0, severities.indexOf(failOn) + 1).some((severity) => counts[severity] > 0);
}
