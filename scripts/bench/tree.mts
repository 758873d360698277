import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { medians, type Measured } from './measure.mts';

const ROOT = path.join(import.meta.dirname, '../..');
export const FILES = 50_000;

/** `check` on an SFDX project of 50,000 files against `find` over the same tree. */
export function benchTree(): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  try {
    makeProject(folder);
    const cli = path.join(ROOT, 'dist/cli.js');
    const run = (command: string, ...args: string[]) => {
      const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
      if (status === null || status > 1)
        throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
    };
    const [start = 0, base = 0, ours = 0] = medians(
      15,
      () => {
        run(process.execPath, '-e', '0');
      },
      () => {
        run('find', '.', '-name', 'EmailAdministration.settings-meta.xml');
      },
      () => {
        run(process.execPath, cli, 'check');
      },
    );
    return {
      name: `check ${FILES} files`,
      baseline: 'find',
      ours,
      base,
      most: 2,
      allowance: { name: 'process start', ms: start },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sample, with the classes, objects and components of a large org around it. */
export function makeProject(folder: string): void {
  cpSync(path.join(ROOT, 'samples/acme'), folder, { recursive: true });
  const main = path.join(folder, 'force-app/main/default');
  let made = 0;
  const write = (below: string, names: readonly string[]): void => {
    mkdirSync(path.join(main, below), { recursive: true });
    for (const name of names) writeFileSync(path.join(main, below, name), '');
    made += names.length;
  };
  for (let i = 0; made < FILES; i++) {
    write('classes', [`Class${i}.cls`, `Class${i}.cls-meta.xml`]);
    if (i % 4 === 0)
      write(`lwc/component${i}`, [`component${i}.js`, `component${i}.html`, `component${i}.js-meta.xml`]);
    if (i % 10 === 0)
      write(
        `objects/Object${i}__c/fields`,
        Array.from({ length: 20 }, (_, field) => `Field${field}__c.field-meta.xml`),
      );
    if (i % 500 === 0) write('settings', [`Type${i}.settings-meta.xml`]);
  }
}
