import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Makes the extension that keeps a copy of a folder in memory; answers with the path of the copy. */
export async function writeMemoryFiles(extension: string, folder: string): Promise<string> {
  mkdirSync(extension);
  const manifest = {
    name: 'memory-files',
    publisher: 'test',
    version: '0.0.0',
    engines: { vscode: '^1.101.0' },
    main: './extension.js',
    browser: './extension.js',
    activationEvents: ['onFileSystem:memory', 'onFileSystem:vscode-vfs'],
    enabledApiProposals: ['fileSearchProvider'],
    capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'extension.ts')],
    outfile: path.join(extension, 'extension.js'),
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const root = `/${path.basename(folder)}`;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [`${root}/${path.relative(folder, file).replaceAll(path.sep, '/')}`, readFileSync(file, 'utf8')];
  });
  writeFileSync(path.join(extension, 'files.json'), JSON.stringify(Object.fromEntries(texts)));
  return root;
}
