// Bundles the doors; `--watch` rebuilds on change.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, context, type BuildOptions } from 'esbuild';
import { lazyBundles, lazyPackages } from './lazyPackages.mts';

const { values } = parseArgs({ options: { watch: { type: 'boolean' } } });

/** What only some files need; tldts' table of public suffixes alone is larger than both parsers. */
const LAZY = { tldts: ['parse'], 'ipaddr.js': ['default'], ignore: ['default'], 'fastest-levenshtein': ['distance'] };

const shared: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  minify: true,
  legalComments: 'none',
  // jsonc-parser's CommonJS build hides its requires from bundlers; the ES module does not.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

const plugins = [lazyPackages(LAZY)];
const bundles: BuildOptions[] = [
  { ...shared, plugins, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...shared, plugins, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ...lazyBundles(LAZY, shared),
];

await mkdir('dist', { recursive: true });
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
if (values.watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}
