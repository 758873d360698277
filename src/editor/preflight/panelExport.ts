import { commands, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { preflightCsv } from '../../report/preflightCsv.ts';
import { preflightHtml } from '../../report/preflightHtml.ts';
import { preflightJson } from '../../report/preflightJson.ts';
import { preflightMarkdown } from '../../report/preflightMarkdown.ts';
import type { PreflightView } from '../../report/preflightView.ts';
import { plainMessage } from '../plainMessage.ts';

interface Format extends QuickPickItem {
  readonly extension: string;
  readonly text: (view: PreflightView) => string;
}

/** The same as the command line writes. */
const FORMATS: readonly Format[] = [
  { label: 'HTML', description: 'one page to read, print and send', extension: 'html', text: preflightHtml },
  {
    label: 'JSON',
    description: 'to import elsewhere, and for check --results',
    extension: 'json',
    text: preflightJson,
  },
  { label: 'CSV', description: 'for a spreadsheet', extension: 'csv', text: preflightCsv },
  { label: 'Markdown', description: 'for a pull request or an issue', extension: 'md', text: preflightMarkdown },
];

/** @param folder where the file is suggested to go */
export async function exportReport(view: PreflightView, folder: Uri | undefined): Promise<void> {
  const format = await window.showQuickPick(FORMATS, { title: 'Export report', placeHolder: 'Format of the file' });
  if (!format) return;
  const file = await window.showSaveDialog({
    title: `Export report as ${format.label}`,
    filters: { [format.label]: [format.extension] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `preflight.${format.extension}`) } : {}),
  });
  if (!file) return;
  const name = workspace.asRelativePath(file);
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(format.text(view)));
  } catch (error) {
    void window.showErrorMessage(
      plainMessage(`${name} could not be written: ${error instanceof Error ? error.message : String(error)}`),
    );
    return;
  }
  if ((await window.showInformationMessage(plainMessage(`The report is in ${name}.`), OPEN)) === OPEN)
    await commands.executeCommand('vscode.open', file);
}

const OPEN = 'Open';
