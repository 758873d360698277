import { parseJson, property } from '../../formats/json.ts';
import type { FileRole } from '../readProject.ts';
import { versionNumber } from './apiVersion.ts';
import type { Draft, LayoutContext, LayoutOptions } from './model.ts';
import { EXPORT_FOLDERS, IGNORE_FILE, isExport, isScratchDefinition, isSettings, PROJECT_FILE } from './names.ts';
import { inFolder, joinPath, normalise, parentFolders, relative } from './paths.ts';
import { forceIgnore, isOtherType, isSettingsPlace } from './sourceFormat.ts';

/** A project with a `sfdx-project.json`: what it says, and which files are its. */
export interface SfdxDraft extends Draft {
  readonly packageDirectories: readonly PackageDirectory[];
}

interface PackageDirectory {
  /** Relative to the searched folder, like what is asked of `ignores`. */
  readonly path: string;
  readonly ignores: (path: string) => boolean;
}

/** @param root the folder of a `sfdx-project.json` */
export function sfdxDraft(root: string, context: LayoutContext): SfdxDraft {
  const { manifest, options } = context;
  const json = parseJson(manifest(joinPath(root, PROJECT_FILE)) ?? '').root;
  const entries = property(json, 'packageDirectories')?.value?.children ?? [];
  const named = entries.flatMap((entry) => {
    const path: unknown = property(entry, 'path')?.value?.value;
    return typeof path === 'string' ? [normalise(path)] : [];
  });
  // A project file that is being typed, or broken: better all files than none.
  const directories = named.length > 0 ? named : [''];
  return {
    root,
    files: [],
    apiVersion: options.apiVersion ?? versionNumber(property(json, 'sourceApiVersion')?.value?.value),
    recordPath: context.recordPath,
    packageDirectories: directories.map((path) => packageDirectory(joinPath(root, path), context)),
  };
}

/** As Salesforce's own tools do: the nearest `.forceignore` counts, from the package directory upward, and no other. */
function packageDirectory(path: string, { known, manifest }: LayoutContext): PackageDirectory {
  const folder = [path, ...parentFolders(path)].find((one) => known.has(joinPath(one, IGNORE_FILE)));
  const text = folder === undefined ? undefined : manifest(joinPath(folder, IGNORE_FILE));
  if (folder === undefined || text === undefined) return { path, ignores: () => false };
  const ignored = forceIgnore(text);
  return { path, ignores: (file) => ignored(relative(folder, file)) };
}

/**
 * What a file is to the SFDX project that it lies in. `ignored`: it is left out of deployments. Undefined: it is no part
 * of the project, and may be one of another.
 */
export function roleInSfdx(
  draft: SfdxDraft,
  path: string,
  { resolved }: LayoutOptions,
): FileRole | 'ignored' | undefined {
  const file = relative(draft.root, path);
  if (file === draft.recordPath) return 'record';
  if (isScratchDefinition(file)) return 'scratch';
  const directories = draft.packageDirectories.filter((directory) => inFolder(directory.path, path));
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
