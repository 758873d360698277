import { printable } from '../text/printable.ts';
import type { CheckReport, LocatedFinding } from './located.ts';
import { counted, summary } from './words.ts';

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

/** Text from outside must not become a link, an image, HTML or a new cell. A bare `http://` or `www.` is a link too. */
export const escapeMarkdown = (text: string): string =>
  printable(text).replace(/[\\`*_[\]<>#|~@&$]|:(?=\/\/)|(?<=www)\./gi, (char) => `&#${char.charCodeAt(0)};`);

/** Text becomes neither a link nor a mention: an empty comment keeps `@` and the name behind it apart. */
export const markdownText = (raw: string): string => escapeMarkdown(raw).replaceAll('&#64;', '&#64;<!-- -->');

/** A code span in a table cell; backticks and bars cannot be escaped inside one. */
export const markdownCode = (raw: string): string => `<code>${markdownText(raw)}</code>`;
