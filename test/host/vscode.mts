/** Runs a mocha suite inside the extension host of a real VS Code, shown in a headless Chromium. */
import { driverFor, launchBrowser, type Browser } from './browser.mts';
import { answerer, type Answerer } from './channel.mts';
import { removeFolder, temporaryFolder } from './cleanup.mts';
import type { SuiteEvent } from './protocol.mts';
import { provision, type Runtime } from './provision.mts';
import { startRemote } from './remote.mts';
import { startWeb } from './web.mts';

export interface HostRun {
  /** Folder of the extension under test. */
  extension: string;
  /** The bundled suite. */
  suite: string;
  scenario: string;
  /** As users have it, or under development: the latter is never disabled, whatever Restricted Mode says. */
  installed: boolean;
  /** A folder, a `.code-workspace` file, or the URI of a folder that is on no disk. */
  open: string;
  /** Folders of other extensions that are installed. */
  besides: string[];
  /** In a window without a server: the extension host is a worker of the browser. */
  inBrowser: boolean;
  trusted: boolean;
  timeoutMs: number;
  /** Where screenshots go. */
  shots: string;
  settings?: Record<string, unknown> | undefined;
  env?: Record<string, string> | undefined;
  onEvent?: (event: SuiteEvent) => void;
}

export interface HostResult {
  /** The suite's exit code: 0 when every test passed; undefined when the suite did not come to its end. */
  code: number | undefined;
  /** Why it did not. */
  problem: string | undefined;
  events: SuiteEvent[];
  log: string;
}

/** What a window needs to show itself and to talk to the driver. */
export interface Start {
  runtime: Runtime;
  /** A temporary one of this run. */
  folder: string;
  run: HostRun;
  answer: Answerer;
  log: (text: string) => void;
}

export interface Workbench {
  url: string;
  /** Rejects when the server ends by itself. */
  ended: Promise<never>;
  stop: () => void;
}

async function timeLimit(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error(`no result within ${ms / 1000} s`));
    }, ms).unref();
  });
}

export async function runHost(run: HostRun): Promise<HostResult> {
  const runtime = await provision();
  const folder = temporaryFolder();
  const lines: string[] = [];
  const log = (text: string): void => {
    lines.push(text);
  };
  const events: SuiteEvent[] = [];
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  let code: number | undefined;
  let problem: string | undefined;
  try {
    browser = await launchBrowser(runtime, folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const driver = driverFor(page, run.shots);
    const answer = answerer((event) => {
      events.push(event);
      run.onEvent?.(event);
    }, driver);
    workbench = await (run.inBrowser ? startWeb : startRemote)({ runtime, folder, run, answer, log });
    page.on('console', (message) => {
      // Those with a style come through codeAutomationLog as well.
      if (!message.text().startsWith('%c')) log(`[workbench] ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      log(`[workbench] ${error.stack ?? error.message}`);
    });
    const crashed = new Promise<never>((_, reject) => {
      page.on('crash', () => {
        reject(new Error("the workbench's page crashed"));
      });
    });
    let finish: (code: number) => void = () => undefined;
    const finished = new Promise<number>((resolve) => {
      finish = resolve;
    });
    await page.exposeFunction('codeAutomationExit', finish);
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
      log(`[extension host] ${type}: ${values.map(String).join(' ')}`);
    });
    await page.goto(workbench.url);
    try {
      code = await Promise.race([finished, workbench.ended, crashed, timeLimit(run.timeoutMs)]);
      if (!events.some(({ kind }) => kind === 'end')) throw new Error('the extension host ended before the suite did');
    } catch (error) {
      code = undefined;
      // What the workbench showed when it got stuck is worth more than its log.
      const shot = await driver('screenshot', [`stuck-${run.scenario}`]).catch(() => 'no screenshot');
      problem = `${error instanceof Error ? error.message : String(error)} (${String(shot)})`;
    }
  } finally {
    await browser?.close();
    workbench?.stop();
    removeFolder(folder);
  }
  return { code, problem, events, log: lines.join('\n') };
}
