import { FileType, Uri, workspace } from 'vscode';
import { isSkippedFolder } from '../../project/layout/names.ts';

/** More folders than any project has; each is a question to the file system, which may be far away. */
const MAX_FOLDERS = 5000;
const AT_ONCE = 16;

/** VS Code can search these. In any other, as in most virtual workspaces, its search waits for ever. */
const SEARCHABLE = new Set(['file', 'vscode-remote', 'vscode-vfs']);

export const isSearchable = ({ scheme }: Uri): boolean => SEARCHABLE.has(scheme);

/** GitHub Repositories search what is committed: a record that was just made is not found (microsoft/vscode#226360). */
export const missesNewFiles = ({ scheme }: Uri): boolean => scheme === 'vscode-vfs';

export async function existing(uris: readonly Uri[]): Promise<Uri[]> {
  const stats = await Promise.allSettled(uris.map((uri) => workspace.fs.stat(uri)));
  return uris.filter((_, index) => stats[index]?.status === 'fulfilled');
}

export interface Walk {
  readonly files: readonly Uri[];
  /** Folders that could not be read, or came after the last that is. */
  readonly unread: readonly Uri[];
}

/** The files below a folder for which `wanted` is true, found by reading the folders level by level. */
export async function walk(root: Uri, wanted: (uri: Uri) => boolean): Promise<Walk> {
  const files: Uri[] = [];
  const unread: Uri[] = [];
  const folders = [root];
  let next = 0;
  while (next < Math.min(folders.length, MAX_FOLDERS)) {
    const batch = folders.slice(next, Math.min(next + AT_ONCE, MAX_FOLDERS));
    next += batch.length;
    const found = await Promise.all(batch.map(entries));
    unread.push(...batch.filter((_, index) => found[index] === undefined));
    for (const { uri, type } of found.flatMap((one) => one ?? []))
      // A link to a folder may lead back up.
      if (type === FileType.Directory) folders.push(uri);
      else if (type & FileType.File && wanted(uri)) files.push(uri);
  }
  return { files, unread: [...unread, ...folders.slice(next)] };
}

interface Entry {
  readonly uri: Uri;
  readonly type: FileType;
}

/** Undefined if the folder cannot be read: the rest is still to be checked. */
async function entries(folder: Uri): Promise<Entry[] | undefined> {
  try {
    const found = await workspace.fs.readDirectory(folder);
    return found
      .filter(([name, type]) => type !== FileType.Directory || !isSkippedFolder(name))
      .map(([name, type]) => ({ uri: Uri.joinPath(folder, name), type }));
  } catch {
    return undefined;
  }
}
