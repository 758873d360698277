import type { CheckReport, LocatedFinding } from './report.ts';
import { annotation } from '../output/github.ts';

/** GitHub workflow commands: one annotation for each finding. */
export function githubReport({ findings }: CheckReport): string {
  return findings.map(findingAnnotation).join('');
}

export const findingAnnotation = ({ rule, message, fixes, ...finding }: LocatedFinding): string => {
  const hint = fixes.find((fix) => fix.preferred) ?? fixes[0];
  return annotation(finding, finding.severity, rule, `${message}${hint ? `\nFix: ${hint.title}` : ''}`);
};
