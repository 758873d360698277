import { Disposable, FileType, workspace, type Uri } from 'vscode';
import type { Registration } from './documents.ts';
import { filesPattern, isInteresting, isSkipped } from './folder.ts';

export interface FileEvents {
  /** A file that can matter was created or deleted. */
  readonly onCreateOrDelete: (uri: Uri) => void;
  /** A file that can matter was changed, by an editor or by another program. */
  readonly onChange: (uri: Uri) => void;
  /** A folder has come with all that is in it, which is one event, not one for each file. */
  readonly onFolder: () => void;
  /** A file or folder of any kind was deleted. */
  readonly onAnyDelete: (uri: Uri) => void;
}

/** Watches the workspace for files that can matter; which ones these are depends on the settings. */
export function watchFiles(events: FileEvents): Registration {
  let watching = watch(events);
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('sfDeliverability.recordPath')) return;
    watching.dispose();
    watching = watch(events);
  });
  return {
    dispose: () => {
      watching.dispose();
      listener.dispose();
    },
  };
}

function watch({ onCreateOrDelete, onChange, onFolder, onAnyDelete }: FileEvents): Disposable {
  const files = workspace.createFileSystemWatcher(filesPattern());
  const all = workspace.createFileSystemWatcher('**', false, true, false);
  const onCreateAny = async (uri: Uri): Promise<void> => {
    if (await isFolderToSearch(uri)) onFolder();
  };
  return Disposable.from(
    files,
    all,
    // What is gone again by now was not ours.
    all.onDidCreate((uri) => void onCreateAny(uri).catch(() => undefined)),
    all.onDidDelete(onAnyDelete),
    files.onDidCreate(onCreateOrDelete),
    files.onDidDelete(onCreateOrDelete),
    files.onDidChange(onChange),
  );
}

/** @throws the file system's error if it is gone */
async function isFolderToSearch(uri: Uri): Promise<boolean> {
  // Most files have an ending and most folders have none, which saves asking for each file of a build.
  const name = uri.path.split('/').at(-1) ?? '';
  if (name.includes('.') || isSkipped(workspace.asRelativePath(uri, false)) || isInteresting(uri)) return false;
  const { type } = await workspace.fs.stat(uri);
  return (type & FileType.Directory) !== 0;
}
