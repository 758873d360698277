import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { project } from './provision.mts';

const shared: BuildOptions = {
  entryPoints: [path.join(import.meta.dirname, 'suite/index.ts')],
  bundle: true,
  format: 'cjs',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
};

/** Bundles the suite, mocha included, into one file; answers with its path. */
export async function bundleSuite(): Promise<string> {
  const outfile = path.join(project, '.vscode-test/suite/index.cjs');
  await build({
    ...shared,
    outfile,
    platform: 'node',
    target: 'node22',
    // Mocha looks for its workers only when it runs in parallel, which it does not here.
    logOverride: { 'require-resolve-not-external': 'silent' },
  });
  return outfile;
}

/** A bundle for each scenario, whose environment it holds. */
export const webSuiteOf = (scenario: string): string => path.join(project, `.vscode-test/suite/web-${scenario}.js`);

/** The same suite for the browser's extension host, where nothing of Node is. `env` stands for the environment. */
export async function bundleWebSuite(scenario: string, env: Readonly<Record<string, string>>): Promise<void> {
  await build({
    ...shared,
    outfile: webSuiteOf(scenario),
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env': JSON.stringify(env) },
    plugins: [inBrowser],
  });
}

/** What stands in a browser for a module of the suite, or of Node. */
const STAND_INS: Readonly<Record<string, string>> = {
  mocha: 'mocha.ts',
  'node:assert/strict': 'assert.ts',
  './channel.ts': 'channel.ts',
  './nodeDisk.ts': 'nodeDisk.ts',
};

const inBrowser: Plugin = {
  name: 'in-browser',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^(mocha|node:assert\/strict|\.\/(channel|nodeDisk)\.ts)$/ }, ({ path: wanted }) => ({
      path: path.join(import.meta.dirname, 'web', STAND_INS[wanted] ?? ''),
    }));
    // Suites that need Node are in the bundle too, but no scenario of the browser runs them.
    bundling.onResolve({ filter: /^node:/ }, ({ path: wanted }) => ({ path: wanted, namespace: 'absent' }));
    bundling.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
    // A script that its package.json calls a module: taken for one, it would export itself in the suite's place.
    bundling.onResolve({ filter: /^mocha\/mocha\.js$/ }, () => ({
      path: path.join(project, 'node_modules/mocha/mocha.js'),
      namespace: 'script',
    }));
    bundling.onLoad({ filter: /.*/, namespace: 'script' }, async ({ path: file }) => ({
      contents: await readFile(file, 'utf8'),
    }));
  },
};
