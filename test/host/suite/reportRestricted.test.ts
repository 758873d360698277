/** In Restricted Mode nothing is looked up, and what was seen elsewhere is shown. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { axeInWebview, itWithDriver } from './driver.ts';
import { button, inPage, isThere, REPORT, textOf, untilPage } from './reportPage.ts';
import { closeAll, folder, RECORD } from './support.ts';

/** Anything that tells of a button that does nothing. */
const off = (selector: string): Promise<unknown> =>
  inPage(
    `(({ ariaDisabled, attributes }) => ariaDisabled + ' ' + attributes['aria-describedby']?.value)(document.querySelector('${selector}'))`,
  );

describe('the report in Restricted Mode', () => {
  afterEach(closeAll);

  itWithDriver('says why nothing is checked', async () => {
    await vscode.commands.executeCommand('sfDeliverability.showPreflightReport');
    await untilPage('the reason', isThere('#why-network'));
    assert.match(await textOf('#why-network'), /^Preflights are off in Restricted Mode/);
    assert.equal(await off(button('check-all')), 'true why-network');
    assert.deepEqual(await axeInWebview(REPORT), []);
  });

  itWithDriver('shows what was imported, and lists domains by it', async () => {
    const outcomes = {
      Off: ['clear'],
      Preferred: ['tls'],
      Required: ['tls'],
      PreferredVerify: ['tls'],
      RequiredVerify: ['tls'],
    };
    const promises = { mtaSts: null, tlsRpt: null, dane: null };
    const domain = { domain: 'umbrella.example', outcomes, reasons: [], mx: [], promises };
    const result = {
      version: 1,
      trustStore: 'mozilla',
      port25: 'open',
      domains: [domain],
      generatedAt: new Date().toISOString(),
    };
    const file = vscode.Uri.joinPath(folder(), 'elsewhere-result.json');
    await writeFile(file.fsPath, JSON.stringify(result));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(folder(), RECORD));
    await vscode.commands.executeCommand('sfDeliverability.importPreflight', file);
    await untilPage('the result', isThere(button('add', 'umbrella.example')));
    assert.match(await textOf('main'), /imported from elsewhere-result\.json/);
    assert.equal(await off(button('check', 'umbrella.example')), 'true why-network');
    assert.equal(await off(button('add', 'umbrella.example')), 'null undefined');
    assert.deepEqual(await axeInWebview(REPORT), []);
  });
});
