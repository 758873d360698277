import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { itWithDriver, screenshot } from './driver.ts';

describe('the extension', () => {
  it('is installed and can be activated', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});

describe('the driver', () => {
  itWithDriver('takes a screenshot of the window', async () => {
    const png = await readFile(await screenshot('smoke'));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(png.length > 10_000, `only ${png.length} bytes`);
  });
});
