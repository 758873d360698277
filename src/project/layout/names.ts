import { DEFAULT_RECORD_PATH } from '../settings/record.ts';
import type { LayoutOptions, ProjectFile } from './model.ts';
import { baseName, folderOf, normalise } from './paths.ts';

/**
 * What the names of files and folders tell. No parser is imported here: the editor asks these questions before it has
 * loaded one (docs/decisions/0004).
 */

export const PROJECT_FILE = 'sfdx-project.json';
export const IGNORE_FILE = '.forceignore';
export const PACKAGE_FILE = 'package.xml';

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

export const isSettings = (path: string): boolean => /\.settings(-meta\.xml)?$/.test(path);

/** Besides the package directories: where people keep what they export. */
export const EXPORT_FOLDERS: readonly string[] = ['data', 'config', 'deliverability'];

export const isExport = (path: string): boolean => isExportName(baseName(path));

/** @param file relative to the project's root */
export const isScratchDefinition = (file: string): boolean =>
  file.startsWith('config/') && file.endsWith('.json') && baseName(file).includes('scratch-def');

/** Where the record is, relative to the project's root. */
export const recordPathOf = ({ recordPath }: LayoutOptions): string =>
  normalise(recordPath ?? '') || DEFAULT_RECORD_PATH;
