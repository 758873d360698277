import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { clickElement, isVisible, itWithDriver, press, type, waitForText } from './driver.ts';
import {
  checkAgain,
  closeAll,
  problemsIn,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  type TestProject,
} from './support.ts';

const ALL = [
  'sfDeliverability.checkProject',
  'sfDeliverability.createManifest',
  'sfDeliverability.createRecord',
  'sfDeliverability.openRuleDocs',
];

const activeTab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;

/** The label of a Markdown preview's tab. */
const previewShown = (): string | undefined => {
  const tab = activeTab();
  return tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('markdown.preview')
    ? tab.label
    : undefined;
};

it('the commands of package.json exist', async () => {
  const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
  const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
  const existing = await vscode.commands.getCommands(true);
  for (const { command } of contributes.commands) assert.ok(existing.includes(command), `${command} does not exist`);
  for (const command of ALL) assert.ok(existing.includes(command), `${command} does not exist`);
});

describe('Check Project', () => {
  itWithDriver('shows the problems', async () => {
    const project = await testProject('check', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Required', '198.51.100.7'),
    });
    try {
      const text = /TLS needs a host name to verify certificates, and 198\.51\.100\.7 is an IP address\./;
      assert.match(vscode.languages.getDiagnostics(project.uri(RECORD))[0]?.message ?? '', text);
      const shown = 'certificates, and 198.51.100.7 is an IP address';
      assert.equal(await isVisible(shown), false);
      await vscode.commands.executeCommand('sfDeliverability.checkProject');
      await waitForText(shown);
    } finally {
      await project.remove();
    }
  });

  it('takes in what is on the disk before it ends', async () => {
    const project = await testProject('check', { [SETTINGS]: settingsXml(restrict(true)) });
    try {
      await project.write(RECORD, recordJson('Required', '198.51.100.7'));
      await vscode.commands.executeCommand('sfDeliverability.checkProject');
      await untilEqual(() => rulesIn(project.uri(RECORD)), ['ip-address-host'], 0);
    } finally {
      await project.remove();
    }
  });
});

describe('Create or Open Deliverability Record', () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await testProject('record', { [SETTINGS]: settingsXml(restrict(false)) });
  });

  afterEach(() => project.remove());

  itWithDriver('asks for setting and domains, writes both and puts the list in force', async () => {
    const { document } = await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Required Ver');
    await press('Enter');
    await waitForText('Setup > Deliverability: Restrict TLS to these domains');
    await type('orders@example.com');
    await waitForText('orders@example.com is not a domain');
    await press('Control+a');
    await type('example.com, *.example.com');
    await press('Enter');
    await done;
    assert.equal(document.getText(), settingsXml(restrict(true)));
    assert.deepEqual(JSON.parse(readFileSync(project.uri(RECORD).fsPath, 'utf8')), {
      tlsSetting: 'RequiredVerify',
      restrictTlsToDomains: ['example.com', '*.example.com'],
    });
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), project.uri(RECORD).toString());
    await untilEqual(() => [...rulesIn(project.uri(SETTINGS)), ...rulesIn(project.uri(RECORD))], []);
  });

  itWithDriver('takes no domains for a box that is not checked', async () => {
    const { document } = await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Required');
    await press('Enter');
    await waitForText('Setup > Deliverability: Restrict TLS to these domains');
    await press('Enter');
    await done;
    assert.equal(document.getText(), settingsXml(restrict(false)));
    assert.equal(readFileSync(project.uri(RECORD).fsPath, 'utf8'), recordJson('Required'));
    await untilEqual(() => problemsIn(project.uri(RECORD)), ['2 Error tls-required-unrestricted ""Required""']);
  });

  itWithDriver('asks for no domains under Preferred', async () => {
    await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Preferred');
    await press('Enter');
    await done;
    assert.equal(readFileSync(project.uri(RECORD).fsPath, 'utf8'), recordJson('Preferred'));
  });

  itWithDriver('writes nothing when a person goes away', async () => {
    const { document } = await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Required');
    await press('Enter');
    await waitForText('Setup > Deliverability: Restrict TLS to these domains');
    await press('Escape');
    await done;
    assert.equal(existsSync(project.uri(RECORD).fsPath), false);
    assert.equal(document.isDirty, false);
  });

  it('opens the record that has both, at the TLS setting', async () => {
    await project.write(RECORD, recordJson('Required', 'example.com'));
    await checkAgain();
    await untilEqual(() => rulesIn(project.uri(SETTINGS)), ['domains-not-restricted']);
    await vscode.commands.executeCommand('sfDeliverability.createRecord', project.uri(SETTINGS).toString());
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), project.uri(RECORD).toString());
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [1, 17]);
  });
});

describe('Open Rule Documentation', () => {
  afterEach(closeAll);

  it('shows the page of a rule', async () => {
    await vscode.commands.executeCommand('sfDeliverability.openRuleDocs', 'ip-address-host');
    await untilEqual(previewShown, 'Preview ip-address-host.md');
  });

  itWithDriver('lets a person choose the rule', async () => {
    const done = vscode.commands.executeCommand('sfDeliverability.openRuleDocs');
    await waitForText('An IP address stands where TLS needs a host name');
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
