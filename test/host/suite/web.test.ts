/** VS Code for the web: the extension host is a worker of the browser, the folder is on no disk. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LOG_COMMANDS, NETWORK_COMMANDS, NO_LOG, NO_NETWORK, NO_REVIEW } from '../../../src/editor/networkOff.ts';
import { actionsOn, apply, titled } from './actions.ts';
import { clickElement, hoverText, isVisible, itWithDriver, screenshot } from './driver.ts';
import { closeAll, folder, RECORD, rulesIn, SETTINGS, show, untilEqual } from './support.ts';
import { until } from './until.ts';

const settings = vscode.Uri.joinPath(folder(), SETTINGS);

const record = vscode.Uri.joinPath(folder(), RECORD);

const activeFile = (): string | undefined => vscode.window.activeTextEditor?.document.uri.path.split('/').at(-1);

describe('the web build', () => {
  afterEach(closeAll);

  it('is in a browser, where nothing of Node is', () => {
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    assert.equal(vscode.env.remoteName, undefined);
    assert.ok('importScripts' in globalThis, 'the extension host is no worker');
    assert.ok(!('Buffer' in globalThis), 'the extension host is a process of Node');
    assert.equal(folder().scheme, 'memory');
  });

  it('starts when a settings file is opened, and checks the whole folder, though VS Code cannot search it', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    assert.equal(extension?.isActive, false);
    await show(settings);
    await untilEqual(() => [settings, record].map((uri) => rulesIn(uri).length), [4, 6]);
  });

  itWithDriver('shows what an element does to mail, and repairs it', async () => {
    const { document } = await show(settings);
    // A line that is drawn again takes its hover away.
    await until('the hover', async () => {
      await hoverText('enableRestrictTlsToDomains');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return (await isVisible('Open the deliverability file')) || undefined;
    });
    await screenshot('web-hover');
    await apply(titled(await actionsOn(settings, 'boolean-value'), 'Change to true'));
    await untilEqual(() => rulesIn(settings).includes('boolean-value'), false);
    assert.match(document.getText(), /<enableInternationalEmailAddresses>true</);
  });

  it('opens the page of a rule as it is where VS Code has no preview', async () => {
    await vscode.commands.executeCommand('sfDeliverability.openRuleDocs', 'ip-address-host');
    await untilEqual(activeFile, 'ip-address-host.md');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /ip-address-host/);
  });

  it('opens it from a link, too', async () => {
    const link = `${vscode.env.uriScheme}://sf-deliverability.sf-deliverability/rules/wildcard-too-broad`;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link));
    await untilEqual(activeFile, 'wildcard-too-broad.md');
  });

  it('explains bounces, as text', async () => {
    await vscode.commands.executeCommand(
      'sfDeliverability.explainBounce',
      '451 4.7.5 [internal] TLS negotiation failed',
    );
    await untilEqual(activeFile, 'Bounce.md');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /TLS is the cause: /);
  });

  for (const [command, why] of [
    ...NETWORK_COMMANDS.map((one) => [one, NO_NETWORK] as const),
    ...LOG_COMMANDS.map((one) => [one, NO_LOG] as const),
    ['sfDeliverability.reviewChanges', NO_REVIEW] as const,
  ])
    itWithDriver(`says why ${command} is off`, async () => {
      await vscode.commands.executeCommand(command);
      // With a driver, VS Code shows notifications in their list only. What is cleared is not there for the next test.
      await vscode.commands.executeCommand('notifications.showList');
      await screenshot('web-network-off');
      await clickElement(`.notifications-center .monaco-list-row:has-text("${why}") .codicon-notifications-clear`);
    });
});
