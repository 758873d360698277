import type { FileRole } from '../readProject.ts';
import { packageVersion } from './apiVersion.ts';
import { isMdapi, packageFolderOf } from './mdapi.ts';
import type { Draft, LayoutContext } from './model.ts';
import { EXPORT_FOLDERS, isExport, isScratchDefinition, isSettings, PACKAGE_FILE } from './names.ts';
import { folderOf, isInOneOf, joinPath, parentFolders, parentOfNamed, relative } from './paths.ts';

/**
 * Files that are part of no SFDX project: settings in an mdapi folder or anywhere else, a record, scratch definitions
 * and exports by themselves.
 */
export interface LooseFile {
  readonly path: string;
  /** The root of the SFDX project that the file lies in without being part of it. */
  readonly inSfdx: string | undefined;
}

/** The projects that loose files make. */
export interface LooseDrafts {
  /** In the order in which they came. */
  readonly all: LooseDraft[];
  /** By root, then by `inSfdx`, then by package folder: what tells a project from others, see `LooseKey`. */
  readonly byKey: Map<string, Map<string | undefined, Map<string | undefined, LooseDraft>>>;
}

/** The version may come with a later file than the first. */
interface LooseDraft extends Draft {
  apiVersion: number | undefined;
}

/**
 * What loose files of one project have in common. Copies of one org's settings, side by side, have one root and are
 * projects of their own; where there is a record, all files below its folder are of one project.
 */
type LooseKey = readonly [root: string, inSfdx: string | undefined, packageFolder: string | undefined];

export const newLooseDrafts = (): LooseDrafts => ({ all: [], byKey: new Map() });

/** Adds a file to the project that it belongs to, or to a new one. Exports must come last: they join what is there. */
export function addLoose(drafts: LooseDrafts, file: LooseFile, context: LayoutContext): void {
  const { path, inSfdx } = file;
  const role = looseRole(file, context);
  if (!role) return;
  const packageFolder = packageFolderOf(path, context);
  const recordFolder = recordFolderOf(file, context);
  // What lies beside package.xml is deployed, so a record has its place above that folder.
  const packageParent = packageFolder === undefined ? undefined : folderOf(packageFolder);
  const root = recordFolder ?? looseRoot(path, role, packageParent);
  const key: LooseKey = recordFolder === undefined ? [root, inSfdx, packageFolder] : [root, undefined, undefined];
  const draft = (role === 'export' ? onlyDraftAt(drafts, root) : undefined) ?? draftOf(drafts, key, context);
  const isDeployed = role === 'settings' && isMdapi(path, packageFolder, inSfdx);
  draft.files.push({ file: relative(root, path), role, ...(isDeployed ? { format: 'mdapi' } : {}) });
  // Asked for each file: a manifest that cannot be read is told of.
  const manifest = packageFolder === undefined ? undefined : context.manifest(joinPath(packageFolder, PACKAGE_FILE));
  draft.apiVersion ??= packageVersion(manifest);
}

/** The record of an SFDX project is about its package directories, not about copies beside them. */
function recordFolderOf({ path, inSfdx }: LooseFile, { known, recordPath }: LayoutContext): string | undefined {
  if (inSfdx !== undefined) return undefined;
  return parentFolders(path).find((folder) => known.has(joinPath(folder, recordPath)));
}

function draftOf({ all, byKey }: LooseDrafts, key: LooseKey, { options, recordPath }: LayoutContext): LooseDraft {
  const [root, inSfdx, packageFolder] = key;
  const atRoot = entryOf(byKey, root, () => new Map<string | undefined, Map<string | undefined, LooseDraft>>());
  const beside = entryOf(atRoot, inSfdx, () => new Map<string | undefined, LooseDraft>());
  return entryOf(beside, packageFolder, () => {
    const draft: LooseDraft = {
      root,
      files: [],
      apiVersion: options.apiVersion,
      recordPath,
    };
    all.push(draft);
    return draft;
  });
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The one project that has this folder; with several, nobody can tell whose records these are. */
function onlyDraftAt({ byKey }: LooseDrafts, root: string): LooseDraft | undefined {
  const [first, second] = [...(byKey.get(root)?.values() ?? [])].flatMap((beside) => [...beside.values()]);
  return second ? undefined : first;
}

function looseRoot(path: string, role: FileRole, packageParent: string | undefined): string {
  if (role === 'settings') return packageParent ?? folderOf(path);
  if (role !== 'export') return parentOfNamed(path, ['config']);
  return isInOneOf(path, EXPORT_FOLDERS) ? parentOfNamed(path, EXPORT_FOLDERS) : (packageParent ?? folderOf(path));
}

function looseRole({ path, inSfdx }: LooseFile, context: LayoutContext): FileRole | undefined {
  if (isSettings(path)) return 'settings';
  // In an SFDX project these have one place, and this is not it.
  if (inSfdx !== undefined) return undefined;
  if (`/${path}`.endsWith(`/${context.recordPath}`)) return 'record';
  if (isExport(path))
    return packageFolderOf(path, context) !== undefined || isInOneOf(path, EXPORT_FOLDERS) ? 'export' : undefined;
  return /(^|\/)config\//.test(path) && isScratchDefinition(path.slice(path.lastIndexOf('config/')))
    ? 'scratch'
    : undefined;
}
