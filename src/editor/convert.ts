import { DiagnosticSeverity, type Position, Range, WorkspaceEdit } from 'vscode';
import type { Severity } from '../rules/rule.ts';
import type { FileEdit } from '../text/edit.ts';
import type { Range as TextRange, SourceText } from '../text/source.ts';
import type { Project } from './projects/folder.ts';

/** What diagnostics say they are from. */
export const SOURCE = 'sf-deliverability';

export const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function vscodeRange(source: SourceText, { start, end }: TextRange): Range {
  const [from, to] = [source.positionAt(start), source.positionAt(end)];
  return new Range(from.line, from.character, to.line, to.character);
}

/** The offset of a position in a text that VS Code holds. */
export function offsetAt(source: SourceText, { line, character }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = /\r\n?|\n/g;
    next.lastIndex = start;
    const match = next.exec(source.text);
    if (!match) break;
    start = next.lastIndex;
  }
  return Math.min(start + character, source.text.length);
}

/** Edits of the core, as one change that VS Code can undo at once. */
export function workspaceEdit(project: Project, edits: readonly FileEdit[]): WorkspaceEdit {
  const result = new WorkspaceEdit();
  for (const { file, edits: changes, create } of edits) {
    const uri = project.uriOf(file);
    if (create) {
      const text = changes.map(({ newText }) => newText).join('');
      result.createFile(uri, { contents: new TextEncoder().encode(text) });
      continue;
    }
    const source = project.sources.get(file);
    if (!source) continue;
    for (const { range, newText } of changes) result.replace(uri, vscodeRange(source, range), newText);
  }
  return result;
}
