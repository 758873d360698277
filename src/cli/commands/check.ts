import path from 'node:path';
import { BOM } from '../../formats/decode.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import { readProject } from '../../project/readProject.ts';
import { shownSources } from '../../project/select.ts';
import { githubReport } from '../../check/github.ts';
import { jsonReport } from '../../check/json.ts';
import { checkReport, type CheckedProject, type CheckReport } from '../../check/report.ts';
import { markdownReport } from '../../check/markdown.ts';
import { sarifReport } from '../../check/sarif.ts';
import { textReport } from '../../check/text.ts';
import { summary } from '../../check/summary.ts';
import { fixAll } from '../../rules/fixAll.ts';
import { RULES } from '../../rules/index.ts';
import { lint } from '../../rules/lint.ts';
import type { Finding, Severity } from '../../rules/rule.ts';
import { printable } from '../../text/printable.ts';
import type { SourceText } from '../../text/source.ts';
import { apiVersionOption, oneOf, parseOptions } from '../options.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { rewriteText, writeText } from '../output.ts';
import { packageVersion, rulePage } from '../packageFiles.ts';
import { preflightResults } from '../preflightResults.ts';
import { strictWorkspace } from '../strict.ts';
import { isZip, openWorkspace, type Workspace } from '../workspace.ts';
import { plain } from '../../output/style.ts';
import { counted } from '../../output/words.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'] as const;
const FAIL_ON = ['error', 'warning', 'info', 'never'] as const;

export const checkUsage = `sf-deliverability check [paths...]

Checks email settings, deliverability records, scratch definitions, and exported relays and domain filters.

  --strict-project                           let Salesforce's own tools say which settings files belong to the project;
                                             a path may then be a zip of a package
  --format text|json|sarif|github|markdown   how to print the findings (text)
  --output FILE                              print them to a file
  --fail-on error|warning|info|never         exit with 1 from this severity on (error)
  --fix                                      apply the fixes that cannot change what happens to mail
  --api-version N                            instead of the project's, such as 66
  --record PATH                              where the record lies in the project (config/email-deliverability.json)
  --results FILE                             what preflight --format json found, for the preflight rules
`;

export async function check(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, {
    'strict-project': { type: 'boolean' },
    format: { type: 'string' },
    output: { type: 'string' },
    'fail-on': { type: 'string' },
    fix: { type: 'boolean' },
    'api-version': { type: 'string' },
    record: { type: 'string' },
    results: { type: 'string' },
  });
  const format = oneOf('--format', values.format ?? 'text', FORMATS);
  const failOn = oneOf('--fail-on', values['fail-on'] ?? 'error', FAIL_ON);
  const layout = { apiVersion: apiVersionOption(values['api-version']), recordPath: values.record };
  const preflights = values.results === undefined ? [] : await preflightResults(io.cwd, values.results);
  const strict = values['strict-project'] === true;
  if (strict && values.fix === true && positionals.some(isZip))
    throw new UsageError('--fix changes no zip: check it without --fix');
  const open = strict
    ? await strictWorkspace(io.cwd, positionals, layout)
    : () => openWorkspace(io.cwd, positionals, layout);
  let workspace = open();
  if (values.fix === true && applyFixes(workspace, io) > 0) workspace = open();
  const { report, notes } = checkWorkspace(workspace, io.cwd, preflights);
  for (const note of notes) io.err(`${printable(note)}\n`);
  print(render(report, format, values.output === undefined ? io : { ...io, style: plain }), values.output, report, io);
  if (workspace.problems.length > 0 || report.unreadable) return EXIT.usage;
  return fails(report.counts, failOn) ? EXIT.findings : EXIT.clean;
}

interface Checked {
  readonly report: CheckReport & { readonly unreadable: boolean };
  /** For people, not part of the findings. */
  readonly notes: readonly string[];
}

function checkWorkspace(
  { projects, selected, ...workspace }: Workspace,
  cwd: string,
  preflights: readonly KnownPreflight[],
): Checked {
  const display = (absolute: string): string => path.relative(cwd, absolute).split(path.sep).join('/') || '.';
  const notes = [...workspace.problems, ...workspace.notes].map(({ file, message }) => `${display(file)}: ${message}`);
  const files: string[] = [];
  let unreadable = false;
  const checked = projects.map((project): CheckedProject => {
    const absolute = (file: string): string => path.join(project.root, file);
    const facts = readProject({ ...project.input, preflights });
    for (const { file } of project.input.texts) if (selected(absolute(file))) files.push(display(absolute(file)));
    for (const { source, message, offset, serious } of remarks(facts)) {
      if (!selected(absolute(source.file))) continue;
      const { line, character } = source.positionAt(offset);
      notes.push(`${display(absolute(source.file))}:${line + 1}:${character + 1}: ${message}`);
      unreadable ||= serious;
    }
    const findings = lint(facts).filter((finding) => concerns(finding, (file) => selected(absolute(file))));
    return { findings, sources: shownSources(facts), displayName: (file) => display(absolute(file)) };
  });
  if (files.length === 0 && notes.length === 0)
    notes.push(
      'nothing to check: no email settings, deliverability record, scratch definition or exported relays here',
    );
  return { report: { ...checkReport(checked, files.sort()), unreadable }, notes };
}

/** A fault of two files is shown whichever of them was asked for. */
const concerns = ({ at, related }: Finding, selected: (file: string) => boolean): boolean =>
  selected(at.file) || related.some((one) => one.mirror === true && selected(one.at.file));

interface Remark {
  readonly source: SourceText;
  readonly message: string;
  readonly offset: number;
  /** The file could not be read fully, so findings may be missing. */
  readonly serious: boolean;
}

function* remarks({ record, scratchDefinitions, exports }: ProjectFacts): Iterable<Remark> {
  for (const { source, problem } of [...scratchDefinitions, ...(record ? [record] : [])])
    if (problem) {
      // A template of a scratch definition need not be JSON, as long as it says nothing about email.
      const serious = source === record?.source || /emailAdministrationSettings/i.test(source.text);
      yield { source, message: `not valid JSON: ${problem.message}`, offset: problem.range.start, serious };
    }
  for (const { source, problems } of exports)
    for (const { message, range, lost } of problems) yield { source, message, offset: range.start, serious: lost };
  if (!record) return;
  for (const { message, range } of record.notes)
    yield { source: record.source, message, offset: range.start, serious: false };
  for (const id of record.rules.keys())
    if (!RULES.some((rule) => rule.id === id))
      yield { source: record.source, message: `there is no rule "${id}"`, offset: 0, serious: false };
}

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

function render(report: CheckReport, format: (typeof FORMATS)[number], io: Io): string {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, packageVersion(io), (rule) => rulePage(io, rule));
    case 'github':
      return githubReport(report);
    case 'markdown':
      return markdownReport(report);
    case 'text':
      return textReport(report, io.style);
  }
}

function print(text: string, output: string | undefined, report: CheckReport, io: Io): void {
  if (output === undefined) {
    io.out(text);
    return;
  }
  writeText(path.resolve(io.cwd, output), text);
  io.err(`${summary(report.counts)}, written to ${printable(output)}\n`);
}

function fails(counts: Readonly<Record<Severity, number>>, failOn: (typeof FAIL_ON)[number]): boolean {
  if (failOn === 'never') return false;
  const considered = (['error', 'warning', 'info'] as const).slice(0, FAIL_ON.indexOf(failOn) + 1);
  return considered.some((severity) => counts[severity] > 0);
}
