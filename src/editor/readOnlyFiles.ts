import {
  Disposable,
  EventEmitter,
  FileChangeType,
  FileSystemError,
  FileType,
  workspace,
  type Event,
  type FileChangeEvent,
  type FileSystemProvider,
  type Uri,
} from 'vscode';
import type { Registration } from './projects/documents.ts';

/**
 * Documents that we make, under a scheme of their own: they can be searched and copied from, and not changed. A file
 * system and not a content provider: VS Code opens only files again when a window is loaded anew.
 *
 * @param onDidChange when all of them may have changed
 */
export function registerReadOnlyFiles(
  scheme: string,
  textOf: (uri: Uri) => string | Promise<string>,
  onDidChange?: Event<void>,
): Registration[] {
  const changed = new EventEmitter<FileChangeEvent[]>();
  /** VS Code reads a file again only if its time has changed. */
  let mtime = Date.now();
  const read = async (uri: Uri): Promise<Uint8Array> => new TextEncoder().encode(await textOf(uri));
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  const provider: FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new Disposable(() => undefined),
    stat: async (uri) => ({ type: FileType.File, ctime: 0, mtime, size: (await read(uri)).length }),
    readFile: read,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const listener = onDidChange?.(() => {
    mtime = Math.max(Date.now(), mtime + 1);
    const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);
    if (open.length > 0) changed.fire(open.map(({ uri }) => ({ type: FileChangeType.Changed, uri })));
  });
  return [
    changed,
    workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true, isCaseSensitive: true }),
    ...(listener ? [listener] : []),
  ];
}
