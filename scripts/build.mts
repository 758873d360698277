// Bundles the doors; `--watch` rebuilds on change, `--out` writes somewhere else.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, context, type BuildOptions } from 'esbuild';
import { absentPackages } from './absentPackages.mts';
import { thirdPartyNotices } from './notices.mts';
import { requireOffline } from './webGraph.mts';
import { requireShell } from './shellGraph.mts';
import { lazyBundles, lazyFunctions, lazyModules, lazyPackages } from './lazyPackages.mts';

const { values } = parseArgs({ options: { watch: { type: 'boolean' }, out: { type: 'string', default: 'dist' } } });

/** What only some files need; tldts' table of public suffixes alone is larger than both parsers. */
const LAZY = {
  tldts: ['parse'],
  'ipaddr.js': ['default'],
  ignore: ['default'],
  'fastest-levenshtein': ['distance'],
  'd3-dsv': ['dsvFormat'],
};

/** Modules of ours that few commands need: a dynamic import of one reads this file of `dist/`. */
const LAZY_MODULES = {
  'src/editor/check/bundle.ts': 'checker.js',
  'src/editor/manifest/createManifest.ts': 'createManifest.js',
  'src/editor/onDemand/bundle.ts': 'onDemand.js',
  'src/bounce/explain.ts': 'bounce.js',
  'src/bounce/counts/readReport.ts': 'bounceReport.js',
  'src/editor/bounce/bundle.ts': 'bounceEditor.js',
  'src/editor/soql/writeQueries.ts': 'bounceQueries.js',
  'src/editor/emailLog/bundle.ts': 'logEditor.js',
  'src/editor/preflight/bundle.ts': 'preflightEditor.js',
  'src/editor/preflight/panel/bundle.ts': 'reportPanel.js',
  'src/editor/review/bundle.ts': 'reviewEditor.js',
  'src/enforcement/bundle.ts': 'lab.js',
  'src/emailLog/read/bundle.ts': 'emailLog.js',
  'src/emailLog/report/bundle.ts': 'logReport.js',
  'src/preflight/probe/bundle.ts': 'preflight.js',
  'src/preflight/report/html/page.ts': 'preflightHtml.js',
  'src/sdr/bundle.ts': 'sdr.js',
  'src/preflight/read/parse.ts': 'preflightParse.js',
};

/** Functions of ours that are of use only where there are preflight results: they ask which way mail takes. */
const LAZY_FUNCTIONS = {
  'src/rules/preflight/findings.ts': { file: 'preflightRules.js', imported: ['reportPreflights'] },
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

const plugins = [lazyPackages(LAZY), lazyModules(LAZY_MODULES), lazyFunctions(LAZY_FUNCTIONS), unreached];
const lazyEntries = [
  ...Object.entries(LAZY_MODULES),
  ...Object.entries(LAZY_FUNCTIONS).map(([entry, { file }]) => [entry, file] as const),
];
const bundles: BuildOptions[] = [
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
  ...lazyEntries.map(([entry, file]) => ({
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
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  const results = await Promise.all(bundles.map((bundle) => build(bundle)));
  const metafiles = results.flatMap(({ metafile }) => metafile ?? []);
  for (const metafile of metafiles) {
    if (`${values.out}/web.js` in metafile.outputs) requireOffline(metafile);
    if (`${values.out}/extension.js` in metafile.outputs) requireShell(metafile, `${values.out}/extension.js`);
  }
  await writeFile(`${values.out}/THIRD_PARTY_NOTICES.txt`, thirdPartyNotices(metafiles));
}
