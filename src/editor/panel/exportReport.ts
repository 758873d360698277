import { commands, Uri, window, workspace } from 'vscode';
import { FILE_MEDIUM, type Formats } from '../../output/formats.ts';
import { plainMessage } from '../plainMessage.ts';

/**
 * Writes a report to a file, in one of the formats that the command line has.
 *
 * @param name of the file, without its ending
 * @param folder where the file is suggested to go
 */
export async function exportReport<View>(
  formats: Formats<View>,
  view: View,
  name: string,
  folder: Uri | undefined,
): Promise<void> {
  const offered = Object.values(formats).filter(({ forTerminal }) => forTerminal !== true);
  const format = await window.showQuickPick(offered, { title: 'Export report', placeHolder: 'Format of the file' });
  if (!format) return;
  const file = await window.showSaveDialog({
    title: `Export report as ${format.label}`,
    filters: { [format.label]: [format.extension] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, `${name}.${format.extension}`) } : {}),
  });
  if (!file) return;
  const shown = workspace.asRelativePath(file);
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(await format.render(view, FILE_MEDIUM)));
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
