/** The counterpart of what Restricted Mode ignores. */
import * as vscode from 'vscode';
import { remove, writeFile } from './disk.ts';
import { folder, recordJson, RECORD, rulesIn, untilEqual } from './support.ts';

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

describe('a trusted workspace', () => {
  it('says itself where its record is', async () => {
    await writeFile(inSample('elsewhere.json'), recordJson('Required', '*.com'));
    const file = inSample('.vscode/settings.json');
    await writeFile(file, JSON.stringify({ 'sfDeliverability.recordPath': 'elsewhere.json' }));
    await untilEqual(() => rulesIn(inSample('elsewhere.json')), ['domains-not-restricted', 'wildcard-too-broad']);
    await untilEqual(() => rulesIn(inSample(RECORD)), []);
    await remove(file);
    await remove(inSample('elsewhere.json'));
    await untilEqual(() => rulesIn(inSample('elsewhere.json')), []);
    await untilEqual(() => rulesIn(inSample(RECORD)).includes('ip-address-host'), true);
  });
});
