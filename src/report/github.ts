import type { Severity } from '../rules/rule.ts';
import type { CheckReport, LocatedFinding, Span } from './located.ts';

const COMMAND: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** GitHub workflow commands: one annotation for each finding. */
export function githubReport({ findings }: CheckReport): string {
  return findings.map(findingAnnotation).join('');
}

export const findingAnnotation = ({ rule, message, fixes, ...finding }: LocatedFinding): string => {
  const hint = fixes.find((fix) => fix.preferred) ?? fixes[0];
  return annotation(finding, finding.severity, rule, `${message}${hint ? `\nFix: ${hint.title}` : ''}`);
};

/** One workflow command. */
export function annotation({ file, start, end }: Span, severity: Severity, title: string, text: string): string {
  const oneLine = start.line === end.line;
  const properties = {
    file,
    line: start.line,
    endLine: end.line,
    // GitHub ignores columns of an annotation that spans lines.
    ...(oneLine ? { col: start.column, endColumn: end.column } : {}),
    title,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMAND[severity]} ${list.join(',')}::${escapeData(text)}\n`;
}

/** As in GitHub's own toolkit, `packages/core/src/command.ts`. */
const escapeData = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
