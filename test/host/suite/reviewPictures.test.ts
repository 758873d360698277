/** What media/ shows of a review. */
import { stat } from 'node:fs/promises';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { itWithDriver, resize, screenshot, waitForText } from './driver.ts';
import { writeFile } from './disk.ts';
import { git } from './git.ts';
import { api, closeAll, folder, RECORD, recordJson, SETTINGS } from './support.ts';
import { theme } from './theme.ts';

const MAX_BYTES = 300_000;

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

describe('pictures of a review', () => {
  before(async () => {
    await (await api()).ready();
    for (const command of ['closeSidebar', 'closeAuxiliaryBar'])
      await vscode.commands.executeCommand(`workbench.action.${command}`);
    const settings = await vscode.workspace.fs.readFile(inSample(SETTINGS));
    const text = new TextDecoder().decode(settings).replace('True', 'true');
    const off = text.replace(/<enableRestrictTlsToDomains>.*</, '<enableRestrictTlsToDomains>true<');
    await writeFile(inSample(SETTINGS), off);
    await writeFile(inSample(RECORD), recordJson('Preferred', 'acme.example', 'globex.example'));
    git(folder(), 'commit', '-q', '-a', '-m', 'restricted');
    await writeFile(inSample(RECORD), recordJson('Required', 'acme.example', 'initech.example'));
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(closeAll);

  for (const [name, themeName, kind] of [
    ['review-dark', 'Dark Modern', vscode.ColorThemeKind.Dark],
    ['review-light', 'Light Modern', vscode.ColorThemeKind.Light],
  ] as const)
    itWithDriver(`${name}: the comments in the diff, and the review beside it`, async () => {
      await resize(1400, 900);
      await theme(themeName, kind);
      await vscode.commands.executeCommand('sfDeliverability.reviewChanges', inSample(RECORD), 'HEAD');
      await waitForText('TLS setting: Preferred → Required.');
      await vscode.commands.executeCommand('notifications.clearAll');
      // The preview renders in a frame of its own, which tells nobody when it is done.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { size } = await stat(await screenshot(name));
      assert.ok(size < MAX_BYTES, `${name}.png has ${size} bytes`);
      await vscode.commands.executeCommand('sfDeliverability.clearReview');
      await closeAll();
    });
});
