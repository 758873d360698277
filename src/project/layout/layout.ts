import { readExport } from '../relays/readExport.ts';
import { parseJson, property } from '../../formats/json.ts';
import type { FileRole } from '../readProject.ts';
import { DEFAULT_RECORD_PATH } from '../settings/record.ts';
import { forceIgnore, isOtherType, isSettingsPlace } from './sourceFormat.ts';
import { elementText, parseXml } from '../../formats/xml.ts';

/** Which files belong to which project. Paths are relative to the searched folder, with `/`; nothing is read here. */
export interface ProjectLayout {
  /** The project's folder; empty for the searched folder itself. */
  readonly root: string;
  readonly apiVersion: number | undefined;
  /** Relative to the root, like the two paths below. */
  readonly files: readonly ProjectFile[];
  readonly recordPath: string;
  readonly newSettingsPath: string;
  /** Of these two, what exists without being one of `files`: ignored, or not to be read. */
  readonly occupied: readonly string[];
}

export interface ProjectFile {
  readonly file: string;
  readonly role: FileRole;
  /** How Salesforce's own tools deploy it; absent for what they leave, such as a copy beside the project. */
  readonly format?: SourceFormat;
}

export interface LayoutOptions {
  /** Instead of what the project says. */
  readonly apiVersion?: number | undefined;
  /** Where the record is, relative to the project's root. */
  readonly recordPath?: string | undefined;
  /** Which settings files belong to projects, and to which kind, where Salesforce's own tools said so. */
  readonly resolved?: ReadonlyMap<string, SourceFormat> | undefined;
}

/** Package directories of an SFDX project, or a folder with a package.xml. */
export type SourceFormat = 'source' | 'mdapi';

export const PROJECT_FILE = 'sfdx-project.json';
const IGNORE_FILE = '.forceignore';
const PACKAGE_FILE = 'package.xml';

/** Folders that never hold a project's source, by name; besides, every folder whose name begins with a dot. */
const SKIPPED_FOLDERS = new Set(['node_modules']);

export const isSkippedFolder = (name: string): boolean => name.startsWith('.') || SKIPPED_FOLDERS.has(name);

/** Whether a file of that name can matter: the cheap first look while walking a tree. */
export function isCandidate(name: string, options: LayoutOptions = {}): boolean {
  if (name.endsWith('.settings-meta.xml') || name.endsWith('.settings') || isExportName(name)) return true;
  if (name.endsWith('.json'))
    return name === PROJECT_FILE || name.includes('scratch-def') || name === baseName(recordPathOf(options));
  return name === IGNORE_FILE || name === PACKAGE_FILE;
}

/** The same for a path of a listing that nobody walked: what lies in a skipped folder does not matter. */
export const isCandidatePath = (path: string, options: LayoutOptions = {}): boolean =>
  isCandidate(baseName(path), options) && !folderOf(path).split('/').some(isSkippedFolder);

const isExportName = (name: string): boolean => /^Email(Relay|DomainFilter).*\.(json|csv)$/s.test(name);

/** Files whose text `layoutProjects` asks for. */
export const isManifest = (path: string): boolean => [PROJECT_FILE, IGNORE_FILE, PACKAGE_FILE].includes(baseName(path));

const SETTINGS_TAG = /<(?:[\w.-]+:)?EmailAdministrationSettings[\s/>]/;

/** Every settings type lies in `*.settings` files: ours is known by its name, or by its root. */
export const mayBeSettings = (path: string, text: string): boolean =>
  isNamedAsSettings(path) || SETTINGS_TAG.test(text);

export const isNamedAsSettings = (path: string): boolean =>
  /^EmailAdministration\.settings(-meta\.xml)?$/.test(baseName(path));

/** Whether somebody should hear that the file cannot be read; another type's settings file is not our business. */
export const isMissed = ({ file, role }: ProjectFile): boolean => role !== 'settings' || isNamedAsSettings(file);

/**
 * Sorts candidate paths into projects. A file belongs to the nearest `sfdx-project.json` above it if it lies in one of
 * its package directories; other settings files form projects of their own, by the nearest record or `package.xml`.
 *
 * @param manifest the text of a manifest, undefined if it cannot be read
 */
