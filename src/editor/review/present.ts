import { commands, Range, Uri, ViewColumn, window } from 'vscode';
import { worstFirst, type ReviewReport } from '../../review/report/report.ts';
import { reviewNotes } from '../../review/report/notes.ts';
import type { Compared } from './compare.ts';
import type { GitApi } from './gitApi.ts';
import type { PlacedNote } from './threads.ts';
import type { Span } from '../../output/span.ts';

/** The notes of a review with the documents that they belong to. */
export const placedNotes = (api: GitApi, compared: Compared, report: ReviewReport): readonly PlacedNote[] =>
  reviewNotes(report).flatMap((note) => {
    const uri = note.side === 'after' ? fileUri(compared, note.span.file) : beforeUri(api, compared, note.span.file);
    return uri ? [{ uri, note }] : [];
  });

const fileUri = ({ repository }: Compared, file: string): Uri => Uri.joinPath(repository.rootUri, file);

const beforeUri = (api: GitApi, compared: Compared, file: string): Uri | undefined => {
  const { base } = compared.comparison.endpoints;
  return base === undefined ? undefined : api.toGitUri(fileUri(compared, file), base);
};

/** Opens the worst change as a diff with what was, and the whole review beside it. */
export async function present(api: GitApi, compared: Compared, report: ReviewReport, page: Uri): Promise<void> {
  const worst = worstFirst(report).find(({ before, after }) => before ?? after);
  if (worst) await openChange(api, compared, report, worst.after, worst.before);
  try {
    await commands.executeCommand('markdown.showPreviewToSide', page);
  } catch {
    // Another extension's command, which may be switched off: the page can be read as it is.
    await window.showTextDocument(page, { viewColumn: ViewColumn.Beside, preserveFocus: true });
  }
}

async function openChange(
  api: GitApi,
  compared: Compared,
  report: ReviewReport,
  after: Span | undefined,
  before: Span | undefined,
): Promise<void> {
  const from = before?.file ?? (after && fileBefore(compared, report, after.file));
  const left = from === undefined ? undefined : beforeUri(api, compared, from);
  const options = { preview: false, selection: start(after ?? before), viewColumn: ViewColumn.One };
  if (left && after) {
    const name = after.file.split('/').at(-1) ?? '';
    const title = `${name} (${compared.comparison.name} ↔ working tree)`;
    await commands.executeCommand('vscode.diff', left, fileUri(compared, after.file), title, options);
  } else if (after) await commands.executeCommand('vscode.open', fileUri(compared, after.file), options);
  else if (left) await commands.executeCommand('vscode.open', left, options);
}

const start = (span: Span | undefined): Range => {
  const { line, column } = span?.start ?? { line: 1, column: 1 };
  return new Range(line - 1, column - 1, line - 1, column - 1);
};

/** Where a file was that may have moved; undefined if it is new. */
function fileBefore({ versions }: Compared, { projects }: ReviewReport, file: string): string | undefined {
  if (versions.before.has(file)) return file;
  const moved = projects.flatMap(({ changes }) => changes).find(({ before, after }) => before && after?.file === file);
  return moved?.before?.file;
}
