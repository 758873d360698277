// Finds the settings files of a project, in a process of its own: `ours` or `theirs`, then the folder.
import path from 'node:path';
import { candidatePaths, readText } from '../../src/files/disk.ts';
import { layoutProjects } from '../../src/project/layout/layout.ts';
import type * as bundle from '../../src/sdr/bundle.ts';

declare const SDR: string;

async function main(): Promise<void> {
  const [which, root = ''] = process.argv.slice(2);
  const start = performance.now();
  const find = which === 'ours' ? ours : await theirs();
  const loaded = performance.now();
  const files = (await find(root)).map((file) => path.relative(root, file)).sort();
  const ms = performance.now() - loaded;
  process.stdout.write(JSON.stringify({ load: loaded - start, ms, files }));
}

function ours(root: string): string[] {
  const text = (file: string): string | undefined => {
    const read = readText(path.join(root, file));
    return read.ok ? read.text : undefined;
  };
  return layoutProjects(
    candidatePaths(root, () => undefined),
    text,
  ).flatMap((project) =>
    project.files.filter(({ format }) => format).map(({ file }) => path.join(root, project.root, file)),
  );
}

async function theirs(): Promise<(root: string) => Promise<readonly string[]>> {
  const { sfdxSettings } = ((await import(SDR)) as { default: typeof bundle }).default;
  return async (root) => {
    const found = await sfdxSettings(root);
    if (!found.ok) throw new Error(found.message);
    return found.value.files;
  };
}

void main();
