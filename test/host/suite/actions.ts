/** The menu of the light bulb, through VS Code's API. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticOf } from './support.ts';

export async function actionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix.value,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
}

export const actionsOn = (uri: vscode.Uri, rule: string): Promise<vscode.CodeAction[]> =>
  actionsAt(uri, diagnosticOf(uri, rule).range);

export const titles = (actions: readonly vscode.CodeAction[]): string[] => actions.map(({ title }) => title);

export function titled(actions: readonly vscode.CodeAction[], title: string): vscode.CodeAction {
  const found = actions.find((one) => one.title === title);
  assert.ok(found, `there is no action "${title}", but ${titles(actions).join(' | ')}`);
  return found;
}

/** Chooses an action that is an edit. */
export async function apply({ edit, title, command }: vscode.CodeAction): Promise<void> {
  assert.ok(edit, `"${title}" is no edit`);
  assert.equal(command, undefined);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}
