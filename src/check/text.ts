import type { Severity } from '../rules/rule.ts';
import { printable } from '../text/printable.ts';
import type { CheckReport, LocatedFinding } from './report.ts';
import { summary } from './summary.ts';
import { type Style, type StyleName, plain } from '../output/style.ts';
import { counted } from '../output/words.ts';
import type { Span } from '../output/span.ts';

const SEVERITY_STYLE: Readonly<Record<Severity, StyleName>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'cyan',
};

/** As a person wants to read it: where, the line with a caret, what happens to mail, the rule, the fix. */
export function textReport(report: CheckReport, style: Style = plain): string {
  const blocks = report.findings.map((finding) => findingBlock(report, finding, style));
  const fixable = report.findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
  const end = [
    `${counted(report.files.length, 'file')} checked: ${style('bold', summary(report.counts))}.`,
    ...(fixable > 0 ? [`${fixable} can be fixed without changing what happens to mail: --fix.`] : []),
  ];
  return [...blocks, `${end.join(' ')}\n`].join('\n');
}

/** A finding as a block of lines. */
export function findingBlock(report: Pick<CheckReport, 'lineOf'>, finding: LocatedFinding, style: Style): string {
  const { severity, rule, message, related, fixes } = finding;
  const colour = SEVERITY_STYLE[severity];
  const lines = [
    `${style(colour, style('bold', severity))} ${style('dim', rule)}  ${where(finding)}`,
    ...excerptLines(report, finding, (text) => style(colour, text), style),
    `  ${printable(message)}`,
    ...related.map((one) => style('dim', `  see ${where(one)}: ${printable(one.message)}`)),
    ...fixes.map((fix) => `  ${style('green', fix.safe ? 'fix (safe):' : 'fix:')} ${printable(fix.title)}`),
  ];
  return `${lines.join('\n')}\n`;
}

export const where = ({ file, start }: Span): string => `${printable(file)}:${start.line}:${start.column}`;

/** Wider lines are cut around the place: a file of one line must stay readable. */
const WIDTH = 100;

/** The line with a caret below; none where the line is empty. */
export function excerptLines(
  report: Pick<CheckReport, 'lineOf'>,
  span: Span,
  mark: (text: string) => string,
  style: Style,
): readonly string[] {
  const line = report.lineOf(span);
  if (line.trim() === '') return [];
  const indent = line.length - line.trimStart().length;
  const from = Math.max(indent, span.start.column - 1 - WIDTH / 2);
  const shown = line.slice(from, from + WIDTH);
  const last = span.end.line === span.start.line ? span.end.column - 1 : line.length;
  const before = printable(line.slice(from, span.start.column - 1));
  const marked = printable(line.slice(span.start.column - 1, Math.min(last, from + WIDTH)));
  const number = String(span.start.line);
  const gutter = ' '.repeat(number.length);
  return [
    `  ${style('dim', `${number} |`)} ${from > indent ? '…' : ''}${printable(shown)}${from + WIDTH < line.length ? '…' : ''}`,
    `  ${style('dim', `${gutter} |`)} ${' '.repeat(before.length + (from > indent ? 1 : 0))}${mark('^'.repeat(Math.max(marked.length, 1)))}`,
  ];
}
