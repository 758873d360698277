import { describe, expect, it } from 'vitest';
import { logHtml } from '../../src/emailLog/report/html/page.ts';
import { describeAxe, htmlPages, itStandsAlone } from '../support/htmlPages.ts';
import { DESKTOP, PHONE } from '../support/page.ts';
import { emptyLog, fullLog, hostileLog, sampleLog } from './logViews.ts';

const pages = htmlPages(async () => ({
  sample: logHtml(await sampleLog()),
  full: logHtml(await fullLog()),
  hostile: logHtml(await hostileLog()),
  empty: logHtml(await emptyLog()),
}));

describeAxe(
  pages,
  [
    ['in light mode', 'sample', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['in dark mode', 'sample', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['with everything at once', 'full', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
    ['with everything at once in dark mode', 'full', { viewport: DESKTOP, colorScheme: 'dark' }, 'screen'],
    ['on a phone', 'full', { viewport: PHONE, colorScheme: 'light' }, 'screen'],
    ['on a phone in dark mode', 'sample', { viewport: PHONE, colorScheme: 'dark' }, 'screen'],
    ['on paper', 'full', { viewport: DESKTOP, colorScheme: 'dark' }, 'print'],
    ['with nothing', 'empty', { viewport: DESKTOP, colorScheme: 'light' }, 'screen'],
  ],
  '.pf-log th',
);

describe('the page', () => {
  itStandsAlone(pages, [
    ['sample', 320],
    ['sample', 834],
    ['sample', 1200],
    ['full', 400],
    ['full', 1200],
    ['hostile', 400],
    ['hostile', 1200],
  ]);

  it('draws its charts in the colours of its theme', async () => {
    await pages.show('sample', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
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