export function layoutProjects(
  found: readonly string[],
  manifest: (path: string) => string | undefined,
  options: LayoutOptions = {},
): readonly ProjectLayout[] {
  const paths = options.resolved ? withResolved(found, options.resolved) : found;
  const known = new Set(paths);
  const projects = new Map<string, Draft>();
  for (const path of paths) {
    if (baseName(path) === PROJECT_FILE) {
      const root = folderOf(path);
      projects.set(root, sfdxDraft(root, manifest(path), { known, manifest, options }));
    }
  }
  const sfdxRoots = new Set(projects.keys());
  // Exports come last: they join the project that the others make.
  for (const path of [...paths.filter((one) => !isExport(one)), ...paths.filter(isExport)]) {
    const root = ancestors(path).find((folder) => sfdxRoots.has(folder));
    const sfdx = root === undefined ? undefined : projects.get(root);
    const role = sfdx && roleInSfdx(sfdx, path, options);
    if (role === 'ignored') continue;
    if (sfdx && role)
      sfdx.files.push({ file: relative(sfdx.root, path), role, ...(role === 'settings' ? { format: 'source' } : {}) });
    else addLoose(projects, path, { known, manifest, options, inSfdx: root });
  }
  return [...projects.values()].filter((draft) => draft.files.length > 0).map((draft) => finish(draft, known));
}

/** Of the settings files, those that Salesforce's own tools found, and no others. */
const withResolved = (paths: readonly string[], resolved: ReadonlyMap<string, SourceFormat>): readonly string[] =>
  [...paths.filter((path) => !isSettings(path)), ...resolved.keys()].sort();

/** A file that somebody named, whatever it is called: its content tells what it is. */
export function roleByContent(path: string, text: string): FileRole | undefined {
  if (path.endsWith('.json')) {
    const { root } = parseJson(text);
    if (property(root, 'settings')) return 'scratch';
    if (property(root, 'tlsSetting') ?? property(root, 'restrictTlsToDomains')) return 'record';
    return isExport(path) || holdsRecords(path, text) ? 'export' : undefined;
  }
  if (path.endsWith('.csv')) return isExport(path) || holdsRecords(path, text) ? 'export' : undefined;
  return mayBeSettings(path, text) ? 'settings' : undefined;
}

function holdsRecords(path: string, text: string): boolean {
  const { relays, filters } = readExport(path, text);
  return relays.length + filters.length > 0;
}

/** A project of one file, whose name and place say nothing. */
export const singleLayout = (file: string, role: FileRole, apiVersion?: number): ProjectLayout => ({
  root: '',
  apiVersion,
  files: [{ file, role }],
  recordPath: DEFAULT_RECORD_PATH,
  newSettingsPath: MDAPI_SETTINGS_PATH,
  occupied: [],
});

const MDAPI_SETTINGS_PATH = 'settings/EmailAdministration.settings';

/** A project while its files are being gathered. */
interface Draft extends Omit<ProjectLayout, 'occupied'> {
  readonly files: ProjectFile[];
  /** Absent outside SFDX projects. */
  readonly packageDirectories?: readonly PackageDirectory[];
}

interface PackageDirectory {
  /** Relative to the searched folder, like what is asked of `ignores`. */
  readonly path: string;
  readonly ignores: (path: string) => boolean;
}

function finish(
  { root, apiVersion, files, recordPath, newSettingsPath }: Draft,
  known: ReadonlySet<string>,
): ProjectLayout {
  const own = new Set(files.map(({ file }) => file));
  return {
    root,
    apiVersion,
    files: [...files].sort((a, b) => (a.file < b.file ? -1 : 1)),
    recordPath,
    newSettingsPath,
    occupied: [recordPath, newSettingsPath].filter((path) => known.has(joinPath(root, path)) && !own.has(path)),
  };
}

function sfdxDraft(root: string, text: string | undefined, around: Omit<Surroundings, 'inSfdx'>): Draft {
  const { options } = around;
  const json = parseJson(text ?? '').root;
  const entries = property(json, 'packageDirectories')?.value?.children ?? [];
  const directories = entries.flatMap((entry) => {
    const path: unknown = property(entry, 'path')?.value?.value;
    return typeof path === 'string'
      ? [{ path: normalise(path), main: property(entry, 'default')?.value?.value === true }]
      : [];
  });
  // A project file that is being typed, or broken: better all files than none.
  if (directories.length === 0) directories.push({ path: '', main: true });
  const main = (directories.find((one) => one.main) ?? directories[0])?.path ?? '';
  return {
    root,
    files: [],
    apiVersion: options.apiVersion ?? versionNumber(property(json, 'sourceApiVersion')?.value?.value),
    recordPath: recordPathOf(options),
    newSettingsPath: joinPath(main, 'main/default/settings/EmailAdministration.settings-meta.xml'),
    packageDirectories: directories.map(({ path }) => packageDirectory(joinPath(root, path), around)),
  };
}

