/** The counterpart of what Restricted Mode ignores. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { folder, recordJson, RECORD, rulesIn, untilEqual } from './support.ts';

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

describe('a trusted workspace', () => {
  it('says itself where its record is', async () => {
    await writeFile(inSample('elsewhere.json').fsPath, recordJson('Required', '*.com'));
    await mkdir(inSample('.vscode').fsPath, { recursive: true });
    const file = inSample('.vscode/settings.json').fsPath;
    await writeFile(file, JSON.stringify({ 'sfDeliverability.recordPath': 'elsewhere.json' }));
    await untilEqual(() => rulesIn(inSample('elsewhere.json')), ['domains-not-restricted', 'wildcard-too-broad']);
    await untilEqual(() => rulesIn(inSample(RECORD)), []);
    await rm(file);
    await rm(inSample('elsewhere.json').fsPath);
    await untilEqual(() => rulesIn(inSample('elsewhere.json')), []);
    await untilEqual(() => rulesIn(inSample(RECORD)).includes('ip-address-host'), true);
  });
});
