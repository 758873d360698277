import { commands, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { plainMessage } from '../plainMessage.ts';

export interface ExportFormat<View> extends QuickPickItem {
  readonly extension: string;
  readonly text: (view: View) => string;
}

/**
 * @param name of the file, without its ending
 * @param folder where the file is suggested to go
 */
export async function exportReport<View>(
  formats: readonly ExportFormat<View>[],
  view: View,
  name: string,
  folder: Uri | undefined,
): Promise<void> {
  const format = await window.showQuickPick(formats, { title: 'Export report', placeHolder: 'Format of the file' });
  if (!format) return;
  const file = await window.showSaveDialog({
    title: `Export report as ${format.label}`,
    filters: { [format.label]: [format.extension] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `${name}.${format.extension}`) } : {}),
  });
  if (!file) return;
  const shown = workspace.asRelativePath(file);
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(format.text(view)));
  } catch (error) {
    void window.showErrorMessage(
      plainMessage(`${shown} could not be written: ${error instanceof Error ? error.message : String(error)}`),
    );
    return;
  }
  if ((await window.showInformationMessage(plainMessage(`The report is in ${shown}.`), OPEN)) === OPEN)
    await commands.executeCommand('vscode.open', file);
}

const OPEN = 'Open';
