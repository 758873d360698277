import { commands, window, type Uri } from 'vscode';

/** In the preview, and as text where there is none. */
export async function showMarkdown(page: Uri): Promise<void> {
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // Another extension's command, which may be switched off: the page can be read as it is.
    await window.showTextDocument(page);
  }
}
