/** `sfDeliverability.scope` is `openFiles` from the start. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  api,
  closeAll,
  folder,
  MANIFEST,
  problemsIn,
  RECORD,
  rulesIn,
  SCRATCH,
  SETTINGS,
  show,
  untilEqual,
  withSetting,
} from './support.ts';

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

const filesWithFindings = (): string[] =>
  vscode.languages
    .getDiagnostics()
    .filter(([, all]) => all.some(({ source }) => source === 'sf-deliverability'))
    .map(([uri]) => vscode.workspace.asRelativePath(uri))
    .sort();

describe('only open files', () => {
  afterEach(closeAll);

  it('lets activation read no file', async () => {
    const { filesRead, ready } = await api();
    assert.equal(filesRead(), 0);
    await ready();
    assert.equal(filesRead(), 0);
    assert.deepEqual(filesWithFindings(), []);
  });

  it('reads no file for a file that is none of ours', async () => {
    const { filesRead, ready } = await api();
    for (const file of [MANIFEST, '.forceignore']) {
      await show(inSample(file));
      await vscode.commands.executeCommand('vscode.executeHoverProvider', inSample(file), new vscode.Position(0, 0));
      await ready();
    }
    assert.equal(filesRead(), 0);
  });

  it('checks a file when it is opened, with its project, and shows it alone', async () => {
    const { filesRead } = await api();
    await show(inSample(RECORD));
    await untilEqual(filesWithFindings, [RECORD]);
    // The fault it shares with the settings file was found, though that one shows nothing.
    assert.equal(rulesIn(inSample(RECORD))[0], 'domains-not-restricted');
    assert.equal(rulesIn(inSample(RECORD)).length, 6);
    // Both manifests, settings and scratch definition; the record comes from its editor.
    assert.equal(filesRead(), 4);
    await show(inSample(SETTINGS));
    await untilEqual(filesWithFindings, [RECORD, SETTINGS].sort());
  });

  it('forgets a file when it is closed', async () => {
    await show(inSample(SCRATCH));
    await untilEqual(() => problemsIn(inSample(SCRATCH)).length, 3);
    await closeAll();
    await untilEqual(filesWithFindings, []);
  });

  it('can be widened to the workspace, and back', async () => {
    await vscode.workspace
      .getConfiguration()
      .update('sfDeliverability.scope', 'workspace', vscode.ConfigurationTarget.Workspace);
    await untilEqual(filesWithFindings, [RECORD, SCRATCH, SETTINGS].sort());
    await vscode.workspace
      .getConfiguration()
      .update('sfDeliverability.scope', undefined, vscode.ConfigurationTarget.Workspace);
    await untilEqual(filesWithFindings, []);
  });

  it('can be switched off altogether', async () => {
    await show(inSample(RECORD));
    await untilEqual(filesWithFindings, [RECORD]);
    await withSetting('sfDeliverability.enable', false, () => untilEqual(filesWithFindings, []));
    await untilEqual(filesWithFindings, [RECORD]);
  });
});
