/** What media/ shows of the extension. Each picture is taken when what it is about is there. */
import { stat } from 'node:fs/promises';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  hoverElement,
  hoverText,
  itWithDriver,
  openLightBulb,
  press,
  resize,
  screenshot,
  waitForText,
} from './driver.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { clearResults, useLab } from './network.ts';
import { api, closeAll, diagnosticOf, folder, RECORD, rulesIn, SETTINGS, show, untilEqual } from './support.ts';
import { inPage, isThere, untilPage } from './reportPage.ts';
import { theme } from './theme.ts';

const MAX_BYTES = 300_000;

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

async function picture(name: string): Promise<void> {
  const { size } = await stat(await screenshot(name));
  assert.ok(size < MAX_BYTES, `${name}.png has ${size} bytes`);
}

describe('pictures', () => {
  before(async () => {
    await (await api()).ready();
    await untilEqual(() => rulesIn(inSample(RECORD)).length, 6);
    for (const command of ['closeSidebar', 'closeAuxiliaryBar'])
      await vscode.commands.executeCommand(`workbench.action.${command}`);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  afterEach(closeAll);

  for (const [name, themeName, kind] of [
    ['problems-dark', 'Dark Modern', vscode.ColorThemeKind.Dark],
    ['problems-light', 'Light Modern', vscode.ColorThemeKind.Light],
  ] as const)
    itWithDriver(`${name}: both files of the sample and the Problems view`, async () => {
      await resize(1280, 760);
      await theme(themeName, kind);
      await show(inSample(RECORD));
      await vscode.commands.executeCommand('vscode.open', inSample(SETTINGS), {
        viewColumn: vscode.ViewColumn.Beside,
        preview: false,
      });
      await vscode.commands.executeCommand('sfDeliverability.checkProject');
      await waitForText('Mail may not get the TLS setting');
      await waitForText('192.0.2.25');
      await picture(name);
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });

  itWithDriver('hover-dark: what the check box means', async () => {
    await resize(960, 600);
    await theme('Dark Modern', vscode.ColorThemeKind.Dark);
    await show(inSample(SETTINGS), new vscode.Position(15, 0));
    await hoverText('enableRestrictTlsToDomains');
    await waitForText('Open the deliverability file');
    await picture('hover-dark');
    await hoverElement('.part.statusbar');
  });

  itWithDriver('fix-dark: the menu of the light bulb', async () => {
    await resize(960, 600);
    await theme('Dark Modern', vscode.ColorThemeKind.Dark);
    const uri = inSample(SETTINGS);
    await show(uri, diagnosticOf(uri, 'domains-not-restricted').range.start);
    await openLightBulb('Set enableRestrictTlsToDomains to true');
    await picture('fix-dark');
    await press('Escape');
  });

  for (const [name, themeName, kind] of [
    ['email-log-dark', 'Dark Modern', vscode.ColorThemeKind.Dark],
    ['email-log-light', 'Light Modern', vscode.ColorThemeKind.Light],
  ] as const)
    itWithDriver(`${name}: the report of an Email Log`, async () => {
      await resize(1280, 1000);
      await theme(themeName, kind);
      await vscode.commands.executeCommand(
        'sfDeliverability.analyzeEmailLog',
        vscode.Uri.joinPath(folder(), '../email-log.csv'),
      );
      await untilPage('the content', isThere('#domains'));
      await untilPage('the theme', `document.body.dataset.vscodeThemeId === '${themeName}'`);
      await inPage(`document.querySelector('#domains').scrollIntoView()`);
      await vscode.commands.executeCommand('notifications.clearAll');
      await picture(name);
      await vscode.commands.executeCommand('sfDeliverability.clearEmailLog');
    });

  describe('of preflights', () => {
    let lab: Lab;

    before(async () => {
      lab = await useLab({
        standIns: [
          { name: 'acme.example', like: 'backup-clear.test' },
          { name: 'mail.acme.example', like: 'exemplary.test' },
          { name: 'globex.example', like: 'no-starttls.test' },
          { name: 'initech.example', like: 'no-starttls.test' },
        ],
      });
      await vscode.commands.executeCommand('sfDeliverability.preflightProject', inSample(RECORD));
      await untilEqual(() => rulesIn(inSample(RECORD)).filter((rule) => rule.startsWith('preflight-')).length, 2);
    });

    after(async () => {
      await clearResults();
      await lab.close();
    });

    for (const [name, themeName, kind] of [
      ['preflight-hover-dark', 'Dark Modern', vscode.ColorThemeKind.Dark],
      ['preflight-hover-light', 'Light Modern', vscode.ColorThemeKind.Light],
    ] as const)
      itWithDriver(`${name}: a domain that was checked`, async () => {
        await resize(960, 640);
        await theme(themeName, kind);
        await show(inSample(RECORD));
        await waitForText('would bounce');
        await hoverText('acme.example"');
        await waitForText('Check again');
        await picture(name);
        await hoverElement('.part.statusbar');
      });

    for (const [name, themeName, kind] of [
      ['report-dark', 'Dark Modern', vscode.ColorThemeKind.Dark],
      ['report-light', 'Light Modern', vscode.ColorThemeKind.Light],
    ] as const)
      itWithDriver(`${name}: the report beside the record`, async () => {
        await resize(1280, 900);
        await theme(themeName, kind);
        await show(inSample(RECORD));
        await vscode.commands.executeCommand('sfDeliverability.showPreflightReport', inSample(RECORD).toString());
        await untilPage('the results', `document.querySelectorAll('.pf-domain').length === 4`);
        await untilPage('the theme', `document.body.dataset.vscodeThemeId === '${themeName}'`);
        await waitForText('would bounce');
        await vscode.commands.executeCommand('notifications.clearAll');
        await picture(name);
      });
  });
});
