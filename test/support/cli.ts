import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { type Style, plain } from '../../src/output/style.ts';

export const PROJECT_ROOT = path.join(import.meta.dirname, '../..');

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export async function cli(
  cwd: string,
  args: readonly string[],
  style: Style = plain,
  more: Partial<Io> = {},
): Promise<CliResult> {
  let out = '';
  let err = '';
  const code = await main(args, {
    cwd,
    packageFolder: PROJECT_ROOT,
    style,
    out: (text) => (out += text),
    err: (text) => (err += text),
    columns: { out: undefined, err: undefined },
    stdin: () => Readable.from([]),
    signal: new AbortController().signal,
    ...more,
  });
  return { code, out, err };
}

/** A folder that is gone after the test, with these files in it. */
export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

/** A copy of the sample that a test may change. */
export function sampleCopy(): string {
  const folder = temporaryFolder();
  cpSync(path.join(PROJECT_ROOT, 'samples/acme'), folder, { recursive: true });
  return folder;
}
