// Bundles the doors; `--watch` rebuilds on change.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, context, type BuildOptions } from 'esbuild';
import { lazyModules } from './lazyModules.mts';

const { values } = parseArgs({ options: { watch: { type: 'boolean' } } });

const shared: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  sourcemap: true,
  sourcesContent: false,
  minify: true,
  legalComments: 'none',
  // jsonc-parser's CommonJS build hides its requires from bundlers; the ES module does not.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  // Its table of public suffixes takes as long to set up as everything else together, and few projects need it.
  plugins: [lazyModules({ tldts: ['parse'] })],
};

const doors: BuildOptions[] = [
  // VS Code 1.101 runs extensions on Node 22.
  {
    ...shared,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    target: 'node22',
  },
  {
    ...shared,
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
  },
];

await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
if (values.watch) {
  for (const door of doors) await (await context(door)).watch();
} else {
  await Promise.all(doors.map((door) => build(door)));
}
