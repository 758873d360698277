/** A page of ours in a real Chromium, and what an auditor and the browser itself have to say of it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, ContextOptions, Page } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1200, height: 800 };
export const PHONE = { width: 400, height: 800 };

/** A page for each of what cannot be changed later, which the tests of a file use in turn. */
const pages = new WeakMap<Browser, Map<string, Promise<Page>>>();

function pageOf(browser: Browser, { bypassCSP = false, javaScriptEnabled = true }: ContextOptions): Promise<Page> {
  const ofBrowser = pages.get(browser) ?? new Map<string, Promise<Page>>();
  pages.set(browser, ofBrowser);
  const key = `${bypassCSP} ${javaScriptEnabled}`;
  const page =
    ofBrowser.get(key) ??
    browser.newContext({ viewport: DESKTOP, bypassCSP, javaScriptEnabled }).then((context) => context.newPage());
  ofBrowser.set(key, page);
  return page;
}

/** Opens the page anew, and gives all that the browser had to complain about and to fetch. */
export async function show(
  browser: Browser,
  url: string,
  options: ContextOptions,
  use: (page: Page, complaints: string[], requests: string[]) => Promise<void>,
): Promise<void> {
  const page = await pageOf(browser, options);
  const { viewport, colorScheme = 'light', forcedColors = 'none' } = options;
  await page.setViewportSize(viewport);
  await page.emulateMedia({ media: 'screen', colorScheme, forcedColors });
  const complaints: string[] = [];
  const requests: string[] = [];
  const hear = {
    console: (message: { readonly text: () => string }) => complaints.push(message.text()),
    pageerror: (error: Error) => complaints.push(String(error)),
    request: (request: { readonly url: () => string }) => requests.push(request.url()),
  };
  page.on('console', hear.console);
  page.on('pageerror', hear.pageerror);
  page.on('request', hear.request);
  try {
    await page.goto(url);
    await use(page, complaints, requests);
  } finally {
    page.off('console', hear.console);
    page.off('pageerror', hear.pageerror);
    page.off('request', hear.request);
    // What a test did to the page goes with its document, and nothing of it is told to the next test.
    await page.goto('about:blank');
  }
}

export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ': ' + failureSummary)))`);
}

export const OPEN_ALL = `document.querySelectorAll('details').forEach((one) => { one.open = true; })`;
export const OVERFLOW = `document.documentElement.scrollWidth - document.documentElement.clientWidth`;
