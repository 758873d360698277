/** The report panel's page with its script, in a real browser and in the colours of VS Code's themes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../../../src/editor/preflight/panel/model.ts';
import { panelContent, panelPage } from '../../../../src/editor/preflight/panel/page.ts';
import type { PreflightView } from '../../../../src/preflight/view.ts';
import { type ContextOptions, type Page, startBrowser } from '../../../support/browser.ts';
import { DESKTOP, OPEN_ALL, OVERFLOW, PHONE, show as showPage, violations } from '../../../support/page.ts';
import { few, hostileView, labView, some } from '../../../preflight/htmlViews.ts';

interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}
/** What VS Code gives a webview: read from its own themes. */
const THEMES = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../support/themes.json'), 'utf8'),
) as Record<string, Theme>;

/** What the workbench puts before the page's own script. */
const WORKBENCH = `globalThis.posted = []; globalThis.kept = undefined;
globalThis.acquireVsCodeApi = () => ({ postMessage: (m) => posted.push(m), getState: () => kept, setState: (s) => { kept = s; } });`;

let browser: Awaited<ReturnType<typeof startBrowser>>;
let url = '';
let lab: PreflightView;

beforeAll(async () => {
  browser = await startBrowser();
  lab = await labView();
  const { outputFiles } = await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../../../src/editor/preflight/webview/report.ts')],
    bundle: true,
    format: 'iife',
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  // As it stands in the page.
  expect(script).not.toMatch(/<\/script|<!--/i);
  const file = path.join(browser.folder, 'panel.html');
  const scope = JSON.stringify({ kind: 'project', record: 'file:///acme/config/email-deliverability.json' });
  writeFileSync(
    file,
    panelPage({ nonce: 'n0nce', script: `${WORKBENCH}\n${script}`, scope, title: 'Preflight Report' }),
  );
  url = pathToFileURL(file).href;
}, 300_000);

afterAll(async () => {
  await browser.close();
});

const state = (view: PreflightView, more: Partial<PanelState> = {}): PanelState => ({
  view,
  targets: view.report.domains.map(({ domain, relayPort }) =>
    relayPort === undefined ? domain : `${domain}:${relayPort}`,
  ),
  relays: new Set(),
  isRunning: () => false,
  run: undefined,
  networkOff: undefined,
  listOff: undefined,
  listingOf: () => ({ kind: 'listed' }),
  said: undefined,
  nothing: { kind: 'empty' },
  ...more,
});

const show = (
  options: ContextOptions,
  theme: Theme | undefined,
  use: (page: Page, complaints: readonly string[]) => Promise<void>,
): Promise<void> =>
  showPage(browser, url, options, async (page, complaints) => {
    if (theme)
      await page.evaluate(`{
        document.body.className = ${JSON.stringify(theme.bodyClass)};
        for (const [name, value] of Object.entries(${JSON.stringify(theme.variables)})) document.documentElement.style.setProperty(name, value);
      }`);
    await use(page, complaints);
  });

/** As the extension sends it. */
const send = (page: Page, one: PanelState): Promise<unknown> =>
  page.evaluate(`dispatchEvent(new MessageEvent('message', { data: { html: ${JSON.stringify(panelContent(one))} } }))`);

/** Every kind of button and remark at once. */
const BUSY: Partial<PanelState> = {
  networkOff: 'Preflights are off in Restricted Mode.',
  listOff: 'The domain list cannot be changed here.',
  said: { text: 'acme.example was added to the domain list.', undo: true },
  isRunning: (target) => target.startsWith('g'),
};

describe('axe finds no fault', () => {
  for (const [name, theme] of Object.entries(THEMES))
    it.each([
      ['wide', DESKTOP, {}],
      ['narrow', PHONE, BUSY],
    ] as const)(
      `in ${name}, %s`,
      async (_, viewport, more) => {
        await show({ viewport, bypassCSP: true }, theme, async (page) => {
          await send(page, state(few(some(lab)), more));
          await page.evaluate(OPEN_ALL);
          expect(await violations(page)).toEqual([]);
        });
      },
      60_000,
    );

  it('before there is a result', async () => {
    const view = { ...lab, report: { ...lab.report, domains: [] } };
    await show({ viewport: PHONE, bypassCSP: true }, THEMES['Dark Modern'], async (page) => {
      await send(page, state(view, { targets: ['acme.example'] }));
      expect(await violations(page)).toEqual([]);
      await send(page, state(view, { nothing: { kind: 'unlisted', record: 'config/email-deliverability.json' } }));
      expect(await violations(page)).toEqual([]);
    });
  }, 60_000);

  it('would find one', async () => {
    const dark = THEMES['Dark Modern'];
    const variables = { ...dark?.variables, '--vscode-descriptionForeground': '#555' };
    await show(
      { viewport: DESKTOP, bypassCSP: true },
      { bodyClass: dark?.bodyClass ?? '', variables },
      async (page) => {
        await send(page, state(some(lab)));
        expect(String(await violations(page))).toContain('color-contrast');
      },
    );
  }, 60_000);
});

