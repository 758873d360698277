/** A review where `git.enabled` is off from the start. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { itWithDriver } from './driver.ts';
import { notified } from './notifications.ts';
import { api, folder, RECORD, rulesIn, untilEqual } from './support.ts';

describe('Review Changes without git', () => {
  const record = (): vscode.Uri => vscode.Uri.joinPath(folder(), RECORD);
  const set = (scope: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration().update('sfDeliverability.scope', scope, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    await (await api()).ready();
    // The window's own setting checks open files only, which would be another reason for no lens.
    await set('workspace');
    await untilEqual(() => rulesIn(record()).length, 6);
  });

  after(() => set(undefined));

  itWithDriver('says why there is none', async () => {
    await vscode.commands.executeCommand('sfDeliverability.reviewChanges', record(), 'HEAD');
    await notified('Reviews are off: the setting git.enabled is off.');
  });

  it('has no lens', async () => {
    const lenses = async (): Promise<boolean> => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', record());
      return found.some(({ command }) => command?.command === 'sfDeliverability.reviewChanges');
    };
    await vscode.workspace.openTextDocument(record());
    await untilEqual(lenses, false);
    assert.equal(await lenses(), false);
  });
});
