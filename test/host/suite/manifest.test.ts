/** The command that asks Salesforce's own tools. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { itWithDriver, press, type, waitForText } from './driver.ts';
import { notified } from './notifications.ts';
import { SETTINGS, settingsXml, show, testProject, untilEqual, type TestProject } from './support.ts';

const PACKAGE = 'manifest/package.xml';
const TITLE = 'package.xml for the email settings';

const packageXml = (version: string, ...members: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
${members.map((member) => `        <members>${member}</members>\n`).join('')}        <name>Settings</name>
    </types>
    <version>${version}</version>
</Package>
`;

/** Whether the half second was spent: the extension and this suite share one process. */
const isLoaded = (): boolean => Object.keys(require.cache).some((file) => /[\\/]dist[\\/]sdr\.js$/.test(file));

describe('Create package.xml for the Email Settings', () => {
  let project: TestProject;
  const create = (): Thenable<unknown> => vscode.commands.executeCommand('sfDeliverability.createManifest');
  const active = (): string | undefined => vscode.window.activeTextEditor?.document.uri.toString();

  beforeEach(async () => {
    project = await testProject('manifest', {
      [SETTINGS]: settingsXml(),
      'force-app/other/EmailAuthorization.settings-meta.xml': '',
    });
    await show(project.uri(SETTINGS));
  });

  afterEach(() => project.remove());

  itWithDriver(
    'loads nothing before it is known where to write, and writes nothing when a person goes away',
    async () => {
      const done = create();
      await waitForText(TITLE);
      await press('Escape');
      await done;
      assert.equal(isLoaded(), false);
      assert.equal(existsSync(project.uri(PACKAGE).fsPath), false);
    },
  );

  itWithDriver('makes a manifest of the project of the open file, and shows it', async () => {
    const done = create();
    await waitForText(TITLE);
    await press('Enter');
    await done;
    assert.equal(isLoaded(), true);
    const expected = packageXml('66.0', 'EmailAdministration', 'EmailAuthorization');
    assert.equal(readFileSync(project.uri(PACKAGE).fsPath, 'utf8'), expected);
    await untilEqual(active, project.uri(PACKAGE).toString());
  });

  itWithDriver('adds to the manifest that is there, to be looked at and undone', async () => {
    const before = packageXml('60.0', 'Case', 'EmailAdministration').replaceAll('\n', '\r\n');
    await project.write('other.xml', before);
    const done = create();
    await waitForText(TITLE);
    await press('Control+a');
    await type('../other.xml');
    await waitForText('Name an .xml file inside the project');
    await press('Control+a');
    await type('other.xml');
    await press('Enter');
    await done;
    await untilEqual(active, project.uri('other.xml').toString());
    const document = vscode.window.activeTextEditor?.document;
    const after = packageXml('60.0', 'Case', 'EmailAdministration', 'EmailAuthorization').replaceAll('\n', '\r\n');
    assert.equal(document?.getText(), after);
    assert.equal(document.isDirty, true);
    assert.equal(readFileSync(project.uri('other.xml').fsPath, 'utf8'), before);
    await vscode.commands.executeCommand('undo');
    await untilEqual(() => document.getText(), before);
  });

  itWithDriver('leaves a file that it cannot read, and says why', async () => {
    // Another name than above: VS Code may still hold the text of a file that was there before.
    await project.write('profile.xml', '<Profile/>');
    const done = create();
    await waitForText(TITLE);
    await press('Control+a');
    await type('profile.xml');
    await press('Enter');
    await done;
    await notified('profile.xml was not changed: not a package.xml');
    assert.equal(readFileSync(project.uri('profile.xml').fsPath, 'utf8'), '<Profile/>');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  itWithDriver("tells what Salesforce's own tools say of a project that they cannot read", async () => {
    await project.write('force-app/x.nonsense-meta.xml', '');
    const done = create();
    await waitForText(TITLE);
    await press('Enter');
    await done;
    await notified('x.nonsense-meta.xml: Could not infer a metadata type');
    assert.equal(existsSync(project.uri(PACKAGE).fsPath), false);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
