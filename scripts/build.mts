// Bundles the doors; `--watch` rebuilds on change, `--out` writes somewhere else.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, context, type BuildOptions } from 'esbuild';
import { absentPackages } from './absentPackages.mts';
import { bundles } from './bundles.mts';
import { thirdPartyNotices } from './notices.mts';
import { requireOffline } from './webGraph.mts';
import { requireShell } from './shellGraph.mts';
import { lazyBundles, lazyModules, lazyPackages } from './lazyPackages.mts';

const { values } = parseArgs({ options: { watch: { type: 'boolean' }, out: { type: 'string', default: 'dist' } } });

/** What only some files need; tldts' table of public suffixes alone is larger than both parsers. */
const LAZY = {
  tldts: ['parse'],
  'ipaddr.js': ['default'],
  ignore: ['default'],
  'fastest-levenshtein': ['distance'],
  'd3-dsv': ['dsvFormat'],
};

/** The HTTP clients of source-deploy-retrieve and its core library, half of their size: we ask them about files alone. */
const HTTP_CLIENTS = ['@jsforce/jsforce-node', 'faye', 'got', 'proxy-agent'];

/** What fast-xml-parser checks declared entities with, before a decoder that ours stands in for. */
const unreached = absentPackages(['is-unsafe']);

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
  metafile: true,
  // Salesforce's core library would log to the home folder, by a worker that no bundle can hold.
  define: { 'process.env.SF_DISABLE_LOG_FILE': '"true"' },
};

/** One file: a browser's extension host requires nothing but `vscode`. So what is lazy elsewhere is in it. */
const web: BuildOptions = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
  plugins: [unreached],
  entryPoints: ['src/web.ts'],
  outfile: `${values.out}/web.js`,
  external: ['vscode'],
};

/** Modules of ours that few need, which are loaded when somebody does. */
const lazyEntries = bundles('.');
const plugins = [lazyPackages(LAZY), lazyModules(lazyEntries), unreached];
const builds: BuildOptions[] = [
  {
    ...shared,
    plugins,
    entryPoints: ['src/extension.ts'],
    outfile: `${values.out}/extension.js`,
    external: ['vscode'],
  },
  {
    ...shared,
    plugins,
    entryPoints: ['src/cli.ts'],
    outfile: `${values.out}/cli.js`,
    banner: { js: '#!/usr/bin/env node' },
  },
  web,
  ...lazyBundles(LAZY, shared, values.out),
  ...[...lazyEntries].map(([entry, file]) => ({
    ...shared,
    plugins: [...plugins, absentPackages(HTTP_CLIENTS)],
    entryPoints: [entry],
    external: ['vscode'],
    outfile: `${values.out}/${file}`,
    sourcemap: false,
  })),
  {
    ...shared,
    // The page of the report panel holds it as it stands.
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['src/editor/preflight/webview/report.ts'],
    outfile: `${values.out}/reportPage.js`,
    sourcemap: false,
  },
];

await mkdir(values.out, { recursive: true });
await writeFile(`${values.out}/package.json`, '{ "type": "commonjs" }\n');
if (values.watch) {
  for (const options of builds) await (await context(options)).watch();
} else {
  const results = await Promise.all(builds.map((options) => build(options)));
  const metafiles = results.flatMap(({ metafile }) => metafile ?? []);
  for (const metafile of metafiles) {
    if (`${values.out}/web.js` in metafile.outputs) requireOffline(metafile);
    if (`${values.out}/extension.js` in metafile.outputs) requireShell(metafile, `${values.out}/extension.js`);
  }
  await writeFile(`${values.out}/THIRD_PARTY_NOTICES.txt`, thirdPartyNotices(metafiles));
}
