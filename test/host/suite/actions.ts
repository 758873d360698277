/** The menu of the light bulb, through VS Code's API. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticOf, show } from './support.ts';
import { until } from './until.ts';

export async function actionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix.value,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
}

/** VS Code answers with nothing at all if another extension registers its actions meanwhile: then it is asked again. */
export const someActionsAt = (uri: vscode.Uri, range: vscode.Range, kind?: string): Promise<vscode.CodeAction[]> =>
  until(`actions in ${uri.path}`, async () => {
    const actions = await actionsAt(uri, range, kind);
    return actions.length > 0 ? actions : undefined;
  });

export const actionsOn = (uri: vscode.Uri, rule: string): Promise<vscode.CodeAction[]> =>
  someActionsAt(uri, diagnosticOf(uri, rule).range);

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

/** "Auto Fix". An action that creates a file does not survive the way through `executeCodeActionProvider`. */
export async function applyPreferredAt(uri: vscode.Uri, { start }: vscode.Range): Promise<void> {
  await show(uri, start);
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: vscode.CodeActionKind.QuickFix.value,
    apply: 'first',
    preferred: true,
  });
}
