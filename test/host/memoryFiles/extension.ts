/**
 * An extension for tests: `memory:/`, a file system that VS Code can neither search nor reach as a disk; and the same
 * files as `vscode-vfs://github/`, whose search knows what was there first and nothing else, as that of GitHub Repositories.
 */
import * as vscode from 'vscode';
import type { Disk } from '../suite/disk.ts';

export type MemoryFiles = Disk;

interface Entry {
  /** Undefined for a folder. */
  readonly bytes?: Uint8Array;
  readonly time: number;
}

export async function activate(context: vscode.ExtensionContext): Promise<MemoryFiles> {
  const entries = new Map<string, Entry>();
  const fileSystem = memoryFileSystem(entries);
  const filled = fill(context.extensionUri, fileSystem);
  // Before it is filled: VS Code waits for the provider, not for this function.
  const provider = waitingFor(filled, fileSystem.provider);
  for (const scheme of ['memory', 'vscode-vfs'])
    context.subscriptions.push(vscode.workspace.registerFileSystemProvider(scheme, provider));
  const committed = filled.then(() => [...entries].flatMap(([path, { bytes }]) => (bytes ? [path] : [])));
  context.subscriptions.push(registerSearch(committed));
  await filled;
  return {
    read: (uri) => entries.get(uri.path)?.bytes,
    write: async (uri, content) => {
      await filled;
      fileSystem.put(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    },
    remove: async (uri) => {
      await filled;
      if (entries.has(uri.path)) fileSystem.provider.delete(uri, { recursive: true });
    },
    rename: async (from, to) => {
      await filled;
      fileSystem.provider.rename(from, to, { overwrite: false });
    },
  };
}

/** Of the proposed API, which the driver's windows allow in a browser only. */
interface Searching {
  readonly registerFileSearchProvider?: (
    scheme: string,
    provider: { provideFileSearchResults: (query: unknown, options: { folder: vscode.Uri }) => Promise<vscode.Uri[]> },
  ) => vscode.Disposable;
}

function registerSearch(committed: Promise<string[]>): vscode.Disposable {
  const none = new vscode.Disposable(() => undefined);
  if (vscode.env.remoteName !== undefined) return none;
  const { registerFileSearchProvider } = vscode.workspace as Searching;
  const provideFileSearchResults = async (_: unknown, { folder }: { folder: vscode.Uri }): Promise<vscode.Uri[]> =>
    (await committed).map((path) => folder.with({ path }));
  return registerFileSearchProvider?.('vscode-vfs', { provideFileSearchResults }) ?? none;
}

/** `files.json` beside the extension: the path of each file, and its text. */
async function fill(extension: vscode.Uri, { put }: MemoryFileSystem): Promise<void> {
  const json = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'files.json'));
  const files = JSON.parse(new TextDecoder().decode(json)) as Record<string, string>;
  for (const [path, text] of Object.entries(files))
    put(vscode.Uri.from({ scheme: 'memory', path }), new TextEncoder().encode(text));
}

function waitingFor(filled: Promise<void>, provider: SyncProvider): vscode.FileSystemProvider {
  return {
    ...provider,
    stat: async (uri) => {
      await filled;
      return provider.stat(uri);
    },
    readDirectory: async (uri) => {
      await filled;
      return provider.readDirectory(uri);
    },
    readFile: async (uri) => {
      await filled;
      return provider.readFile(uri);
    },
  };
}

interface SyncProvider extends vscode.FileSystemProvider {
  readonly stat: (uri: vscode.Uri) => vscode.FileStat;
  readonly readDirectory: (uri: vscode.Uri) => [string, vscode.FileType][];
  readonly readFile: (uri: vscode.Uri) => Uint8Array;
  readonly delete: (uri: vscode.Uri, options: { readonly recursive: boolean }) => void;
  readonly rename: (from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }) => void;
}

interface MemoryFileSystem {
  readonly provider: SyncProvider;
  /** Writes a file and makes the folders that it needs. */
  readonly put: (uri: vscode.Uri, bytes: Uint8Array) => void;
}

function memoryFileSystem(entries: Map<string, Entry>): MemoryFileSystem {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const tell = (uri: vscode.Uri, type: vscode.FileChangeType): void => {
    changed.fire([{ uri, type }]);
  };
  const set = (uri: vscode.Uri, entry: Omit<Entry, 'time'>): void => {
    const { Changed, Created } = vscode.FileChangeType;
    const type = entries.has(uri.path) ? Changed : Created;
    entries.set(uri.path, { ...entry, time: Date.now() });
    tell(uri, type);
  };
  const get = (uri: vscode.Uri): Entry => {
    const found = entries.get(uri.path);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  };
  const below = (path: string): string[] => [...entries.keys()].filter((one) => one.startsWith(`${path}/`));
  const makeFolders = (uri: vscode.Uri): void => {
    const parent = vscode.Uri.joinPath(uri, '..');
    if (parent.path === uri.path || entries.has(parent.path)) return;
    makeFolders(parent);
    set(parent, {});
  };
  const put = (uri: vscode.Uri, bytes: Uint8Array): void => {
    makeFolders(uri);
    set(uri, { bytes });
  };
  const provider: SyncProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => {
      const { bytes, time } = get(uri);
      const type = bytes ? vscode.FileType.File : vscode.FileType.Directory;
      return { type, ctime: time, mtime: time, size: bytes?.length ?? 0 };
    },
    readDirectory: (uri) => {
      get(uri);
      const names = below(uri.path).map((path) => path.slice(uri.path.length).replace(/^\//, ''));
      return names
        .filter((name) => !name.includes('/'))
        .map((name) => [name, provider.stat(vscode.Uri.joinPath(uri, name)).type]);
    },
    readFile: (uri) => {
      const { bytes } = get(uri);
      if (!bytes) throw vscode.FileSystemError.FileIsADirectory(uri);
      return bytes;
    },
    createDirectory: (uri) => {
      set(uri, {});
    },
    writeFile: put,
    delete: (uri) => {
      get(uri);
      for (const path of below(uri.path)) entries.delete(path);
      entries.delete(uri.path);
      tell(uri, vscode.FileChangeType.Deleted);
    },
    rename: (from, to) => {
      for (const path of [from.path, ...below(from.path)]) {
        entries.set(`${to.path}${path.slice(from.path.length)}`, get(from.with({ path })));
        entries.delete(path);
      }
      tell(from, vscode.FileChangeType.Deleted);
      tell(to, vscode.FileChangeType.Created);
    },
  };
  return { provider, put };
}
