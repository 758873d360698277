/** What every page that a command writes must stand up to, whatever it is about: real browser, real auditor. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser, type ContextOptions, type Page } from './browser.ts';
import { DESKTOP, OPEN_ALL, OVERFLOW, show, violations } from './page.ts';

export interface HtmlPages<Name extends string> {
  readonly url: (name: Name) => string;
  /** As `show` does. */
  readonly show: (
    name: Name,
    options: ContextOptions,
    use: (page: Page, complaints: string[], requests: string[]) => Promise<void>,
  ) => Promise<void>;
}

/** Puts the pages into files, and a browser beside them, for the tests of one file. */
export function htmlPages<Name extends string>(make: () => Promise<Readonly<Record<Name, string>>>): HtmlPages<Name> {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  const url = (name: Name): string => pathToFileURL(path.join(browser.folder, `${name}.html`)).href;
  // The first run fetches the browser from npm.
  beforeAll(async () => {
    browser = await startBrowser();
    for (const [name, html] of Object.entries<string>(await make()))
      writeFileSync(path.join(browser.folder, `${name}.html`), html);
  }, 300_000);
  afterAll(async () => {
    await browser.close();
  });
  return { url, show: (name, options, use) => show(browser, url(name), options, use) };
}

export type AxeCase<Name> = readonly [what: string, name: Name, options: ContextOptions, media: 'screen' | 'print'];

/** @param text a selector of some text, which is made unreadable to see axe find it */
export function describeAxe<Name extends string>(
  pages: HtmlPages<Name>,
  cases: readonly AxeCase<Name>[],
  text: string,
): void {
  describe('axe finds no fault', () => {
    it.each(cases)(
      '%s',
      async (_, name, options, media) => {
        // axe is a script, which the page's own policy would not let in.
        await pages.show(name, { ...options, bypassCSP: true }, async (page) => {
          await page.emulateMedia({ media });
          await page.evaluate(OPEN_ALL);
          expect(await violations(page)).toEqual([]);
        });
      },
      60_000,
    );

    it.each(cases.slice(0, 1))(
      'would find one %s',
      async (_, name) => {
        await pages.show(name, { viewport: DESKTOP, bypassCSP: true }, async (page) => {
          await page.evaluate(
            `document.querySelector('${text}').style.color = '#eee'; document.documentElement.lang = '';`,
          );
          const found = String(await violations(page));
          expect(found).toContain('color-contrast');
          expect(found).toContain('html-has-lang');
        });
      },
      60_000,
    );
  });
}

/** Words and dates that begin in one line and end in another; names of hosts and addresses may. */
const BROKEN_WORDS = `(() => {
  const broken = [];
  const isClipped = (element) => element !== null && (getComputedStyle(element).clipPath !== 'none' || isClipped(element.parentElement));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('style, .pf-dialogue, code') !== null) continue;
    if (isClipped(node.parentElement)) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s\u00a0]+/g)) {
      if (/[@:/_]|\\.\\S/.test(word) || (word.includes('-') && !/^\\d{4}-\\d\\d-\\d\\d/.test(word))) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

/** Within the width of the window, and out of one file. */
export function itStandsAlone<Name extends string>(
  pages: HtmlPages<Name>,
  widths: readonly (readonly [name: Name, width: number])[],
): void {
  it.each(widths)(
    '(%s) does not scroll sideways at %i px',
    async (name, width) => {
      await pages.show(name, { viewport: { width, height: 800 } }, async (page) => {
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(OVERFLOW)).toBe(0);
      });
    },
    60_000,
  );

  it.each(widths.filter(([name, width]) => name !== 'hostile' && width === 400))(
    '(%s) breaks no word and no date at %i px',
    async (name, width) => {
      await pages.show(name, { viewport: { width, height: 800 } }, async (page) => {
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
        await page.evaluate(
          `document.querySelector('td').style.width = document.querySelector('td').style.maxWidth = '2ch'`,
        );
        await page.evaluate(`document.querySelector('td').textContent = 'unbreakable'`);
        expect(await page.evaluate(BROKEN_WORDS), 'would see one').toEqual(['unbreakable']);
      });
    },
    60_000,
  );

  it.each([...new Set(widths.map(([name]) => name))])(
    '(%s) fetches nothing and gives the browser nothing to complain about',
    async (name) => {
      await pages.show(name, { viewport: DESKTOP }, async (page, complaints, requests) => {
        await page.evaluate(OPEN_ALL);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([pages.url(name)]);
        // The style was let in by its hash, and nothing else would be.
        expect(await page.evaluate(`getComputedStyle(document.querySelector('.pf-skip')).position`)).toBe('absolute');
        expect(await page.evaluate(`document.scripts.length + document.images.length`)).toBe(0);
      });
    },
    60_000,
  );
}
