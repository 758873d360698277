/**
 * What of the report is still there when the window is loaded anew. The extension host does not outlive that, so the
 * suite runs twice: a file tells the second time from the first.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { inWebview, itWithDriver, reload } from './driver.ts';
import { useLab } from './network.ts';
import { button, clickOn, count, inPage, isThere, REPORT, textOf, untilPage } from './reportPage.ts';
import { api, folder, MANIFEST, RECORD, recordJson } from './support.ts';
import { until } from './until.ts';

const MARK = path.join(folder().fsPath, 'reloaded.tmp');
const record = vscode.Uri.joinPath(folder(), RECORD);

const transcript = (): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'smtp-transcript');

describe('a window that is loaded anew', () => {
  if (existsSync(MARK)) {
    after(() => rm(MARK));

    itWithDriver('shows the report as it was left', async () => {
      await untilPage('the results', `document.querySelectorAll('.pf-domain').length === 2`);
      assert.match(
        await textOf('.pf-verdict'),
        /Mail to 1 of 2 domains would bounce under Required \(from your file\)/,
      );
      assert.equal(await count('details[open]'), 1);
      assert.equal(
        await inPage(`document.querySelector('details[open]').dataset.key.split(' ')[1]`),
        'no-starttls.test',
      );
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      assert.ok(labels.includes('Preflight Report'), labels.join());
    });

    itWithDriver('shows the SMTP dialogue again', async () => {
      const document = await until('the transcript', transcript);
      await until('its text', () => (document.getText().includes('< 220 mx.no-starttls.test') ? true : undefined));
    });

    itWithDriver('goes on from there', async () => {
      // The lab of the first time is gone, and with it the way to the servers: what is done here needs none.
      await clickOn(button('remove', 'no-starttls.test'));
      await untilPage('the section to go', `document.querySelectorAll('.pf-domain').length === 1`);
    });
  } else
    itWithDriver(
      'is prepared',
      async () => {
        await writeFile(path.join(folder().fsPath, MANIFEST), '{ "packageDirectories": [{ "path": "force-app" }] }\n');
        await writeFile(record.fsPath, recordJson('Required', 'good.test', 'no-starttls.test'));
        await useLab();
        await vscode.commands.executeCommand('sfDeliverability.checkProject');
        await vscode.commands.executeCommand('sfDeliverability.showPreflightReport', record.toString());
        await untilPage('the button', isThere(button('check-all')));
        await clickOn(button('check-all'));
        await untilPage('the results', `document.querySelectorAll('.pf-domain').length === 2`);
        await inPage(`document.querySelector('details').open = true`);
        await clickOn(button('dialogue', 'no-starttls.test'));
        await until('the transcript', transcript);
        // In a browser VS Code writes down what is open every five seconds, and not when the page is left.
        await new Promise((resolve) => setTimeout(resolve, 12_000));
        await (await api()).ready();
        await inWebview(REPORT, '1');
        await writeFile(MARK, '');
        // Everything here ends with the window, and begins again.
        await reload();
        await new Promise(() => undefined);
      },
      60_000,
    );
});
