import {
  Disposable,
  EventEmitter,
  FileType,
  RelativePattern,
  Uri,
  workspace,
  type Event,
  type LogOutputChannel,
  type TextDocument,
  type WorkspaceFolder,
} from 'vscode';
import type { ProjectFacts } from '../project/facts.ts';
import {
  isCandidate,
  isManifest,
  isMissed,
  layoutProjects,
  mayBeSettings,
  roleByContent,
  type LayoutOptions,
  type ProjectLayout,
} from '../project/layout.ts';
import { readProject, type ProjectInput } from '../project/readProject.ts';
import { lint } from '../rules/lint.ts';
import type { Finding } from '../rules/rule.ts';
import type { SourceText } from '../text/source.ts';
import { sameUri } from './convert.ts';
import type { Registration } from './files.ts';
import { settings } from './settings.ts';
import { textStore, type TextStore } from './texts.ts';

/** A project as the editor shows it: unsaved text wins over what is on disk. */
export interface Project {
  readonly input: ProjectInput;
  readonly facts: ProjectFacts;
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceText>;
  /** Files that cannot be read, and why. */
  readonly problems: ReadonlyMap<string, string>;
  readonly uriOf: (file: string) => Uri;
}

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

/** A workspace folder, or the folder of a file opened by itself. */
interface Base {
  readonly uri: Uri;
  paths: readonly string[];
  projects: readonly Project[];
}

const FILES = '**/{sfdx-project.json,.forceignore,package.xml,*.settings,*.settings-meta.xml,*scratch-def*.json}';
const NOT_IN = '**/{node_modules,.git,.sfdx,.sf}/**';
const SKIPPED = /\/(node_modules|\.git|\.sfdx|\.sf)(\/|$)/;

/** Keystrokes closer than this are checked together; the check itself takes about a millisecond. */
const PAUSE_MS = 30;