/** As Salesforce's own tools do: the nearest `.forceignore` counts, from the package directory upward, and no other. */
function packageDirectory(
  path: string,
  { known, manifest }: Pick<Surroundings, 'known' | 'manifest'>,
): PackageDirectory {
  const folder = [path, ...ancestors(path)].find((one) => known.has(joinPath(one, IGNORE_FILE)));
  const text = folder === undefined ? undefined : manifest(joinPath(folder, IGNORE_FILE));
  if (folder === undefined || text === undefined) return { path, ignores: () => false };
  const ignored = forceIgnore(text);
  return { path, ignores: (file) => ignored(relative(folder, file)) };
}

function roleInSfdx(draft: Draft, path: string, { resolved }: LayoutOptions): FileRole | 'ignored' | undefined {
  const file = relative(draft.root, path);
  if (file === draft.recordPath) return 'record';
  if (isScratchDefinition(file)) return 'scratch';
  const directories = draft.packageDirectories?.filter((directory) => inFolder(directory.path, path)) ?? [];
  if (isExport(file)) {
    // What people export is theirs, whatever a deployment leaves out.
    if (EXPORT_FOLDERS.some((folder) => inFolder(folder, file))) return 'export';
    if (directories.length === 0) return undefined;
    return directories.every(({ ignores }) => ignores(path)) ? 'ignored' : 'export';
  }
  if (!isSettings(file)) return undefined;
  if (resolved) return resolved.get(path) === 'source' ? 'settings' : undefined;
  if (directories.length === 0) return undefined;
  if (isOtherType(file) || directories.every(({ ignores }) => ignores(path))) return 'ignored';
  return isSettingsPlace(file) ? 'settings' : undefined;
}

interface Surroundings {
  readonly known: ReadonlySet<string>;
  readonly manifest: (path: string) => string | undefined;
  readonly options: LayoutOptions;
  /** The SFDX project that the file lies in without being part of it. */
  readonly inSfdx: string | undefined;
}

function addLoose(projects: Map<string, Draft>, path: string, around: Surroundings): void {
  const role = looseRole(path, around);
  if (!role) return;
  const { known, options } = around;
  const folders = ancestors(path);
  const packageFolder = folders.find((folder) => known.has(joinPath(folder, PACKAGE_FILE)));
  // The record of an SFDX project is about its package directories, not about copies beside them.
  const recordFolder =
    around.inSfdx === undefined
      ? folders.find((folder) => known.has(joinPath(folder, recordPathOf(options))))
      : undefined;
  // What lies beside package.xml is deployed, so a record has its place above that folder.
  const packageParent = packageFolder === undefined ? undefined : folderOf(packageFolder);
  const root = recordFolder ?? looseRoot(path, role, packageParent);
  // Copies of one org's settings, side by side, are projects of their own.
  const own = recordFolder ?? `${root} ${packageFolder ?? ''} ${around.inSfdx ?? ''}`;
  const key = role === 'export' ? (onlyDraftAt(projects, root) ?? own) : own;
  const draft: Draft = projects.get(key) ?? {
    root,
    files: [],
    apiVersion: options.apiVersion,
    recordPath: recordPathOf(options),
    newSettingsPath: MDAPI_SETTINGS_PATH,
  };
  const manifest = packageFolder === undefined ? undefined : around.manifest(joinPath(packageFolder, PACKAGE_FILE));
  const format = role === 'settings' && isMdapi(path, packageFolder, around.inSfdx) ? 'mdapi' : undefined;
  draft.files.push({ file: relative(root, path), role, ...(format ? { format } : {}) });
  projects.set(key, { ...draft, apiVersion: draft.apiVersion ?? packageVersion(manifest) });
}

