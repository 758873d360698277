import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { remove, writeFile } from './disk.ts';
import { api, folder, problemsIn, RECORD, recordJson, rulesIn, SETTINGS, untilEqual } from './support.ts';

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

describe('a repository that is on GitHub only', () => {
  it('starts the extension by itself', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    await untilEqual(() => extension?.isActive, true);
  });

  it('is checked without an open file', async () => {
    await (await api()).ready();
    await untilEqual(() => [SETTINGS, RECORD].map((file) => rulesIn(inSample(file)).length), [4, 6]);
  });

  it('is searched by VS Code for committed files only', async () => {
    await writeFile(inSample('packages/new/sfdx-project.json'), '{ "packageDirectories": [{ "path": "app" }] }');
    const found = await vscode.workspace.findFiles('**/sfdx-project.json');
    assert.deepEqual(found.map(String), [inSample('sfdx-project.json').toString()]);
    await remove(inSample('packages'));
  });

  it('has its record checked though that is not committed', async () => {
    const record = inSample('deliverability/tls.json');
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update(
      'sfDeliverability.recordPath',
      'deliverability/tls.json',
      vscode.ConfigurationTarget.Global,
    );
    await untilEqual(() => rulesIn(inSample(SETTINGS)).includes('domains-not-restricted'), false);
    await writeFile(record, recordJson('Required', '192.0.2.1'));
    await untilEqual(() => problemsIn(record).some((one) => one.includes('ip-address-host')), true);
    await remove(record);
    await untilEqual(() => problemsIn(record), []);
  });
});
