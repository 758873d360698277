import type { CheckReport, LocatedFinding } from './report.ts';
import { summary } from './summary.ts';
import { markdownText, markdownCode } from '../output/markdown.ts';
import { counted } from '../output/words.ts';

/** For a pull-request comment or a job summary. */
export function markdownReport(report: CheckReport): string {
  const title = `**Email deliverability:** ${summary(report.counts)} in ${counted(report.files.length, 'file')}.\n`;
  if (report.findings.length === 0) return title;
  const rows = report.findings.map(findingRow);
  return `${title}\n${FINDINGS_HEAD}${rows.join('')}`;
}

export const FINDINGS_HEAD = '| | Where | What happens to mail | Rule |\n|---|---|---|---|\n';

export function findingRow({ severity, file, start, message, rule, fixes }: LocatedFinding): string {
  const fix = fixes.find(({ preferred }) => preferred) ?? fixes[0];
  const text = markdownText(message) + (fix ? `<br>Fix: ${markdownText(fix.title)}` : '');
  return `| ${severity} | ${markdownCode(`${file}:${start.line}`)} | ${text} | ${markdownCode(rule)} |\n`;
}
