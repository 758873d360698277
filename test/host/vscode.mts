/** Runs a mocha suite inside the extension host of a real VS Code: its server build, shown in a headless Chromium. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { driverFor, launchBrowser, type Browser } from './browser.mts';
import { openChannel, type Channel } from './channel.mts';
import { removeFolder, startProcess, stopProcess, temporaryFolder } from './cleanup.mts';
import { environment, type SuiteEvent } from './protocol.mts';
import { provision, type Runtime } from './provision.mts';
import { quietSettings } from './settings.mts';

export interface HostRun {
  /** Folder of the extension under test. */
  extension: string;
  /** The bundled suite. */
  suite: string;
  scenario: string;
  /** As users have it, or under development: the latter is never disabled, whatever Restricted Mode says. */
  installed: boolean;
  /** A folder or a `.code-workspace` file. */
  open: string;
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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The caller's environment without what npm or an enclosing VS Code put there, and with a home of its own. */
function serverEnvironment(folder: string, home: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|VSCODE_|ELECTRON_)/i.test(name));
  // VS Code leaves sockets among the temporary files.
  // Without a gallery it does not look for extensions outside.
  const own = { HOME: home, TMPDIR: folder, EXTENSIONS_GALLERY: '{}' };
  return { ...Object.fromEntries(inherited), ...own, ...extra };
}

interface Server {
  /** The workbench's address, without a query. */
  url: string;
  authority: string;
  token: string;
  /** Rejects when the server ends by itself. */
  ended: Promise<never>;
  stop: () => void;
}

async function startServer(
  runtime: Runtime,
  folder: string,
  run: HostRun,
  extraEnv: Record<string, string>,
  log: (text: string) => void,
): Promise<Server> {
  const data = path.join(folder, 'server');
  const home = path.join(folder, 'home');
  mkdirSync(path.join(data, 'data/User'), { recursive: true });
  mkdirSync(home);
  if (run.installed) {
    mkdirSync(path.join(data, 'extensions'));
    symlinkSync(path.resolve(run.extension), path.join(data, 'extensions/extension-under-test'));
  }
  // code-server keeps the user's settings on the server, not in the browser.
  writeFileSync(path.join(data, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...run.settings }));
  const port = await freePort();
  const token = randomUUID();
  const args = ['--host', '127.0.0.1', '--port', String(port), '--connection-token', token, '--server-data-dir', data];
  args.push('--accept-server-license-terms', '--telemetry-level', 'off', '--disable-getting-started-override');
  // Without this flag a release build ignores the URL's payload and starts no test.
  args.push('--enable-smoke-test-driver');
  if (run.trusted) args.push('--disable-workspace-trust');
  const child = startProcess(runtime.node, [runtime.server, ...args], {
    cwd: folder,
    env: serverEnvironment(folder, home, extraEnv),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`VS Code's server ended with ${String(code ?? signal)}`));
    });
  });
  // It is awaited in races only; once stopped on purpose, its rejection means nothing.
  ended.catch(() => undefined);
  const listening = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      log(`[server] ${chunk.toString().trimEnd()}`);
      if (chunk.includes('Extension host agent listening')) resolve();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log(`[server] ${chunk.toString().trimEnd()}`);
    });
  });
  const stop = (): void => {
    stopProcess(child);
  };
  try {
    await Promise.race([listening, ended]);
  } catch (error) {
    stop();
    throw error;
  }
  const authority = `127.0.0.1:${port}`;
  return { url: `http://${authority}/`, authority, token, ended, stop };
}

/** VS Code runs tests only for an extension under development: this one does nothing. */
function writeEmptyExtension(folder: string): string {
  const extension = path.join(folder, 'empty-extension');
  mkdirSync(extension);
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
  return extension;
}

function workbenchUrl(server: Server, run: HostRun, developed: string): string {
  const remote = (file: string): string => `vscode-remote://${server.authority}${path.resolve(file)}`;
  const query = new URLSearchParams({
    tkn: server.token,
    [run.open.endsWith('.code-workspace') ? 'workspace' : 'folder']: path.resolve(run.open),
    payload: JSON.stringify([
      ['extensionDevelopmentPath', remote(developed)],
      ['extensionTestsPath', remote(run.suite)],
      ['skipWelcome', 'true'],
    ]),
  });
  // VS Code decodes with decodeURIComponent, to which a plus is a plus.
  return `${server.url}?${query.toString().replaceAll('+', '%20')}`;
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
  let server: Server | undefined;
  let channel: Channel | undefined;
  let code: number | undefined;
  let problem: string | undefined;
  try {
    browser = await launchBrowser(runtime, folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const driver = driverFor(page, run.shots);
    channel = await openChannel((event) => {
      events.push(event);
      run.onEvent?.(event);
    }, driver);
    const env = {
      ...run.env,
      [environment.port]: String(channel.port),
      [environment.scenario]: run.scenario,
      [environment.driver]: 'yes',
    };
    const developed = run.installed ? writeEmptyExtension(folder) : run.extension;
    server = await startServer(runtime, folder, run, env, log);
    page.on('console', (message) => {
      // Those with a style come through codeAutomationLog as well.
      if (!message.text().startsWith('%c')) log(`[workbench] ${message.text()}`);
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
    await page.goto(workbenchUrl(server, run, developed));
    try {
      code = await Promise.race([finished, server.ended, crashed, timeLimit(run.timeoutMs)]);
      if (!events.some(({ kind }) => kind === 'end')) throw new Error('the extension host ended before the suite did');
    } catch (error) {
      code = undefined;
      // What the workbench showed when it got stuck is worth more than its log.
      const shot = await driver('screenshot', [`stuck-${run.scenario}`]).catch(() => 'no screenshot');
      problem = `${error instanceof Error ? error.message : String(error)} (${String(shot)})`;
    }
  } finally {
    await browser?.close();
    server?.stop();
    channel?.close();
    removeFolder(folder);
  }
  return { code, problem, events, log: lines.join('\n') };
}
