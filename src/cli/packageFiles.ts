import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Io } from './io.ts';

export function packageVersion({ packageFolder }: Io): string {
  const manifest = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** A rule's page as Markdown. */
export function rulePage({ packageFolder }: Io, id: string): string | undefined {
  try {
    return readFileSync(path.join(packageFolder, 'docs/rules', `${id}.md`), 'utf8');
  } catch {
    return undefined;
  }
}