/** A package.xml beside or above `sfdx-project.json` is a list of what to deploy, not the sign of an mdapi folder. */
function isMdapi(path: string, packageFolder: string | undefined, inSfdx: string | undefined): boolean {
  if (packageFolder === undefined || packageFolder === inSfdx) return false;
  if (inSfdx !== undefined && !inFolder(inSfdx, packageFolder)) return false;
  const file = relative(packageFolder, path);
  return isSettingsPlace(file) && !isOtherType(file);
}

function looseRoot(path: string, role: FileRole, packageParent: string | undefined): string {
  if (role === 'settings') return packageParent ?? folderOf(path);
  if (role !== 'export') return parentOf(path, ['config']);
  return isInOneOf(path, EXPORT_FOLDERS) ? parentOf(path, EXPORT_FOLDERS) : (packageParent ?? folderOf(path));
}

/** The key of the one project that has this folder; with several, nobody can tell whose records these are. */
function onlyDraftAt(projects: ReadonlyMap<string, Draft>, root: string): string | undefined {
  const [first, second] = [...projects].filter(([, draft]) => draft.root === root && !draft.packageDirectories);
  return second ? undefined : first?.[0];
}

function looseRole(path: string, { known, options, inSfdx }: Surroundings): FileRole | undefined {
  if (isSettings(path)) return 'settings';
  // In an SFDX project these have one place, and this is not it.
  if (inSfdx !== undefined) return undefined;
  if (`/${path}`.endsWith(`/${recordPathOf(options)}`)) return 'record';
  if (isExport(path)) {
    const beside = ancestors(path).some((folder) => known.has(joinPath(folder, PACKAGE_FILE)));
    return beside || isInOneOf(path, EXPORT_FOLDERS) ? 'export' : undefined;
  }
  return /(^|\/)config\//.test(path) && isScratchDefinition(path.slice(path.lastIndexOf('config/')))
    ? 'scratch'
    : undefined;
}

/** package.xml's `<version>`: the API version of an mdapi folder. */
function packageVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [root] = parseXml(text).roots;
  const version = root?.children.find(({ name }) => name === 'version');
  return version && versionNumber(elementText(text, version).value.trim());
}

/** What `sfdx-project.json` says; undefined where it says nothing that can be read. */
export const sourceApiVersion = (projectFile: string): number | undefined =>
  versionNumber(property(parseJson(projectFile).root, 'sourceApiVersion')?.value?.value);

/** `"66.0"`, `"66"` and the number 66 -> 66 */
function versionNumber(value: unknown): number | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const match = /^(\d{2,3})(\.\d)?$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

const isSettings = (path: string): boolean => /\.settings(-meta\.xml)?$/.test(path);

/** Besides the package directories: where people keep what they export. */
const EXPORT_FOLDERS: readonly string[] = ['data', 'config', 'deliverability'];

const isExport = (path: string): boolean => isExportName(baseName(path));

const isScratchDefinition = (file: string): boolean =>
  file.startsWith('config/') && file.endsWith('.json') && baseName(file).includes('scratch-def');

const recordPathOf = ({ recordPath }: LayoutOptions): string => normalise(recordPath ?? '') || DEFAULT_RECORD_PATH;

/** `./a/../b\\c/` -> `b/c` */
const normalise = (path: string): string =>
  path
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.')
    .reduce<string[]>(
      (before, part) =>
        part === '..' && before.length > 0 && before.at(-1) !== '..' ? before.slice(0, -1) : [...before, part],
      [],
    )
    .join('/');

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** Of a folder and a path in it, either of which may be empty. */
export const joinPath = (folder: string, path: string): string =>
  folder === '' || path === '' ? folder + path : `${folder}/${path}`;

const inFolder = (folder: string, path: string): boolean => folder === '' || path.startsWith(`${folder}/`);

const relative = (folder: string, path: string): string => (folder === '' ? path : path.slice(folder.length + 1));

/** The folder above the last of the folders of these names. */
function parentOf(path: string, names: readonly string[]): string {
  const parts = folderOf(path).split('/');
  const index = parts.findLastIndex((part) => names.includes(part));
  return parts.slice(0, Math.max(index, 0)).join('/');
}

const isInOneOf = (path: string, names: readonly string[]): boolean =>
  folderOf(path)
    .split('/')
    .some((part) => names.includes(part));

/** The folders above a path, nearest first, down to the searched folder (`''`). */
function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) found.push(folder);
  return [...found, ''];
}
