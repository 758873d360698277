import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { actionsOn, apply, titled } from './actions.ts';
import { waitForText } from './driver.ts';
import { eavesdrop } from './eavesdrop.ts';
import { hoverOn } from './hovers.ts';
import { api, folder, problemsIn, RECORD, recordJson, rulesIn, SETTINGS, show, untilEqual } from './support.ts';

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

describe('Restricted Mode', () => {
  it('applies to the opened folder', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('leaves the extension enabled', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    assert.ok(extension, 'disabled: package.json does not declare capabilities.untrustedWorkspaces');
    await extension.activate();
  });

  it('leaves checking at work', async () => {
    await (await api()).ready();
    await untilEqual(
      () => problemsIn(inSample(SETTINGS)),
      [
        '13 Error boolean-value "True"',
        '15 Information tls-failures-unseen "false"',
        '16 Error domains-not-restricted "false"',
        '19 Error element-removed "enableSetMatchingEmailsOnBounce"',
      ],
    );
  });

  it('leaves fixes at work', async () => {
    const editor = await show(inSample(SETTINGS));
    await apply(titled(await actionsOn(inSample(SETTINGS), 'boolean-value'), 'Change to true'));
    await untilEqual(() => rulesIn(inSample(SETTINGS)).includes('boolean-value'), false);
    assert.match(editor.document.getText(), /<enableInternationalEmailAddresses>true</);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('keeps preflights off, and says why', async () => {
    const ear = eavesdrop();
    try {
      const why = 'Preflights are off in Restricted Mode';
      assert.match(await hoverOn(inSample(RECORD), '"acme.example"'), new RegExp(`^${why}`));
      for (const [command, ...args] of [
        ['preflightDomain', 'acme.example'],
        ['preflightDomain'],
        ['preflightProject', inSample(RECORD)],
        ['preflightRelay', 'relay.example', 587],
      ] as const) {
        await vscode.commands.executeCommand('notifications.clearAll');
        void vscode.commands.executeCommand(`sfDeliverability.${command}`, ...args);
        await vscode.commands.executeCommand('notifications.showList');
        await waitForText(why);
        await waitForText('Manage Workspace Trust');
      }
      assert.deepEqual(ear.heard(), []);
    } finally {
      ear.stop();
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it('keeps reviews off, and says why', async () => {
    await vscode.commands.executeCommand('sfDeliverability.reviewChanges', inSample(RECORD));
    await vscode.commands.executeCommand('notifications.showList');
    await waitForText('Reviews are off in Restricted Mode');
    await waitForText('Manage Workspace Trust');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('offers the host name of an address, and says why the DNS is not asked', async () => {
    await untilEqual(() => rulesIn(inSample(RECORD)).includes('ip-address-host'), true);
    const action = (await actionsOn(inSample(RECORD), 'ip-address-host')).find(({ title }) =>
      title.endsWith('with its host name…'),
    );
    assert.ok(action?.command);
    const ear = eavesdrop();
    try {
      void vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
      await vscode.commands.executeCommand('notifications.showList');
      await waitForText('Preflights are off in Restricted Mode');
      await waitForText('Manage Workspace Trust');
      assert.deepEqual(ear.heard(), []);
    } finally {
      ear.stop();
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it("ignores what the workspace's settings say of preflights", () => {
    const { restrictedConfigurations } = (
      vscode.extensions.getExtension('sf-deliverability.sf-deliverability')?.packageJSON as {
        capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
      }
    ).capabilities.untrustedWorkspaces;
    for (const name of ['onHover', 'resolver', 'timeout', 'concurrency', 'allowPrivateAddresses'])
      assert.ok(restrictedConfigurations.includes(`sfDeliverability.preflight.${name}`), name);
  });

  it("ignores where the workspace's settings say that the record is", async () => {
    const before = rulesIn(inSample(RECORD));
    assert.ok(before.includes('ip-address-host'));
    await writeFile(inSample('elsewhere.json').fsPath, recordJson('Preferred'));
    await mkdir(inSample('.vscode').fsPath, { recursive: true });
    await writeFile(
      inSample('.vscode/settings.json').fsPath,
      JSON.stringify({ 'sfDeliverability.recordPath': 'elsewhere.json', 'sfDeliverability.trace': 'verbose' }),
    );
    const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('sfDeliverability');
    // The other setting tells that the file has been read; it is not a restricted one.
    await untilEqual(() => configuration().get('trace'), 'verbose');
    await vscode.commands.executeCommand('sfDeliverability.checkProject');
    assert.deepEqual(rulesIn(inSample(RECORD)), before);
    assert.deepEqual(rulesIn(inSample('elsewhere.json')), []);
    assert.equal(configuration().get('recordPath'), 'config/email-deliverability.json');
  });
});