export function openProjects(log: LogOutputChannel): Projects {
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
  const rebuild = async (base: Base): Promise<void> => {
    // Nothing is read, not even a manifest, before one of our files is open.
    if (settings().scope === 'openFiles' && !hasOpenCandidate(base, texts)) {
      base.projects = [];
      return;
    }
    await texts.load(base.paths.filter(isManifest).map((path) => Uri.joinPath(base.uri, path)));
    const layouts = layoutsOf(base, texts);
    const wanted = layouts.filter((layout) => settings().scope === 'workspace' || hasOpenFile(base, layout));
    await texts.load(wanted.flatMap((layout) => layout.files.map(({ file }) => fileUri(base, layout, file))));
    base.projects = wanted
      .map((layout) => build(base, layout, texts))
      .filter(({ input, problems }) => input.texts.length > 0 || problems.size > 0);
  };
  let waiting: Promise<void> | undefined;
  /** A hundred files that change at once are one search. */
  const search = (): Promise<void> => {
    waiting ??= queue(async () => {
      waiting = undefined;
      const started = performance.now();
      const found = new Map<string, Base>();
      for (const folder of workspace.workspaceFolders ?? [])
        if (settings(folder.uri).enable) found.set(folder.uri.toString(), await scan(folder));
      for (const document of workspace.textDocuments) if (settings(document.uri).enable) addLoose(found, document);
      // A file that comes back may not be the same, and the news that it went may never have come.
      texts.keep([...found.values()].flatMap(urisOf));
      // Until the new ones are read, the old ones answer questions.
      for (const [key, base] of found) base.projects = bases.get(key)?.projects ?? [];
      bases.clear();
      for (const [key, base] of found) bases.set(key, base);
      for (const base of bases.values()) await rebuild(base);
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
    for (const base of bases.values()) base.projects = base.projects.map((project) => fresh(project, texts));
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
      for (const base of bases.values()) if (holds(base, uri)) await rebuild(base);
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
      const now = fresh(project, texts);
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
    if (SKIPPED.test(uri.path) || isInteresting(uri)) return;
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

const layoutOptions = (): LayoutOptions => ({ recordPath: settings().recordPath });

const recordName = (): string => settings().recordPath.split('/').at(-1) ?? '';

const filesPattern = (): string => FILES.replace('}', `,${recordName()}}`);

const isInteresting = (uri: Uri): boolean => isCandidate(uri.path.split('/').at(-1) ?? '', layoutOptions());

async function scan(folder: WorkspaceFolder): Promise<Base> {
  const found = await workspace.findFiles(new RelativePattern(folder, filesPattern()), NOT_IN);
  const prefix = `${folder.uri.path.replace(/\/$/, '')}/`;
  const paths = found.map(({ path }) => (path.startsWith(prefix) ? path.slice(prefix.length) : path)).sort();
  return { uri: folder.uri, paths, projects: [] };
}

/** A file outside every workspace folder is a project by itself. */
function addLoose(bases: Map<string, Base>, { uri }: TextDocument): void {
  if (!isInteresting(uri) || workspace.getWorkspaceFolder(uri)) return;
  if (!['file', 'untitled', 'vscode-remote'].includes(uri.scheme)) return;
  const parent = Uri.joinPath(uri, '..');
  bases.set(uri.toString(), { uri: parent, paths: [uri.path.split('/').at(-1) ?? ''], projects: [] });
}

const fileUri = (base: Base, layout: ProjectLayout, file: string): Uri => Uri.joinPath(base.uri, layout.root, file);

const urisOf = ({ uri, paths }: Base): Uri[] => paths.map((path) => Uri.joinPath(uri, path));

const holds = (base: Base, uri: Uri): boolean => urisOf(base).some((one) => sameUri(one, uri));

function layoutsOf(base: Base, texts: TextStore): readonly ProjectLayout[] {
  const options = layoutOptions();
  const layouts = layoutProjects(base.paths, (path) => texts.get(Uri.joinPath(base.uri, path)).text, options);
  const [only] = base.paths;
  if (layouts.length > 0 || base.paths.length !== 1 || only === undefined) return layouts;
  // A single file whose place says nothing, such as a record opened by itself.
  const role = roleByContent(only, texts.get(Uri.joinPath(base.uri, only)).text ?? '');
  const [empty] = layoutProjects(['EmailAdministration.settings'], () => undefined, options);
  return role && empty ? [{ ...empty, files: [{ file: only, role }] }] : [];
}

const hasOpenCandidate = (base: Base, texts: TextStore): boolean =>
  urisOf(base).some((uri) => !isManifest(uri.path) && texts.isOpen(uri));

const hasOpenFile = (base: Base, layout: ProjectLayout): boolean =>
  layout.files.some(({ file }) => {
    const uri = fileUri(base, layout, file).toString();
    return workspace.textDocuments.some((document) => document.uri.toString() === uri);
  });

function build(base: Base, layout: ProjectLayout, texts: TextStore): Project {
  const uriOf = (file: string): Uri => fileUri(base, layout, file);
  const problems = new Map<string, string>();
  const inputTexts = layout.files.flatMap(({ file, role }) => {
    const { text, problem } = texts.get(uriOf(file));
    if (problem !== undefined && isMissed({ file, role })) problems.set(file, problem);
    if (text === undefined || (role === 'settings' && !mayBeSettings(file, text))) return [];
    return [{ file, role, text }];
  });
  return checked({ ...layout, texts: inputTexts }, problems, uriOf);
}

function checked(input: ProjectInput, problems: Project['problems'], uriOf: Project['uriOf']): Project {
  const facts = readProject(input);
  const files = [...facts.settingsFiles, ...facts.scratchDefinitions, ...(facts.record ? [facts.record] : [])];
  const sources = new Map(files.map(({ source }) => [source.file, source]));
  return { input, facts, findings: lint(facts), sources, problems, uriOf };
}

/** The same project if no text of it changed. */
function fresh(project: Project, texts: TextStore): Project {
  const now = project.input.texts.map((one) => {
    const text = texts.get(project.uriOf(one.file)).text;
    return text === undefined || text === one.text ? one : { ...one, text };
  });
  if (now.every((one, index) => one === project.input.texts[index])) return project;
  return checked({ ...project.input, texts: now }, project.problems, project.uriOf);
}

function fileOf(project: Project, uri: Uri): string | undefined {
  const wanted = uri.toString();
  return project.input.texts.find(({ file }) => project.uriOf(file).toString() === wanted)?.file;
}
