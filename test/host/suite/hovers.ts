import * as vscode from 'vscode';

const isMarkdown = (one: vscode.Hover['contents'][number]): one is vscode.MarkdownString =>
  one instanceof vscode.MarkdownString;

/** All that hovers say at a place, ours and others', as Markdown. */
export async function hoversAt(uri: vscode.Uri, position: vscode.Position): Promise<vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers.flatMap(({ contents }) => contents.filter(isMarkdown));
}

/** What hovers say in the middle of a text that stands once in the document; ours comes first. */
export async function hoverOn(uri: vscode.Uri, text: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`"${text}" does not stand in ${uri.path}`);
  const found = await hoversAt(document.uri, document.positionAt(at + Math.floor(text.length / 2)));
  // The record's schema has hovers too, empty ones mostly.
  return found
    .map(({ value }) => value)
    .filter((value) => value.trim() !== '')
    .join('\n---\n');
}
