/** A headless Chromium showing the workbench, and what a person would do in it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallHandler } from './channel.mts';
import type { CallName, DriverCalls } from './protocol.mts';
import type { Runtime } from './provision.mts';

// Playwright is installed by provision(), not in the project: these are the parts of it that are used here.
interface Locator {
  first: () => Locator;
  locator: (selector: string) => Locator;
  and: (other: Locator) => Locator;
  click: (options: { timeout: number }) => Promise<void>;
  hover: (options: { timeout: number }) => Promise<void>;
  isVisible: () => Promise<boolean>;
  waitFor: (options: { state: 'visible'; timeout: number }) => Promise<void>;
}
interface Request {
  url: () => string;
}
interface ConsoleMessage {
  text: () => string;
}
interface Frame {
  evaluate: (script: string) => Promise<unknown>;
}
export interface Page {
  frames: () => Frame[];
  reload: () => Promise<unknown>;
  goto: (url: string) => Promise<unknown>;
  exposeFunction: (name: string, callback: (...args: never[]) => void) => Promise<unknown>;
  evaluate: (script: string) => Promise<unknown>;
  setContent: (html: string) => Promise<void>;
  screenshot: (options: { path: string; omitBackground?: boolean }) => Promise<unknown>;
  setViewportSize: (size: { width: number; height: number }) => Promise<void>;
  getByText: (text: string) => Locator;
  locator: (selector: string) => Locator;
  keyboard: { press: (key: string) => Promise<void>; type: (text: string) => Promise<void> };
  mouse: { move: (x: number, y: number, options?: { steps: number }) => Promise<void> };
  on: ((event: 'console', listener: (message: ConsoleMessage) => void) => void) &
    ((event: 'request', listener: (request: Request) => void) => void) &
    ((event: 'pageerror', listener: (error: Error) => void) => void) &
    ((event: 'crash', listener: () => void) => void);
}
export interface Browser {
  newPage: (options: { viewport: { width: number; height: number } }) => Promise<Page>;
  close: () => Promise<void>;
}
interface Playwright {
  chromium: {
    launch: (options: {
      executablePath: string;
      args: string[];
      env: Record<string, string | undefined>;
      handleSIGINT: boolean;
      handleSIGTERM: boolean;
      handleSIGHUP: boolean;
    }) => Promise<Browser>;
  };
}

/** Two windows and what else runs share the processors: only what hangs is to fail. */
const patience = 30_000;

