import { describe, expect, it } from 'vitest';
import { preflightHtml } from '../../src/preflight/report/html/page.ts';
import { describeAxe, htmlPages, itStandsAlone } from '../support/htmlPages.ts';
import { DESKTOP, PHONE } from '../support/page.ts';
import { few, hostileView, labView, some } from './htmlViews.ts';

const pages = htmlPages(async () => {
  const view = await labView();
  return {
    some: preflightHtml(some(view)),
    all: preflightHtml(view),
    hostile: preflightHtml(hostileView(few(view))),
  };
});

describeAxe(
  pages,
  [
    ['in light mode', 'some', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['in dark mode', 'some', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['on a phone', 'some', { viewport: PHONE, colorScheme: 'light' }, 'screen'],
    ['on a phone in dark mode', 'some', { viewport: PHONE, colorScheme: 'dark' }, 'screen'],
    ['on paper', 'some', { viewport: DESKTOP, colorScheme: 'dark' }, 'print'],
  ],
  'h1',
);

describe('the page', () => {
  itStandsAlone(pages, [
    ['some', 320],
    ['some', 400],
    ['some', 834],
    ['all', 400],
    ['all', 1200],
    ['hostile', 400],
    ['hostile', 1200],
  ]);

  it('lets no other style and no script in', async () => {
    await pages.show('some', { viewport: DESKTOP }, async (page, complaints) => {
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
    await pages.show('some', { viewport: DESKTOP, javaScriptEnabled: false }, async (page) => {
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
    await pages.show('some', { viewport: DESKTOP, colorScheme: 'dark' }, async (page) => {
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
    await pages.show('some', { viewport: PHONE }, async (page) => {
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