describe('the page', () => {
  it.each([
    ['some', 400],
    ['hostile', 400],
    ['hostile', 1200],
  ] as const)(
    'with %s domains does not scroll sideways at %i px, and the browser has nothing to complain about',
    async (which, width) => {
      const view = which === 'some' ? some(lab) : hostileView(few(lab));
      await show({ viewport: { width, height: 800 } }, THEMES['Dark Modern'], async (page, complaints) => {
        await send(page, state(view, BUSY));
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(OVERFLOW)).toBe(0);
        expect(complaints).toEqual([]);
        expect(await page.evaluate('document.scripts.length + document.images.length')).toBe(1);
      });
    },
    60_000,
  );

  it('lets no other style and no script in, not even with the content', async () => {
    await show({ viewport: DESKTOP }, undefined, async (page, complaints) => {
      const html = `<p style="color: red" onclick="1">x</p><script>window.bad = 1</script><img src="x" onerror="window.bad = 2">`;
      await page.evaluate(`dispatchEvent(new MessageEvent('message', { data: { html: ${JSON.stringify(html)} } }))`);
      await page.evaluate(`document.querySelector('p').click()`);
      expect(complaints.join('\n')).toContain('Content Security Policy');
      expect(await page.evaluate('typeof window.bad')).toBe('undefined');
    });
  }, 60_000);

  it('shows where the keyboard is, also with forced colours', async () => {
    await show({ viewport: DESKTOP, forcedColors: 'active' }, THEMES['Dark Modern'], async (page) => {
      await send(page, state(some(lab)));
      await page.evaluate(`document.querySelector('button').focus()`);
      await page.keyboard.press('Tab');
      const style = (property: string): Promise<unknown> =>
        page.evaluate(`getComputedStyle(document.activeElement).${property}`);
      expect(await style('outlineStyle')).toBe('solid');
      expect(await style('borderTopStyle')).toBe('solid');
    });
  }, 60_000);
});

describe('the script', () => {
  const posted = (page: Page): Promise<unknown> => page.evaluate('JSON.stringify(posted.splice(0))');

  it('asks for what a button says, and for nothing where it does nothing', async () => {
    await show({ viewport: DESKTOP }, undefined, async (page) => {
      expect(await posted(page)).toBe('[{"action":"ready"}]');
      await send(page, state(some(lab)));
      await page.evaluate(`document.querySelector('[data-action=check]').click()`);
      await page.evaluate(`document.querySelector('[data-action=dialogue]').click()`);
      expect(JSON.parse(String(await posted(page)))).toEqual([
        { action: 'check', target: expect.any(String) as string },
        {
          action: 'dialogue',
          target: expect.any(String) as string,
          host: expect.any(String) as string,
          address: expect.any(String) as string,
        },
      ]);
      await send(page, state(some(lab), BUSY));
      await page.evaluate(`document.querySelectorAll('[aria-disabled]').forEach((one) => one.click())`);
      expect(await posted(page)).toBe('[]');
    });
  }, 60_000);

  it('takes nothing from a reader when domains come, go and change places', async () => {
    const view = some(lab);
    const { domains } = view.report;
    const with_ = (some: typeof domains): PanelState => state({ ...view, report: { ...view.report, domains: some } });
    await show({ viewport: DESKTOP }, undefined, async (page) => {
      await send(page, with_(domains));
      await page.evaluate(`{
        globalThis.section = document.querySelector('[data-key="domain self-signed.test"]');
        section.querySelector('details').open = true;
        section.querySelector('button').focus();
      }`);
      for (const order of [domains.toReversed(), domains.slice(1), domains]) {
        await send(page, with_(order));
        // The very same element: a screen reader stays where it is.
        expect(await page.evaluate(`section === document.querySelector('[data-key="domain self-signed.test"]')`)).toBe(
          true,
        );
        expect(await page.evaluate(`section.querySelector('details').open`)).toBe(true);
        expect(await page.evaluate(`section.contains(document.activeElement)`)).toBe(true);
        expect(await page.evaluate(`document.querySelector('#report').innerHTML.replaceAll(' open=""', '')`)).toBe(
          await page.evaluate(
            `(() => { const one = document.createElement('div'); one.innerHTML = ${JSON.stringify(panelContent(with_(order)))}; return one.innerHTML; })()`,
          ),
        );
      }
      await send(page, {
        ...with_(domains.filter(({ domain }) => domain !== 'self-signed.test')),
        said: { text: 'Gone.', undo: true },
      });
      expect(await page.evaluate(`document.activeElement.textContent`)).toBe('Undo');
    });
  }, 60_000);

  it('comes back as it was, when the content comes in two steps', async () => {
    await show({ viewport: DESKTOP }, undefined, async (page) => {
      await send(page, state(some(lab)));
      await page.evaluate(
        `{ document.querySelector('details').open = true; scrollTo({ top: 500, behavior: 'instant' }); }`,
      );
      await page.evaluate(`new Promise((done) => setTimeout(done, 500))`);
      const kept = String(await page.evaluate('JSON.stringify(kept)'));
      expect(JSON.parse(kept)).toMatchObject({ scope: { kind: 'project' }, top: 500 });
      const again = await browser.newContext({ viewport: DESKTOP });
      try {
        const file = path.join(browser.folder, 'again.html');
        const html = readFileSync(new URL(url), 'utf8');
        writeFileSync(file, html.replace('globalThis.kept = undefined;', `globalThis.kept = ${kept};`));
        const second = await again.newPage();
        await second.goto(pathToFileURL(file).href);
        await send(second, state({ ...lab, report: { ...lab.report, domains: [] } }));
        await send(second, state(some(lab)));
        expect(await second.evaluate(`document.querySelectorAll('details[open]').length`)).toBe(1);
        expect(await second.evaluate('scrollY')).toBe(500);
      } finally {
        await again.close();
      }
    });
  }, 60_000);

  it('moves the keyboard with a link within the page', async () => {
    await show({ viewport: DESKTOP }, undefined, async (page) => {
      await send(page, state(some(lab)));
      await page.evaluate(`document.querySelector('.pf-skip').click()`);
      expect(await page.evaluate('document.activeElement.id')).toBe('results');
      await page.evaluate(`document.querySelector('.pf-matrix a').click()`);
      expect(await page.evaluate('document.activeElement.id')).toBe('domain-1');
    });
  }, 60_000);
});
