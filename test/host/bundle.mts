import path from 'node:path';
import { build } from 'esbuild';
import { project } from './provision.mts';

/** Bundles the suite, mocha included, into one file; answers with its path. */
export async function bundleSuite(): Promise<string> {
  const outfile = path.join(project, '.vscode-test/suite/index.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'suite/index.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    mainFields: ['module', 'main'],
    sourcemap: true,
    // Mocha looks for its workers only when it runs in parallel, which it does not here.
    logOverride: { 'require-resolve-not-external': 'silent' },
    logLevel: 'warning',
  });
  return outfile;
}
