import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { itWithDriver, screenshot } from './driver.ts';

describe('a multi-root workspace', () => {
  it('has both folders and its file', () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    assert.match(vscode.workspace.workspaceFile?.path ?? '', /\.code-workspace$/);
  });

  it('has the settings of the scenario', () => {
    assert.equal(vscode.workspace.getConfiguration('workbench').get('colorTheme'), 'Light Modern');
    assert.equal(vscode.window.activeColorTheme.kind, vscode.ColorThemeKind.Light);
  });

  itWithDriver('is shown', async () => {
    await screenshot('multiroot');
  });
});
