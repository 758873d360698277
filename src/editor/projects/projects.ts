import {
  Disposable,
  EventEmitter,
  workspace,
  type Event,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { KnownPreflight } from '../../project/knownPreflight.ts';
import { debounced } from '../debounce.ts';
import { settings } from '../settings.ts';
import type { Registration } from './documents.ts';
import { textStore, type TextStore } from './documentTexts.ts';
import { isManifest } from '../../project/layout/names.ts';
import {
  addLoose,
  holds,
  isInteresting,
  rebuild,
  scan,
  urisOf,
  type KnownPreflights,
  type Project,
  type ProjectFolder,
  type ReadFolder,
} from './folder.ts';
import {
  allProjects,
  findFile,
  recheckAll,
  replaceFolders,
  type FileInProject,
  type FolderStore,
} from './folderStore.ts';
import { queuedOnce, serialQueue, type SerialQueue } from './serialQueue.ts';
import { watchFiles } from './watchFiles.ts';

/** All projects of the workspace, kept up to date. */
export interface Projects extends Registration {
  readonly onDidChange: Event<void>;
  readonly all: () => readonly Project[];
  /** The project of a file, as the texts are at this moment. */
  readonly find: (uri: Uri) => FileInProject | undefined;
  /** Looks for files again, and reads them again. */
  readonly refresh: () => Promise<void>;
  /** Resolves when everything found so far is read. */
  readonly ready: () => Promise<void>;
  /** How many files were read from disk; nothing is read before it must be. */
  readonly filesRead: () => number;
}

/** Keystrokes closer than this are checked together; the check itself takes about a millisecond. */
const PAUSE_MS = 30;

/** Where results of preflights come from; nowhere, where there is no network. */
export interface PreflightSource {
  readonly known: KnownPreflights;
  readonly onDidChange: Event<void>;
}

const NO_PREFLIGHTS: readonly KnownPreflight[] = [];

/** What is known of the workspace, and what keeps it up to date. */
interface State {
  readonly log: LogOutputChannel;
  readonly texts: TextStore;
  readonly folders: FolderStore;
  /** Two scans at a time would overwrite each other's results. */
  readonly queue: SerialQueue;
  readonly changed: EventEmitter<void>;
  readonly rebuild: (folder: ProjectFolder) => Promise<void>;
}

/** @param loadReader loads what reads and checks a folder; called with the first files that can matter */
export function openProjects(
  log: LogOutputChannel,
  loadReader: () => Promise<ReadFolder>,
  preflights?: PreflightSource,
): Projects {
  const known = preflights?.known ?? (() => NO_PREFLIGHTS);
  const texts = textStore(log);
  const state: State = {
    log,
    texts,
    folders: new Map(),
    queue: serialQueue((error) => {
      log.error(error instanceof Error ? error : String(error));
    }),
    changed: new EventEmitter<void>(),
    rebuild: (folder) => rebuild(folder, texts, known, loadReader),
  };
  // A hundred files that change at once are one search.
  const search = queuedOnce(state.queue, () => searchWorkspace(state));
  const update = (): void => {
    recheckProjects(state);
  };
  const registrations = [
    ...(preflights ? [preflights.onDidChange(update)] : []),
    ...watchDocuments(state, update),
    ...watchWorkspace(state, search),
    state.changed,
  ];
  return {
    onDidChange: state.changed.event,
    all: () => allProjects(state.folders),
    find: (uri) => findFile(state.folders, uri),
    refresh: () => {
      texts.keep([]);
      return search();
    },
    ready: state.queue.idle,
    filesRead: texts.filesRead,
    dispose: () => {
      Disposable.from(...registrations).dispose();
    },
  };
}

/** Looks for files again, and reads those that were not read yet. */
async function searchWorkspace({ log, texts, folders, changed, rebuild: read }: State): Promise<void> {
  const started = performance.now();
  const found: FolderStore = new Map();
  for (const folder of workspace.workspaceFolders ?? [])
    if (settings(folder.uri).enable) found.set(folder.uri.toString(), await scan(folder, log));
  for (const document of workspace.textDocuments) if (settings(document.uri).enable) addLoose(found, document);
  // A file that comes back may not be the same, and the delete event may have been missed.
  texts.keep([...found.values()].flatMap(urisOf));
  replaceFolders(folders, found);
  for (const folder of folders.values()) await read(folder);
  const { length } = allProjects(folders);
  log.info(`${length} projects, ${texts.filesRead()} files read, ${Math.round(performance.now() - started)} ms`);
  changed.fire();
}

function recheckProjects({ log, folders, changed }: State): void {
  const started = performance.now();
  recheckAll(folders);
  if (settings().verbose) log.info(`checked after a change, ${(performance.now() - started).toFixed(1)} ms`);
  changed.fire();
}

/** What is open in editors: saved or not, its text counts. */
function watchDocuments(state: State, update: () => void): readonly Registration[] {
  const typing = debounced(update, PAUSE_MS);
  return [
    typing,
    workspace.onDidOpenTextDocument((document) => {
      onOpen(state, document);
    }),
    workspace.onDidChangeTextDocument(({ document: { uri } }) => {
      // A manifest changes what belongs to a project: that is a matter of files, not of texts.
      if (isInteresting(uri) && !isManifest(uri.path)) typing.soon();
    }),
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (!isInteresting(uri)) return;
      // The text that was not saved is gone with the editor.
      state.texts.forget(uri);
      state.folders.delete(uri.toString());
      rebuildAround(state, uri);
    }),
  ];
}

function onOpen(state: State, document: TextDocument): void {
  const { uri } = document;
  if (!settings(uri).enable || !isInteresting(uri)) return;
  if (settings().scope === 'workspace' && findFile(state.folders, uri)) return;
  addLoose(state.folders, document);
  rebuildAround(state, uri);
}

function rebuildAround({ folders, queue, changed, rebuild: read }: State, uri: Uri): void {
  void queue.add(async () => {
    for (const folder of folders.values()) if (holds(folder, uri)) await read(folder);
    changed.fire();
  });
}

/** What is on disk, and what the settings say of it. */
function watchWorkspace({ texts, folders }: State, search: () => Promise<void>): readonly Registration[] {
  const onFile = (uri: Uri): void => {
    texts.forget(uri);
    void search();
  };
  const files = watchFiles({
    onCreateOrDelete: onFile,
    onChange: (uri) => {
      // What is open tells of its changes itself.
      if (isManifest(uri.path) || !texts.isOpen(uri)) onFile(uri);
    },
    onFolder: () => void search(),
    onAnyDelete: (uri) => {
      const inside = `${uri.toString()}/`;
      if ([...folders.values()].flatMap(urisOf).some((one) => one.toString().startsWith(inside))) void search();
    },
  });
  return [
    files,
    workspace.onDidChangeWorkspaceFolders(() => void search()),
    workspace.onDidGrantWorkspaceTrust(() => void search()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('sfDeliverability')) void search();
    }),
  ];
}
