/** Needs the Markdown preview that comes with VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clickElement, itWithDriver, press, type, waitForText } from './driver.ts';
import { closeAll, untilEqual } from './support.ts';

const activeTab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;

/** The label of a Markdown preview's tab. */
const previewShown = (): string | undefined => {
  const tab = activeTab();
  return tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('markdown.preview')
    ? tab.label
    : undefined;
};

describe('Open Rule Documentation', () => {
  afterEach(closeAll);

  it('shows the page of a rule', async () => {
    await vscode.commands.executeCommand('sfDeliverability.openRuleDocs', 'ip-address-host');
    await untilEqual(previewShown, 'Preview ip-address-host.md');
  });

  itWithDriver('lets a person choose the rule', async () => {
    const done = vscode.commands.executeCommand('sfDeliverability.openRuleDocs');
    await waitForText('An IP address is used where a host name or domain is needed');
    await type('wildcard-too-broad');
    await press('Enter');
    await done;
    await untilEqual(previewShown, 'Preview wildcard-too-broad.md');
  });

  it('opens nothing but its own pages', async () => {
    for (const rule of ['../../package', '../rules/ip-address-host', 'no-such-rule', ''])
      await vscode.commands.executeCommand('sfDeliverability.openRuleDocs', rule);
    assert.equal(activeTab(), undefined);
  });

  it('is what a link to a rule does', async () => {
    const { uriScheme } = vscode.env;
    const link = (path: string): vscode.Uri =>
      vscode.Uri.parse(`${uriScheme}://sf-deliverability.sf-deliverability${path}`);
    await vscode.commands.executeCommand('vscode.open', link('/rules/ip-address-host'));
    await untilEqual(previewShown, 'Preview ip-address-host.md');
  });

  itWithDriver('is what a click on the rule in Problems does', async () => {
    // The sample's own problems come first in the list.
    await vscode.commands.executeCommand('sfDeliverability.checkProject');
    await clickElement('.markers-panel a:has-text("domains-not-restricted")');
    await untilEqual(previewShown, 'Preview domains-not-restricted.md');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
