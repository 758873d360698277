/** A real Chromium for pages: the one that the tests in VS Code use, fetched from npm on its first use. */
import { launchBrowser } from '../host/browser.mts';
import { removeFolder, temporaryFolder } from '../host/cleanup.mts';
import { provision } from '../host/provision.mts';

// Playwright is installed by provision(), not in the project: these are the parts of it that are used here.
export interface ContextOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
  readonly bypassCSP?: boolean;
  readonly forcedColors?: 'active' | 'none';
}

export interface Page {
  readonly goto: (url: string) => Promise<unknown>;
  /** `script` is an expression, evaluated in the page. */
  readonly evaluate: (script: string) => Promise<unknown>;
  readonly setViewportSize: (size: { readonly width: number; readonly height: number }) => Promise<void>;
  readonly emulateMedia: (options: {
    readonly media: 'print' | 'screen';
    readonly colorScheme?: 'light' | 'dark';
    readonly forcedColors?: 'active' | 'none';
  }) => Promise<void>;
  readonly screenshot: (options: {
    readonly path: string;
    readonly fullPage?: boolean;
    readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  }) => Promise<unknown>;
  readonly keyboard: { readonly press: (key: string) => Promise<void> };
  readonly title: () => Promise<string>;
  readonly pdf: (options: { readonly path: string; readonly format: string }) => Promise<unknown>;
  readonly on: Listens;
  readonly off: Listens;
}

type Listens = ((event: 'console', listener: (message: { readonly text: () => string }) => void) => void) &
  ((event: 'request', listener: (request: { readonly url: () => string }) => void) => void) &
  ((event: 'pageerror', listener: (error: Error) => void) => void);

interface Context {
  readonly newPage: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

export interface Browser {
  readonly newContext: (options: ContextOptions) => Promise<Context>;
  readonly close: () => Promise<void>;
}

/** Fetching it takes about 25 s, starting it one. `folder` is for files of the test and goes with the browser. */
export async function startBrowser(): Promise<Browser & { readonly folder: string }> {
  const runtime = await provision();
  const folder = temporaryFolder();
  const browser = (await launchBrowser(runtime, folder)) as unknown as Browser;
  return {
    folder,
    newContext: (options) => browser.newContext(options),
    async close() {
      await browser.close();
      removeFolder(folder);
    },
  };
}
