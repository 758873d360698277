/** Prepares a real VS Code (its server build, from npm) and a Chromium in `.vscode-test/host`. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeAtExit, removeFolder, startProcess, stopProcess } from './cleanup.mts';

export const project = path.resolve(import.meta.dirname, '../..');
const pins = path.join(import.meta.dirname, 'runtime');
const home = path.join(project, '.vscode-test/host');

export interface Runtime {
  node: string;
  server: string;
  playwright: string;
  chromium: string;
  libraries: string;
  fonts: string[];
}

/** VS Code's server wants Node 24; the project's dev dependency `node` is one. */
function findNode(): string {
  const inProject = globSync(
    ['node_modules/node/bin/node', 'node_modules/node/node_modules/node-*/bin/node', 'node_modules/node-*/bin/node'],
    { cwd: project },
  )[0];
  if (inProject !== undefined) return path.join(project, inProject);
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(
    `VS Code's server needs Node 24. Run "npm ci": it brings one. (This is Node ${process.versions.node}.)`,
  );
}

/** Runs a command to its end; its output is shown only when it fails. */
async function execute(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = startProcess(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new Error(`"${path.basename(command)} ${args.join(' ')}" ended with ${String(code)}\n${output}`);
  } finally {
    stopProcess(child);
  }
}

/** A changed pin, a changed recipe or another Node makes a new runtime. */
function wantedStamp(node: string): string {
  const hash = createHash('sha256');
  for (const file of [path.join(pins, 'package.json'), path.join(pins, 'package-lock.json'), import.meta.filename])
    hash.update(readFileSync(file));
  return hash.update(`${process.platform} ${process.arch} ${node}`).digest('hex');
}

function isReady(stamp: string): boolean {
  const file = path.join(home, 'stamp');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function removeAbandoned(): void {
  for (const name of globSync('host.partial-*', { cwd: path.dirname(home) })) {
    try {
      process.kill(Number(name.split('-').at(-1)), 0);
    } catch {
      removeFolder(path.join(path.dirname(home), name));
    }
  }
}

async function install(folder: string, node: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    writeFileSync(path.join(folder, name), readFileSync(path.join(pins, name)));

  // "npm run" describes the project's own package in the environment; this is another one.
  const ofProject = /^npm_(package_|lifecycle_|config_local_prefix)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofProject.test(name)));
  env['PATH'] = `${path.dirname(node)}${path.delimiter}${env['PATH'] ?? ''}`;
  const npmScript = process.env['npm_execpath'];
  const npm = async (cwd: string, ...args: string[]): Promise<void> => {
    const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    if (npmScript?.endsWith('.js') === true) await execute(node, [npmScript, ...all], cwd, env);
    else await execute('npm', all, cwd, env);
  };

  await npm(folder, 'ci');
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  // "ci" refuses this shrinkwrap (it lacks an entry); "install" takes every version that is in it.
  await npm(server, 'install', '--omit=dev', '--no-save');
  replaceWatchdog(server);

  // The package unpacks into the folder for temporary files, which all users of a machine share.
  const browser = path.join(folder, 'browser');
  mkdirSync(browser);
  const unpack = `import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath());`;
  // The variable makes it unpack its own system libraries too.
  await execute(node, ['--eval', unpack], folder, { ...env, TMPDIR: browser, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' });
}

/**
 * The extension host starts this native module, which ends a host whose parent hangs. Here the driver ends every process itself,
 * so a plain script stands in, and no compiler is needed.
 */
function replaceWatchdog(server: string): void {
  const folder = path.join(server, 'node_modules/@vscode/native-watchdog/build/Release');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'watchdog.js'),
    'exports.start = () => {};\nexports.exit = (code) => process.exit(code);\n',
  );
}

export async function provision(): Promise<Runtime> {
  const node = findNode();
  const stamp = wantedStamp(node);
  if (!isReady(stamp)) {
    const started = performance.now();
    console.log('preparing VS Code from npm in .vscode-test/host ...');
    removeAbandoned();
    // Built apart and then renamed: the folder of that name is always a complete one.
    const partial = `${home}.partial-${process.pid}`;
    removeAtExit(partial);
    await install(partial, node);
    writeFileSync(path.join(partial, 'stamp'), stamp);
    removeFolder(home);
    renameSync(partial, home);
    removeFolder(partial);
    console.log(`prepared in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const browser = path.join(home, 'browser');
  return {
    node,
    server: path.join(home, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    playwright: path.join(home, 'node_modules/playwright-core/index.mjs'),
    // Chromium comes for Linux only; elsewhere, name one that is installed.
    chromium: process.env['CHROMIUM_PATH'] ?? path.join(browser, 'chromium'),
    libraries: path.join(browser, 'al2023/lib'),
    fonts: [path.join(browser, 'fonts/fonts'), path.join(home, 'node_modules/dejavu-fonts-ttf/ttf')],
  };
}
