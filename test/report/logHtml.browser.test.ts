import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logHtml } from '../../src/report/logHtml.ts';
import { startBrowser } from '../support/browser.ts';
import { DESKTOP, OPEN_ALL, OVERFLOW, PHONE, show, violations } from '../support/page.ts';
import { emptyLog, fullLog, hostileLog, sampleLog } from './logViews.ts';

let browser: Awaited<ReturnType<typeof startBrowser>>;
const urls = { sample: '', full: '', hostile: '', empty: '' };

// The first run fetches the browser from npm.
beforeAll(async () => {
  browser = await startBrowser();
  const logs = {
    sample: await sampleLog(),
    full: await fullLog(),
    hostile: await hostileLog(),
    empty: await emptyLog(),
  };
  for (const name of ['sample', 'full', 'hostile', 'empty'] as const) {
    const file = path.join(browser.folder, `log-${name}.html`);
    writeFileSync(file, logHtml(logs[name]));
    urls[name] = pathToFileURL(file).href;
  }
}, 300_000);

afterAll(async () => {
  await browser.close();
});

describe('axe finds no fault', () => {
  it.each([
    ['in light mode', 'sample', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['in dark mode', 'sample', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['with everything at once', 'full', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['with everything at once in dark mode', 'full', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['on a phone', 'full', { viewport: PHONE, colorScheme: 'light' }, 'screen'],
    ['on a phone in dark mode', 'sample', { viewport: PHONE, colorScheme: 'dark' }, 'screen'],
    ['on paper', 'full', { viewport: DESKTOP, colorScheme: 'dark' }, 'print'],
    ['with nothing', 'empty', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
  ] as const)(
    '%s',
    async (_, which, options, media) => {
      // axe is a script, which the page's own policy would not let in.
      await show(browser, urls[which], { ...options, bypassCSP: true }, async (page) => {
        await page.emulateMedia({ media });
        await page.evaluate(OPEN_ALL);
        expect(await violations(page)).toEqual([]);
      });
    },
    60_000,
  );

  it('would find one', async () => {
    await show(browser, urls.sample, { viewport: DESKTOP, bypassCSP: true }, async (page) => {
      await page.evaluate(
        `document.querySelector('.pf-log th').style.color = '#eee'; document.documentElement.lang = '';`,
      );
      const found = String(await violations(page));
      expect(found).toContain('color-contrast');
      expect(found).toContain('html-has-lang');
    });
  }, 60_000);
});

describe('the page', () => {
  it.each([
    ['sample', 320],
    ['sample', 834],
    ['sample', 1200],
    ['full', 400],
    ['full', 1200],
    ['hostile', 400],
    ['hostile', 1200],
  ] as const)(
    '(%s) does not scroll sideways at %i px',
    async (which, width) => {
      await show(browser, urls[which], { viewport: { width, height: 800 } }, async (page) => {
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(OVERFLOW)).toBe(0);
      });
    },
    60_000,
  );

  it.each(['sample', 'full', 'hostile'] as const)(
    '(%s) fetches nothing and gives the browser nothing to complain about',
    async (which) => {
      await show(browser, urls[which], { viewport: DESKTOP }, async (page, complaints, requests) => {
        await page.evaluate(OPEN_ALL);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([urls[which]]);
        expect(await page.evaluate(`getComputedStyle(document.querySelector('.pf-skip')).position`)).toBe('absolute');
        expect(await page.evaluate(`document.scripts.length + document.images.length`)).toBe(0);
      });
    },
    60_000,
  );

  it('draws its charts in the colours of its theme', async () => {
    await show(browser, urls.sample, { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
      const fill = (kind: string): Promise<unknown> =>
        page.evaluate(`getComputedStyle(document.querySelector('.pf-columns .pf-${kind}')).fill`);
      expect(await fill('tls')).toBe('rgb(46, 145, 87)');
      // An editor puts its own theme's colour in its place.
      await page.evaluate(`document.querySelector('.pf').style.setProperty('--pf-tls', 'rgb(1, 2, 3)')`);
      expect(await fill('tls')).toBe('rgb(1, 2, 3)');
      expect(await page.evaluate(`document.querySelector('.pf-columns').getBoundingClientRect().height > 50`)).toBe(
        true,
      );
    });
  }, 60_000);
});
