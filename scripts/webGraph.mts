import { isBuiltin } from 'node:module';
import type { Metafile } from 'esbuild';

/** What a browser has no use for, or cannot run: sockets, files, and whoever needs them. Bounces need neither. */
const NOT_IN_BROWSER = /^src\/(preflight|lab|git|cli|evidence\/(?!bounce|dsn))/;

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

const isForbidden = (path: string): boolean => isBuiltin(path) || NOT_IN_BROWSER.test(path);
