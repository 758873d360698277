import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { median, type Measured } from './measure.mts';

const ROOT = path.join(import.meta.dirname, '../..');
const MAX_BYTES = 400_000;
const ROUNDS = 25;

/** Loading the extension, and what it loads where there are projects, against a bundle of nothing but its two parsers. */
export function benchActivation(): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  try {
    const parsers = path.join(folder, 'parsers.js');
    buildSync({
      stdin: {
        contents: "export * from 'fast-xml-parser'; export * from 'jsonc-parser';",
        resolveDir: ROOT,
      },
      outfile: parsers,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
    });
    const loader = path.join(folder, 'load.js');
    writeFileSync(loader, LOADER);
    const shell = path.join(ROOT, 'dist/extension.js');
    const checker = path.join(ROOT, 'dist/editorCheck.js');
    const times = { base: [] as number[], shell: [] as number[], both: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.base.push(loadTime(loader, parsers));
      times.shell.push(loadTime(loader, shell));
      times.both.push(loadTime(loader, shell, checker));
    }
    const size = statSync(shell).size + statSync(checker).size;
    if (size > MAX_BYTES) throw new Error(`the bundles have ${size} bytes, more than ${MAX_BYTES}`);
    const [base, alone, both] = [median(times.base), median(times.shell), median(times.both)];
    return {
      name: 'load the extension',
      baseline: 'loading its parser libraries',
      ours: alone,
      base,
      most: 2,
      notes: [
        `bundle: ${kB(shell)} kB, which holds no parser`,
        `with its checker of ${kB(checker)} kB, loaded where there are files to read: ${both.toFixed(3)} ms, ${(both / base).toFixed(2)} x`,
        `both bundles: ${Math.round(size / 1000)} kB (at most ${MAX_BYTES / 1000})`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fresh process for each load; `vscode` is an empty stand-in, as its cost is VS Code's. */
const LOADER = `
const Module = require('node:module');
const load = Module._load;
const stub = new Proxy(function () {}, { get: (_, key) => key === Symbol.toPrimitive ? () => '' : stub, apply: () => stub, construct: () => stub });
Module._load = (name, ...rest) => (name === 'vscode' ? stub : load(name, ...rest));
const start = performance.now();
for (const file of process.argv.slice(2)) require(file);
console.log(performance.now() - start);
`;

const kB = (file: string): number => Math.round(statSync(file).size / 1000);

function loadTime(loader: string, ...files: readonly string[]): number {
  const { stdout, stderr } = spawnSync(process.execPath, [loader, ...files], { encoding: 'utf8' });
  const ms = Number(stdout);
  if (!(ms > 0)) throw new Error(`${files.join(', ')} could not be loaded: ${stderr}`);
  return ms;
}
