/** VS Code's server build. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { openChannel } from './channel.mts';
import { startProcess, stopProcess } from './cleanup.mts';
import { environment } from './protocol.mts';
import { quietSettings } from './settings.mts';
import type { HostRun, Start, Workbench } from './vscode.mts';

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

/** The extension host is a process of Node, as in a remote window. */
export async function startRemote({ runtime, folder, run, answer, log }: Start): Promise<Workbench> {
  const channel = await openChannel(answer);
  const data = path.join(folder, 'server');
  const home = path.join(folder, 'home');
  mkdirSync(path.join(data, 'data/User'), { recursive: true });
  mkdirSync(home);
  mkdirSync(path.join(data, 'extensions'));
  for (const installed of [...(run.installed ? [run.extension] : []), ...run.besides])
    symlinkSync(path.resolve(installed), path.join(data, 'extensions', path.basename(installed)));
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
    env: serverEnvironment(folder, home, {
      ...run.env,
      [environment.port]: String(channel.port),
      [environment.scenario]: run.scenario,
      [environment.driver]: 'yes',
    }),
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
    channel.close();
  };
  try {
    await Promise.race([listening, ended]);
  } catch (error) {
    stop();
    throw error;
  }
  const developed = run.installed ? writeEmptyExtension(folder) : run.extension;
  return { url: workbenchUrl(`127.0.0.1:${port}`, token, run, developed), ended, stop };
}

/** VS Code runs tests only for an extension under development: this one does nothing. */
function writeEmptyExtension(folder: string): string {
  const extension = path.join(folder, 'empty-extension');
  mkdirSync(extension);
  const manifest = { name: 'empty', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
  return extension;
}

function workbenchUrl(authority: string, token: string, run: HostRun, developed: string): string {
  const remote = (file: string): string => `vscode-remote://${authority}${path.resolve(file)}`;
  const query = new URLSearchParams({
    tkn: token,
    [run.open.endsWith('.code-workspace') ? 'workspace' : 'folder']: run.open,
    payload: JSON.stringify([
      ['extensionDevelopmentPath', remote(developed)],
      ['extensionTestsPath', remote(run.suite)],
      ['skipWelcome', 'true'],
    ]),
  });
  // VS Code decodes with decodeURIComponent, to which a plus is a plus.
  return `http://${authority}/?${query.toString().replaceAll('+', '%20')}`;
}
