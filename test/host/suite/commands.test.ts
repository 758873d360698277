import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readText } from './disk.ts';
import { hoverElement, itWithDriver, press, type, waitForText } from './driver.ts';
import {
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
  'sfDeliverability.analyzeEmailLog',
  'sfDeliverability.checkProject',
  'sfDeliverability.createManifest',
  'sfDeliverability.createRecord',
  'sfDeliverability.explainBounce',
  'sfDeliverability.openRuleDocs',
  'sfDeliverability.showRoute',
  'sfDeliverability.writeBounceQueries',
];

describe('the commands of package.json', () => {
  it('exist', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    await extension?.activate();
    const existing = await vscode.commands.getCommands(true);
    for (const { command } of contributes.commands) assert.ok(existing.includes(command), `${command} does not exist`);
    for (const command of ALL) assert.ok(existing.includes(command), `${command} does not exist`);
  });
});

describe('Check Project', () => {
  itWithDriver('shows the problems', async () => {
    const project = await testProject('check', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Required', '198.51.100.7'),
    });
    try {
      const text =
        /Mail may not get the TLS setting: 198\.51\.100\.7 is an IP address, and the list holds recipients' domains\./;
      assert.match(vscode.languages.getDiagnostics(project.uri(RECORD))[0]?.message ?? '', text);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await vscode.commands.executeCommand('sfDeliverability.checkProject');
      // Of a panel that is closed, nothing can be hovered over.
      await hoverElement('.markers-panel .monaco-list');
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

describe('Create or Open Deliverability File', () => {
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
    assert.deepEqual(JSON.parse(readText(project.uri(RECORD)) ?? ''), {
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
    assert.equal(readText(project.uri(RECORD)), recordJson('Required'));
    await untilEqual(() => problemsIn(project.uri(RECORD)), ['2 Error tls-required-unrestricted ""Required""']);
  });

  itWithDriver('asks for no domains under Preferred', async () => {
    await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Preferred');
    await press('Enter');
    await done;
    assert.equal(readText(project.uri(RECORD)), recordJson('Preferred'));
  });

  itWithDriver('writes nothing when a person goes away', async () => {
    const { document } = await show(project.uri(SETTINGS));
    const done = vscode.commands.executeCommand('sfDeliverability.createRecord');
    await waitForText('Setup > Deliverability: TLS setting');
    await type('Required');
    await press('Enter');
    await waitForText('Setup > Deliverability: Restrict TLS to these domains');
    // Not by a key: it may come before the box has the keyboard.
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await done;
    assert.equal(readText(project.uri(RECORD)), undefined);
    assert.equal(document.isDirty, false);
  });

  it('opens the record that has both, at the TLS setting', async () => {
    // Not the project of the others: VS Code keeps the text of a record that they had open, whatever is on the disk.
    const both = await testProject('create-both', {
      [SETTINGS]: settingsXml(restrict(false)),
      [RECORD]: recordJson('Required', 'example.com'),
    });
    try {
      await untilEqual(() => rulesIn(both.uri(SETTINGS)), ['domains-not-restricted']);
      await vscode.commands.executeCommand('sfDeliverability.createRecord', both.uri(SETTINGS).toString());
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), both.uri(RECORD).toString());
      assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [1, 17]);
    } finally {
      await both.remove();
    }
  });
});
