/** Renders media/icon.svg to media/icon.png, at twice its size so that it stays crisp. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './browser.mts';
import { removeFolder, temporaryFolder } from './cleanup.mts';
import { project, provision } from './provision.mts';

const SIZE = 256;

const folder = temporaryFolder();
const browser = await launchBrowser(await provision(), folder);
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  const svg = readFileSync(path.join(project, 'media/icon.svg'), 'utf8').replace(/ width="128" height="128"/, '');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: path.join(project, 'media/icon.png'), omitBackground: true });
} finally {
  await browser.close();
  removeFolder(folder);
}
