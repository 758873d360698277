import type { Finding, Fix, Severity } from '../rules/rule.ts';
import { sourceText, type Place, type SourceText } from '../text/source.ts';
import type { LineColumn, Span } from '../output/span.ts';

interface LocatedEdit extends Span {
  readonly newText: string;
}

export interface LocatedFix {
  readonly title: string;
  readonly preferred: boolean;
  readonly safe: boolean;
  readonly edits: readonly LocatedEdit[];
}

export interface LocatedFinding extends Span {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fixes: readonly LocatedFix[];
}

/** What every format is made from. */
export interface CheckReport {
  readonly findings: readonly LocatedFinding[];
  readonly files: readonly string[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The text of the line that a span starts on. */
  readonly lineOf: (span: Span) => string;
}

/** Findings of one project with the texts they point into and the names to show for its files. */
export interface CheckedProject {
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly displayName: (file: string) => string;
}

export function checkReport(projects: readonly CheckedProject[], files: readonly string[]): CheckReport {
  const lines = new Map<string, SourceText>();
  for (const { sources, displayName } of projects)
    for (const [file, source] of sources) lines.set(displayName(file), source);
  const findings = projects.flatMap((project) => project.findings.map((finding) => located(project, finding)));
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    files,
    counts: { error: count('error'), warning: count('warning'), info: count('info'), hint: count('hint') },
    lineOf: ({ file, start }) => lines.get(file)?.lineAt(start.line - 1) ?? '',
  };
}

function located(project: CheckedProject, finding: Finding): LocatedFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    ...spanOf(project, finding.at),
    related: finding.related.map(({ message, at }) => ({ message, ...spanOf(project, at) })),
    fixes: finding.fixes.map((fix) => locatedFix(project, fix)),
  };
}

const locatedFix = (project: CheckedProject, { title, preferred, safe, edits }: Fix): LocatedFix => ({
  title,
  preferred,
  safe,
  edits: edits.flatMap(({ file, edits: changes }) =>
    changes.map(({ range, newText }) => ({ ...spanOf(project, { file, range }), newText })),
  ),
});

export function spanOf({ sources, displayName }: CheckedProject, { file, range }: Place): Span {
  const source = sources.get(file) ?? sourceText(file, '');
  const at = (offset: number): LineColumn => {
    const { line, character } = source.positionAt(offset);
    return { line: line + 1, column: character + 1 };
  };
  return { file: displayName(file), start: at(range.start), end: at(range.end) };
}
