import { globSync } from 'node:fs';
import path from 'node:path';

/**
 * The entries of the build besides the doors and the page: every `bundle.ts` of `src/`, with the file of `dist/` that
 * becomes of it.
 *
 * @param root the folder that holds `src/`
 * @returns by path below the root, with `/`
 */
export const bundles = (root: string): ReadonlyMap<string, string> =>
  new Map(
    globSync('src/**/bundle.ts', { cwd: root })
      .map((entry) => entry.split(path.sep).join('/'))
      .sort()
      .map((entry) => [entry, `${bundleName(entry)}.js`]),
  );

/** By its folder: `src/editor/preflight/panel/bundle.ts` is `editorPreflightPanel`. */
export function bundleName(entry: string): string {
  const [room = '', ...folders] = path.posix.dirname(entry).split('/').slice(1);
  return room + folders.map(capitalized).join('');
}

export const capitalized = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
