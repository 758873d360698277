import type { Span } from './span.ts';
import type { Severity } from '../rules/rule.ts';

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

const COMMAND: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** As in GitHub's own toolkit, `packages/core/src/command.ts`. */
const escapeData = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const escapeProperty = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
