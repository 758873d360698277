import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preflightHtml } from '../../src/report/preflightHtml.ts';
import { startBrowser } from '../support/browser.ts';
import { DESKTOP, OPEN_ALL, OVERFLOW, PHONE, show, violations } from '../support/page.ts';
import { few, hostileView, labView, some } from './preflightHtmlViews.ts';

let browser: Awaited<ReturnType<typeof startBrowser>>;
const urls = { some: '', all: '', hostile: '' };

// The first run fetches the browser from npm.
beforeAll(async () => {
  browser = await startBrowser();
  const view = await labView();
  const pages = { some: some(view), all: view, hostile: hostileView(few(view)) };
  for (const name of ['some', 'all', 'hostile'] as const) {
    const file = path.join(browser.folder, `${name}.html`);
    writeFileSync(file, preflightHtml(pages[name]));
    urls[name] = pathToFileURL(file).href;
  }
}, 300_000);

afterAll(async () => {
  await browser.close();
});

describe('axe finds no fault', () => {
  it.each([
    ['in light mode', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['in dark mode', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['on a phone', { viewport: PHONE, colorScheme: 'light' }, 'screen'],
    ['on a phone in dark mode', { viewport: PHONE, colorScheme: 'dark' }, 'screen'],
    ['on paper', { viewport: DESKTOP, colorScheme: 'dark' }, 'print'],
  ] as const)(
    '%s',
    async (_, options, media) => {
      // axe is a script, which the page's own policy would not let in.
      await show(browser, urls.some, { ...options, bypassCSP: true }, async (page) => {
        await page.emulateMedia({ media });
        await page.evaluate(OPEN_ALL);
        expect(await violations(page)).toEqual([]);
      });
    },
    60_000,
  );

  it('would find one', async () => {
    await show(browser, urls.some, { viewport: DESKTOP, bypassCSP: true }, async (page) => {
      await page.evaluate(`document.querySelector('h1').style.color = '#eee'; document.documentElement.lang = '';`);
      const found = String(await violations(page));
      expect(found).toContain('color-contrast');
      expect(found).toContain('html-has-lang');
    });
  }, 60_000);
});

describe('the page', () => {
  it.each([
    ['some', 320],
    ['some', 400],
    ['some', 834],
    ['all', 400],
    ['all', 1200],
    ['hostile', 400],
    ['hostile', 1200],
  ] as const)(
    'with %s domains does not scroll sideways at %i px',
    async (which, width) => {
      await show(browser, urls[which], { viewport: { width, height: 800 } }, async (page) => {
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(OVERFLOW)).toBe(0);
      });
    },
    60_000,
  );

  it.each(['all', 'hostile'] as const)(
    'with %s domains fetches nothing and gives the browser nothing to complain about',
    async (which) => {
      await show(browser, urls[which], { viewport: DESKTOP }, async (page, complaints, requests) => {
        await page.evaluate(OPEN_ALL);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([urls[which]]);
        // The style was let in by its hash, and nothing else would be.
        expect(await page.evaluate(`getComputedStyle(document.querySelector('.pf-skip')).position`)).toBe('absolute');
        expect(await page.evaluate(`document.scripts.length + document.images.length`)).toBe(0);
      });
    },
    60_000,
  );

  it('lets no other style and no script in', async () => {
    await show(browser, urls.some, { viewport: DESKTOP }, async (page, complaints) => {
      await page.evaluate(
        `document.body.insertAdjacentHTML('beforeend', '<p id="other" style="color: red" onclick="1">x</p>')`,
      );
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.bad = 1' }))`,
      );
      expect(complaints.join('\n')).toContain('Content Security Policy');
      expect(await page.evaluate(`typeof window.bad`)).toBe('undefined');
    });
  }, 60_000);

  it('needs no script and no mouse', async () => {
    await show(browser, urls.some, { viewport: DESKTOP, javaScriptEnabled: false }, async (page) => {
      const focused = (what: string): Promise<unknown> => page.evaluate(`document.activeElement.${what}`);
      await page.keyboard.press('Tab');
      expect(await focused('textContent')).toBe('Skip to the results');
      expect(await focused('getBoundingClientRect().left >= 0')).toBe(true);
      await page.keyboard.press('Enter');
      expect(await page.evaluate('location.hash')).toBe('#results');
      await page.evaluate(`document.querySelector('summary').focus()`);
      await page.keyboard.press('Enter');
      expect(await page.evaluate(`document.querySelector('details').open`)).toBe(true);
      expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
    });
  }, 60_000);

  it('is light on paper, without links and without what is folded away', async () => {
    await show(browser, urls.some, { viewport: DESKTOP, colorScheme: 'dark' }, async (page) => {
      await page.evaluate(`document.querySelector('details').open = true`);
      await page.emulateMedia({ media: 'print' });
      const style = (selector: string, property: string): Promise<unknown> =>
        page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
      expect(await style('.pf', 'color')).toBe('rgb(23, 33, 43)');
      expect(await style('nav', 'display')).toBe('none');
      expect(await style('details:not([open])', 'display')).toBe('none');
      expect(await style('details[open]', 'display')).toBe('block');
      expect(await style('.pf-matrix a', 'textDecorationLine')).toBe('none');
      expect(await style('.pf-matrix tr', 'breakInside')).toBe('avoid');
    });
  }, 60_000);

  it('keeps its tables tables where a phone shows them stacked', async () => {
    await show(browser, urls.some, { viewport: PHONE }, async (page) => {
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.pf-matrix tbody tr')).display`)).toBe(
        'grid',
      );
      for (const role of ['table', 'row', 'rowheader', 'columnheader', 'cell'])
        expect(
          await page.evaluate(
            `document.querySelectorAll('.pf-matrix [role=${role}], .pf-matrix[role=${role}]').length > 0`,
          ),
          role,
        ).toBe(true);
    });
  }, 60_000);
});