/** Only the fonts that come with the runtime, so that a screenshot looks the same on every machine. */
function writeFontConfiguration(folder: string, fonts: string[]): string {
  const prefer = (family: string, font: string): string =>
    `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  const file = path.join(folder, 'fonts.conf');
  writeFileSync(
    file,
    [
      '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
      ...fonts.map((font) => `<dir>${font}</dir>`),
      `<cachedir>${path.join(folder, 'font-cache')}</cachedir>`,
      prefer('monospace', 'DejaVu Sans Mono'),
      prefer('sans-serif', 'Open Sans'),
      prefer('system-ui', 'Open Sans'),
      '</fontconfig>',
    ].join('\n'),
  );
  return file;
}

/** `folder` is a temporary one of this run. */
export async function launchBrowser(runtime: Runtime, folder: string): Promise<Browser> {
  const { chromium } = (await import(pathToFileURL(runtime.playwright).href)) as Playwright;
  const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-quic', '--font-render-hinting=none'];
  // The workbench would ask for experiments and the like outside; no test needs them.
  args.push('--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1');
  return chromium.launch({
    executablePath: runtime.chromium,
    args: [
      ...args,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    env: {
      ...process.env,
      HOME: folder,
      LD_LIBRARY_PATH: runtime.libraries,
      FONTCONFIG_FILE: writeFontConfiguration(folder, runtime.fonts),
    },
    // cleanup.mts exits on these signals, and Playwright ends its browser at exit.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Runs in the page: the middle of the first place in the active editor that shows `text`, whatever tokens it is cut into. */
function scriptThatFinds(text: string): string {
  return `(() => {
    const wanted = ${JSON.stringify(text)};
    const lines = [...document.querySelectorAll('.editor-group-container.active .view-line')];
    lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    for (const line of lines) {
      const at = line.textContent.replaceAll('\\u00a0', ' ').indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let before = 0;
      let started = false;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const end = before + node.length;
        if (!started && at < end) { range.setStart(node, at - before); started = true; }
        if (started && at + wanted.length <= end) { range.setEnd(node, at + wanted.length - before); break; }
        before = end;
      }
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    return undefined;
  })()`;
}

async function findInEditor(page: Page, text: string): Promise<{ x: number; y: number }> {
  const deadline = Date.now() + patience;
  for (;;) {
    const place = (await page.evaluate(scriptThatFinds(text))) as { x: number; y: number } | undefined;
    if (place !== undefined) return place;
    if (Date.now() > deadline) throw new Error(`the active editor does not show "${text}"`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A webview is an iframe in an iframe; a hidden one has no size. */
async function webviewWith(page: Page, selector: string): Promise<Frame> {
  const deadline = Date.now() + patience;
  const script = `document.querySelector(${JSON.stringify(selector)}) !== null && innerWidth > 0`;
  for (;;) {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const has = await frame.evaluate(script).catch(() => false);
      if (has === true) return frame;
    }
    if (Date.now() > deadline) throw new Error(`no webview has ${selector}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const AXE_RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html, failureSummary }) => impact + ' ' + id + ': ' + html + ': ' + failureSummary)))`;

type Handlers = {
  [Name in CallName]: (...args: Parameters<DriverCalls[Name]>) => Promise<ReturnType<DriverCalls[Name]>>;
};

/** Answers the suite's calls. */
export function driverFor(page: Page, shots: string): CallHandler {
  /** The same text may stand in something that is hidden. */
  // What is only told to screen readers is not shown.
  const seen = page.locator(':not(.monaco-aria-container *)');
  const shown = (text: string): Locator => page.getByText(text).and(seen).locator('visible=true').first();
  const outside: string[] = [];
  page.on('request', (request) => {
    if (/^(https?|wss?):\/\/(?!127\.0\.0\.1:)/.test(request.url())) outside.push(request.url());
  });
  const handlers: Handlers = {
    screenshot: async (name) => {
      if (!/^[\w.-]+$/.test(name)) throw new Error(`"${name}" is no name for a screenshot`);
      mkdirSync(shots, { recursive: true });
      const file = path.join(shots, `${name}.png`);
      // What the suite has just caused may not be painted yet.
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))',
      );
      await page.screenshot({ path: file });
      return file;
    },
    press: async (key) => {
      await page.keyboard.press(key);
      return null;
    },
    type: async (text) => {
      await page.keyboard.type(text);
      return null;
    },
    hoverText: async (text) => {
      const { x, y } = await findInEditor(page, text);
      // A hover needs a move, also when the mouse is there already.
      await page.mouse.move(x - 20, y + 40);
      await page.mouse.move(x, y, { steps: 3 });
      return null;
    },
    clickText: async (text) => {
      await shown(text).click({ timeout: patience });
      return null;
    },
    waitForText: async (text) => {
      await shown(text).waitFor({ state: 'visible', timeout: patience });
      return null;
    },
    isVisible: (text) => shown(text).isVisible(),
    hoverElement: async (selector) => {
      await page.locator(selector).first().hover({ timeout: patience });
      return null;
    },
    clickElement: async (selector) => {
      await page.locator(selector).first().click({ timeout: patience });
      return null;
    },
    resize: async (width, height) => {
      await page.setViewportSize({ width, height });
      return null;
    },
    requestsOutside: () => Promise.resolve(outside),
    inWebview: async (selector, expression) => (await webviewWith(page, selector)).evaluate(expression),
    axeInWebview: async (selector) => {
      const frame = await webviewWith(page, selector);
      await frame.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      return (await frame.evaluate(AXE_RUN)) as string[];
    },
    reload: async () => {
      await page.reload();
      return null;
    },
  };
  // The suite's end is typed by the same DriverCalls, so the arguments of a call fit its handler.
  return (call, args) => (handlers[call] as (...all: unknown[]) => Promise<unknown>)(...args);
}
