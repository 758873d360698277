import type { Severity } from '../rules/rule.ts';
import type { Span } from './span.ts';
import type { Location, ReportingDescriptor, Result, Log, Region } from 'sarif';

export const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

export const location = (span: Span): Location => ({
  physicalLocation: { artifactLocation: artifact(span.file), region: region(span) },
});

export function sarifLog(version: string, rules: readonly ReportingDescriptor[], results: readonly Result[]): string {
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'sf-deliverability', version, rules: [...rules] } },
        columnKind: 'utf16CodeUnits',
        results: [...results],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** RFC 3986: a relative reference, each part of the path escaped. */
export const artifact = (file: string): { uri: string } => ({ uri: file.split('/').map(encodeURIComponent).join('/') });

export const region = ({ start, end }: Span): Region => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
});
