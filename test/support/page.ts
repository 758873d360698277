/** A page of ours in a real Chromium, and what an auditor and the browser itself have to say of it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, ContextOptions, Page } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP = { width: 1200, height: 800 };
export const PHONE = { width: 400, height: 800 };

/** Opens the page, and gives all that the browser had to complain about and to fetch. */
export async function show(
  browser: Browser,
  url: string,
  options: ContextOptions,
  use: (page: Page, complaints: string[], requests: string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url);
    await use(page, complaints, requests);
  } finally {
    await context.close();
  }
}

export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ': ' + failureSummary)))`);
}

export const OPEN_ALL = `document.querySelectorAll('details').forEach((one) => { one.open = true; })`;
export const OVERFLOW = `document.documentElement.scrollWidth - document.documentElement.clientWidth`;
