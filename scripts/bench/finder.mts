import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { median, type Measured } from './measure.mts';
import { FILES, makeProject } from './tree.mts';

const ROUNDS = 3;

/**
 * Finding the settings files of an SFDX project of 50,000 files, by our finder and by source-deploy-retrieve; the files
 * must be the same. Each in a process of its own; loading the code is not counted, which would be half a second more for
 * theirs.
 */
export function benchFinder(): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  try {
    const project = path.join(folder, 'project');
    makeProject(project);
    const run = bundle(folder);
    const found = { ours: [] as Found[], theirs: [] as Found[] };
    for (let round = 0; round < ROUNDS; round++) {
      found.ours.push(find(run, 'ours', project));
      found.theirs.push(find(run, 'theirs', project));
    }
    const [files, ...others] = new Set([...found.ours, ...found.theirs].map((one) => one.files.join('\n')));
    if (others.length > 0 || !files)
      throw new Error(`the settings files are not the same:\n${files}\n\n${others.join('\n\n')}`);
    const [ours, base] = [found.ours, found.theirs].map((times) => median(times.map(({ ms }) => ms)));
    return {
      name: `find the settings files among ${FILES}`,
      baseline: 'source-deploy-retrieve',
      ours: ours ?? Number.NaN,
      base: base ?? Number.NaN,
      most: 0.1,
      notes: [
        `${((base ?? 0) / (ours ?? 1)).toFixed(0)} times as fast; the same ${files.split('\n').length} files`,
        `loading source-deploy-retrieve: ${median(found.theirs.map(({ load }) => load)).toFixed(0)} ms`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Found {
  /** To load the code, and then to find the files. */
  readonly load: number;
  readonly ms: number;
  readonly files: readonly string[];
}

function find(run: string, which: 'ours' | 'theirs', project: string): Found {
  const { stdout, stderr } = spawnSync(process.execPath, [run, which, project], { encoding: 'utf8' });
  if (stdout === '') throw new Error(`${which} could not be run: ${stderr}`);
  return JSON.parse(stdout) as Found;
}

/** Both as they are shipped: bundled, theirs without its HTTP clients. */
function bundle(folder: string): string {
  const run = path.join(folder, 'finderRun.js');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'finderRun.mts')],
    outfile: run,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { SDR: JSON.stringify(path.join(import.meta.dirname, '../../dist/sdr.js')) },
  });
  return run;
}
