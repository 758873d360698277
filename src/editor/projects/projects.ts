import {
  Disposable,
  EventEmitter,
  FileType,
  workspace,
  type Event,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
} from 'vscode';
import { isManifest } from '../../project/layout/layout.ts';
import {
  addLoose,
  fileOf,
  filesPattern,
  holds,
  isInteresting,
  isSkipped,
  rebuild,
  scan,
  urisOf,
  type Base,
  type KnownPreflights,
  type Project,
  type ReadFolder,
} from './folder.ts';
import type { Registration } from './documents.ts';
import { settings } from '../settings.ts';
import { textStore } from './documentTexts.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

export interface FileInProject {
  readonly project: Project;
  readonly file: string;
}

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

/** @param loadReader loads what reads and checks a folder; called with the first files that can matter */
export function openProjects(
  log: LogOutputChannel,
  loadReader: () => Promise<ReadFolder>,
  preflights?: PreflightSource,
): Projects {
  const known = preflights?.known ?? (() => NO_PREFLIGHTS);
  const changed = new EventEmitter<void>();
  const texts = textStore(log);
  const bases = new Map<string, Base>();
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** One after the other: two scans at a time would overwrite each other's results. */
  const queue = (work: () => Promise<void>): Promise<void> => {
    running = running.then(work).catch((error: unknown) => {
      log.error(error instanceof Error ? error : String(error));
    });
    return running;
  };
  let waiting: Promise<void> | undefined;
  /** A hundred files that change at once are one search. */
  const search = (): Promise<void> => {
    waiting ??= queue(async () => {
      waiting = undefined;
      const started = performance.now();
      const found = new Map<string, Base>();
      for (const folder of workspace.workspaceFolders ?? [])
        if (settings(folder.uri).enable) found.set(folder.uri.toString(), await scan(folder, log));
      for (const document of workspace.textDocuments) if (settings(document.uri).enable) addLoose(found, document);
      // A file that comes back may not be the same, and the news that it went may never have come.
      texts.keep([...found.values()].flatMap(urisOf));
      // Until the new ones are read, the old ones answer questions.
      for (const [key, base] of found) base.projects = bases.get(key)?.projects ?? [];
      bases.clear();
      for (const [key, base] of found) bases.set(key, base);
      for (const base of bases.values()) await rebuild(base, texts, known, loadReader);
      const count = [...bases.values()].reduce((sum, base) => sum + base.projects.length, 0);
      log.info(`${count} projects, ${texts.filesRead()} files read, ${Math.round(performance.now() - started)} ms`);
      changed.fire();
    });
    return waiting;
  };
  const refresh = (): Promise<void> => {
    texts.keep([]);
    return search();
  };
  const update = (): void => {
    timer = undefined;
    const started = performance.now();
    for (const base of bases.values()) base.projects = base.projects.map((project) => project.fresh());
    if (settings().verbose) log.info(`checked after a change, ${(performance.now() - started).toFixed(1)} ms`);
    changed.fire();
  };
  const onType = (document: TextDocument): void => {
    if (!isInteresting(document.uri)) return;
    // A manifest changes what belongs to a project: that is a matter of files, not of texts.
    if (isManifest(document.uri.path)) return;
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE_MS);
  };
  const onOpen = (document: TextDocument): void => {
    if (!settings(document.uri).enable || !isInteresting(document.uri)) return;
    if (settings().scope === 'workspace' && find(document.uri)) return;
    addLoose(bases, document);
    rebuildAround(document.uri);
  };
  const rebuildAround = (uri: Uri): void => {
    void queue(async () => {
      for (const base of bases.values()) if (holds(base, uri)) await rebuild(base, texts, known, loadReader);
      changed.fire();
    });
  };
  const onFile = (uri: Uri): void => {
    texts.forget(uri);
    void search();
  };
  const find = (uri: Uri): FileInProject | undefined => {
    for (const base of bases.values()) {
      const index = base.projects.findIndex((project) => fileOf(project, uri) !== undefined);
      const project = base.projects[index];
      if (!project) continue;
      const now = project.fresh();
      base.projects = base.projects.with(index, now);
      const file = fileOf(now, uri);
      return file === undefined ? undefined : { project: now, file };
    }
    return undefined;
  };
  /** A folder that comes or goes with all that is in it is one event, not one for each file. */
  const onFolderGone = (uri: Uri): void => {
    const inside = `${uri.toString()}/`;
    if ([...bases.values()].flatMap(urisOf).some((one) => one.toString().startsWith(inside))) void search();
  };
  const onFolder = async (uri: Uri): Promise<void> => {
    // Most files have an ending and most folders have none, which saves asking for each file of a build.
    const name = uri.path.split('/').at(-1) ?? '';
    if (name.includes('.') || isSkipped(workspace.asRelativePath(uri, false)) || isInteresting(uri)) return;
    const { type } = await workspace.fs.stat(uri);
    if (type & FileType.Directory) void search();
  };
  const watch = (): Disposable => {
    const watcher = workspace.createFileSystemWatcher(filesPattern());
    const folders = workspace.createFileSystemWatcher('**', false, true, false);
    return Disposable.from(
      watcher,
      folders,
      // What is gone again by now was not ours.
      folders.onDidCreate((uri) => void onFolder(uri).catch(() => undefined)),
      folders.onDidDelete(onFolderGone),
      watcher.onDidCreate(onFile),
      watcher.onDidDelete(onFile),
      watcher.onDidChange((uri) => {
        // What is open tells of its changes itself.
        if (isManifest(uri.path) || !texts.isOpen(uri)) onFile(uri);
      }),
    );
  };
  let watcher = watch();
  const listeners = [
    changed,
    ...(preflights ? [preflights.onDidChange(update)] : []),
    workspace.onDidOpenTextDocument(onOpen),
    workspace.onDidChangeTextDocument(({ document }) => {
      onType(document);
    }),
    workspace.onDidCloseTextDocument((document) => {
      if (!isInteresting(document.uri)) return;
      // The text that was not saved is gone with the editor.
      texts.forget(document.uri);
      bases.delete(document.uri.toString());
      rebuildAround(document.uri);
    }),
    workspace.onDidChangeWorkspaceFolders(() => void search()),
    workspace.onDidGrantWorkspaceTrust(() => void search()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('sfDeliverability.recordPath')) {
        watcher.dispose();
        watcher = watch();
      }
      if (event.affectsConfiguration('sfDeliverability')) void search();
    }),
  ];
  return {
    onDidChange: changed.event,
    all: () => [...bases.values()].flatMap((base) => base.projects),
    find,
    refresh,
    ready: () => running,
    filesRead: texts.filesRead,
    dispose: () => {
      clearTimeout(timer);
      watcher.dispose();
      Disposable.from(...listeners).dispose();
    },
  };
}
