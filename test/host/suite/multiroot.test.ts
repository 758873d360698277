import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  api,
  folder,
  problemsIn,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SCRATCH,
  SETTINGS,
  settingsXml,
  testProject,
  untilEqual,
} from './support.ts';

describe('a multi-root workspace', () => {
  const at = (index: number, file: string): vscode.Uri => vscode.Uri.joinPath(folder(index), file);

  it('has both folders and its file', () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    assert.match(vscode.workspace.workspaceFile?.path ?? '', /\.code-workspace$/);
  });

  it('has the settings of the scenario', () => {
    assert.equal(vscode.workspace.getConfiguration('workbench').get('colorTheme'), 'Light Modern');
    assert.equal(vscode.window.activeColorTheme.kind, vscode.ColorThemeKind.Light);
  });

  it('has each folder checked by its own record', async () => {
    await (await api()).ready();
    await untilEqual(
      () => rulesIn(at(0, SETTINGS)),
      ['boolean-value', 'tls-failures-unseen', 'domains-not-restricted', 'element-removed'],
    );
    // This one's record says Preferred and lists nothing.
    await untilEqual(() => rulesIn(at(1, SETTINGS)), ['boolean-value', 'element-removed']);
    assert.equal(rulesIn(at(0, RECORD)).length, 6);
    assert.deepEqual(rulesIn(at(1, RECORD)), []);
    assert.equal(rulesIn(at(1, SCRATCH)).length, 3);
  });

  it('can have a folder switched off', async () => {
    const set = (value: boolean | undefined): Thenable<void> =>
      vscode.workspace
        .getConfiguration('sfDeliverability', folder(1))
        .update('enable', value, vscode.ConfigurationTarget.WorkspaceFolder);
    await set(false);
    await untilEqual(() => rulesIn(at(1, SETTINGS)), []);
    assert.equal(rulesIn(at(0, SETTINGS)).length, 4);
    await set(undefined);
    await untilEqual(() => rulesIn(at(1, SETTINGS)), ['boolean-value', 'element-removed']);
  });

  it('has a folder checked that is added, and forgotten that is removed', async () => {
    const parent = vscode.Uri.joinPath(folder(), '..');
    const third = await testProject(
      'third',
      { [SETTINGS]: settingsXml(restrict(true)), [RECORD]: recordJson('Required', '192.0.2.1') },
      parent,
    );
    assert.deepEqual(rulesIn(third.uri(RECORD)), []);
    assert.equal(vscode.workspace.updateWorkspaceFolders(2, 0, { uri: third.folder }), true);
    await untilEqual(() => problemsIn(third.uri(RECORD)), ['4 Error ip-address-host ""192.0.2.1""']);
    assert.equal(vscode.workspace.updateWorkspaceFolders(2, 1), true);
    await untilEqual(() => rulesIn(third.uri(RECORD)), []);
    assert.equal(rulesIn(at(0, SETTINGS)).length, 4);
  });
});
