import {
  Disposable,
  EventEmitter,
  FileChangeType,
  FileSystemError,
  FileType,
  workspace,
  type FileChangeEvent,
  type FileSystemProvider,
  type Uri,
} from 'vscode';
import type { Registration } from '../files.ts';
import type { Results } from './results.ts';

/** The dialogue with a mail server as a document that can be searched and copied from, and not changed. */
export const TRANSCRIPT_SCHEME = 'sf-deliverability-transcript';

/** A file system and not a content provider: VS Code opens only files again when a window is loaded anew. */
export function registerTranscripts(results: Results): Registration[] {
  const changed = new EventEmitter<FileChangeEvent[]>();
  /** VS Code reads a file again only if its time has changed. */
  let mtime = Date.now();
  const read = async ({ query }: Uri): Promise<Uint8Array> => {
    // After a restart a document may be asked for before the results are read.
    await results.settled();
    const { dialogueDocument } = await import('./panelHost.ts');
    return new TextEncoder().encode(dialogueDocument(query, results));
  };
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
  return [
    changed,
    workspace.registerFileSystemProvider(TRANSCRIPT_SCHEME, provider, { isReadonly: true, isCaseSensitive: true }),
    results.onDidChange(() => {
      mtime = Math.max(Date.now(), mtime + 1);
      const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === TRANSCRIPT_SCHEME);
      if (open.length > 0) changed.fire(open.map(({ uri }) => ({ type: FileChangeType.Changed, uri })));
    }),
  ];
}
