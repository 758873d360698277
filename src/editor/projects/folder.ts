import {
  RelativePattern,
  Uri,
  workspace,
  type LogOutputChannel,
  type TextDocument,
  type WorkspaceFolder,
} from 'vscode';
import type { ProjectFacts } from '../../project/facts.ts';
import type { LayoutOptions } from '../../project/layout/model.ts';
import { isCandidate, isManifest, isSkippedFolder, PROJECT_FILE } from '../../project/layout/names.ts';
import type { ProjectInput } from '../../project/readProject.ts';
import type { Finding } from '../../rules/rule.ts';
import type { SourceText } from '../../text/source.ts';
import { settings } from '../settings.ts';
import type { TextStore } from './documentTexts.ts';
import { existing, isSearchable, missesNewFiles, walk } from './walk.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';
import { sameUri } from '../uri.ts';

/** A project as the editor shows it: unsaved text wins over what is on disk. */
export interface Project {
  readonly input: ProjectInput;
  readonly facts: ProjectFacts;
  readonly findings: readonly Finding[];
  /** Texts with passwords masked. */
  readonly sources: ReadonlyMap<string, SourceText>;
  /** Files that cannot be read, and why. */
  readonly problems: ReadonlyMap<string, string>;
  readonly uriOf: (file: string) => Uri;
  /** The project as the texts are at this moment: the same if neither one of them changed nor what preflights found. */
  readonly recheck: () => Project;
}

/** What preflights have found so far: the same array until that changes. */
export type KnownPreflights = () => readonly KnownPreflight[];

/** A workspace folder, or the folder of a file opened by itself. */
export interface ProjectFolder {
  readonly uri: Uri;
  paths: readonly string[];
  projects: readonly Project[];
}

const FILES =
  '**/{sfdx-project.json,.forceignore,package.xml,*.settings,*.settings-meta.xml,*scratch-def*.json,EmailRelay*.json,EmailRelay*.csv,EmailDomainFilter*.json,EmailDomainFilter*.csv}';
const NOT_IN = '**/{node_modules,.git,.sfdx,.sf}/**';

export const layoutOptions = (): LayoutOptions => ({ recordPath: settings().recordPath });

const recordName = (): string => settings().recordPath.split('/').at(-1) ?? '';

/** What is watched and searched for. */
export const filesPattern = (): string => FILES.replace('}', `,${recordName()}}`);

/** Whether a file of that name can matter. */
export const isInteresting = (uri: Uri): boolean => isCandidate(uri.path.split('/').at(-1) ?? '', layoutOptions());

/** The files of a workspace folder that can matter. */
export async function scan(folder: WorkspaceFolder, log: LogOutputChannel): Promise<ProjectFolder> {
  const found = isSearchable(folder.uri) ? await search(folder) : await walkThrough(folder.uri, log);
  const prefix = `${folder.uri.path.replace(/\/$/, '')}/`;
  const paths = found
    .map(({ path }) => (path.startsWith(prefix) ? path.slice(prefix.length) : path))
    .filter((path) => !isSkipped(path))
    .sort();
  return { uri: folder.uri, paths, projects: [] };
}

async function search(folder: WorkspaceFolder): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, filesPattern()), NOT_IN);
  if (!missesNewFiles(folder.uri)) return found;
  const records = found
    .filter(({ path }) => path.endsWith(`/${PROJECT_FILE}`))
    .map((manifest) => Uri.joinPath(manifest, '..', settings().recordPath));
  const open = workspace.textDocuments.map(({ uri }) => uri).filter((uri) => isIn(folder, uri) && isInteresting(uri));
  const more = await existing([...records, ...open]);
  return [...new Map([...found, ...more].map((uri) => [uri.toString(), uri])).values()];
}

function isIn(folder: WorkspaceFolder, uri: Uri): boolean {
  const own = workspace.getWorkspaceFolder(uri);
  return own !== undefined && sameUri(own.uri, folder.uri);
}

async function walkThrough(folder: Uri, log: LogOutputChannel): Promise<readonly Uri[]> {
  const { files, unread } = await walk(folder, isInteresting);
  const [first] = unread;
  if (first)
    log.warn(`${unread.length} folders were not read, and their files were not checked: ${first.toString()} ...`);
  return files;
}

/** Whether a path leads through a folder that the command line leaves out too. */
export const isSkipped = (path: string): boolean => path.split('/').slice(0, -1).some(isSkippedFolder);

/** A file outside every workspace folder is a project by itself. */
export function addLoose(folders: Map<string, ProjectFolder>, { uri }: TextDocument): void {
  if (!isInteresting(uri) || workspace.getWorkspaceFolder(uri)) return;
  if (!['file', 'untitled', 'vscode-remote'].includes(uri.scheme)) return;
  const parent = Uri.joinPath(uri, '..');
  folders.set(uri.toString(), { uri: parent, paths: [uri.path.split('/').at(-1) ?? ''], projects: [] });
}

export const urisOf = ({ uri, paths }: ProjectFolder): Uri[] => paths.map((path) => Uri.joinPath(uri, path));

export const holds = (folder: ProjectFolder, uri: Uri): boolean => urisOf(folder).some((one) => sameUri(one, uri));

/** Reads what a folder's projects need and checks them. Behind it are the readers and the rules, loaded on first use. */
export type ReadFolder = (
  folder: ProjectFolder,
  texts: TextStore,
  known: KnownPreflights,
) => Promise<readonly Project[]>;

/** Reads what the folder's projects need and checks them. */
export async function rebuild(
  folder: ProjectFolder,
  texts: TextStore,
  known: KnownPreflights,
  loadReader: () => Promise<ReadFolder>,
): Promise<void> {
  // Nothing is read, not even a manifest, before one of our files is open.
  if (folder.paths.length === 0 || (settings().scope === 'openFiles' && !hasOpenCandidate(folder, texts))) {
    folder.projects = [];
    return;
  }
  const manifests = folder.paths.filter(isManifest).map((path) => Uri.joinPath(folder.uri, path));
  const [, read] = await Promise.all([texts.load(manifests), loadReader()]);
  folder.projects = await read(folder, texts, known);
}

const hasOpenCandidate = (folder: ProjectFolder, texts: TextStore): boolean =>
  urisOf(folder).some((uri) => !isManifest(uri.path) && texts.isOpen(uri));
