import { isBuiltin } from 'node:module';
import type { Metafile } from 'esbuild';
import { isForBrowser } from './rooms.mts';

/**
 * Holds the browser's bundle to its promise: nothing of Node in it, and nothing that opens a connection.
 *
 * @throws Error naming each such module and who imports it
 */
export function requireOffline({ inputs }: Metafile): void {
  const faults = Object.entries(inputs).flatMap(([importer, { imports }]) =>
    imports
      .map(({ path }) => path)
      .filter(isForbidden)
      .map((path) => `${importer} imports ${path}`),
  );
  if (faults.length > 0) throw new Error(`dist/web.js must run in a browser, without a network:\n${faults.join('\n')}`);
}

const isForbidden = (path: string): boolean =>
  isBuiltin(path) || (path.startsWith('src/') && !isForBrowser(path.slice('src/'.length)));
