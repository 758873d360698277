import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { median, type Measured } from './measure.mts';

const ROOT = path.join(import.meta.dirname, '../..');
const MOST_BYTES = 400_000;
const ROUNDS = 25;

/** Loading the extension against loading a bundle of nothing but its two parsers. */
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
    const extension = path.join(ROOT, 'dist/extension.js');
    const loader = path.join(folder, 'load.js');
    writeFileSync(loader, LOADER);
    const times = { base: [] as number[], ours: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.base.push(loadTime(loader, parsers));
      times.ours.push(loadTime(loader, extension));
    }
    const { size } = statSync(extension);
    if (size > MOST_BYTES) throw new Error(`the bundle has ${size} bytes, more than ${MOST_BYTES}`);
    return {
      name: 'load the extension',
      baseline: 'loading its parser libraries',
      ours: median(times.ours),
      base: median(times.base),
      most: 2,
      notes: [`bundle: ${Math.round(size / 1000)} kB (at most ${MOST_BYTES / 1000})`],
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
require(process.argv[2]);
console.log(performance.now() - start);
`;

function loadTime(loader: string, file: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [loader, file], { encoding: 'utf8' });
  const ms = Number(stdout);
  if (!(ms > 0)) throw new Error(`${file} could not be loaded: ${stderr}`);
  return ms;
}
