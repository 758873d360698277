import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clickText, isVisible, itWithDriver, waitForText } from './driver.ts';
import {
  checkAgain,
  RECORD,
  recordJson,
  restrict,
  SCRATCH,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
} from './support.ts';

const TITLE = 'Not checked yet: the TLS setting and the domain list exist only in Setup. Enter them…';

describe('the lens above the settings', () => {
  const project = useProject(() => testProject('lens', { [SETTINGS]: settingsXml(restrict(true)), [SCRATCH]: '{}\n' }));

  async function lenses(file = SETTINGS): Promise<string[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      (await vscode.workspace.openTextDocument(project.uri(file))).uri,
    );
    return found.map(
      ({ range, command }) =>
        `${range.start.line + 1} ${command?.title ?? ''} > ${command?.command ?? ''}(${String(command?.arguments)})`,
    );
  }

  it('leads to the record where there is none', async () => {
    assert.deepEqual(await lenses(), [
      `2 ${TITLE} > sfDeliverability.createRecord(${project.uri(SETTINGS).toString()})`,
    ]);
    assert.deepEqual(await lenses(SCRATCH), []);
  });

  itWithDriver('asks for the values when it is clicked', async () => {
    await show(project.uri(SETTINGS));
    await waitForText(TITLE);
    await clickText(TITLE);
    await waitForText('Setup > Deliverability: TLS setting');
    // Not by a key: it may come before the box has the keyboard.
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await untilEqual(() => isVisible('Setup > Deliverability: TLS setting'), false);
  });

  it('goes when there is a record', async () => {
    await project.write(RECORD, recordJson('Required', 'example.com'));
    await checkAgain();
    await untilEqual(() => lenses(), []);
  });
});
