import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadPreflightRead } from '../preflight/read/lazy.ts';
import { knownPreflight } from '../preflight/report/known.ts';
import { reason } from '../files/disk.ts';
import { UsageError } from './io.ts';
import type { KnownPreflight } from '../project/knownPreflight.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** What `preflight --format json` wrote earlier. @throws UsageError if it cannot be read */
export async function preflightResults(cwd: string, file: string): Promise<readonly KnownPreflight[]> {
  // Checking such a file takes a library that nothing else here needs.
  const { parsePreflight } = await loadPreflightRead();
  const text = readBounded(path.resolve(cwd, file), file);
  const read = parsePreflight(text);
  if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
  const { generatedAt } = read;
  if (generatedAt === undefined) throw new UsageError(`${file}: it does not say when it was created (generatedAt)`);
  return read.report.domains.map((result) => knownPreflight(result, generatedAt));
}

function readBounded(file: string, name: string): string {
  try {
    if (statSync(file).size > MAX_BYTES) throw new Error('too large for a preflight result');
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}
