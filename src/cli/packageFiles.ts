import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The bundle lies in `dist/`; the package's other files are beside that folder. */
const packageFile = (name: string): string => path.join(__dirname, '..', name);

export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** A rule's page as Markdown. */
export function rulePage(id: string): string | undefined {
  try {
    return readFileSync(packageFile(`docs/rules/${id}.md`), 'utf8');
  } catch {
    return undefined;
  }
}
