import type { LayoutContext } from './model.ts';
import { PACKAGE_FILE } from './names.ts';
import { inFolder, joinPath, parentFolders, relative } from './paths.ts';
import { isOtherType, isSettingsPlace } from './sourceFormat.ts';

/** Folders in the format of the Metadata API: `package.xml`, and beside it a folder for each type. */

/** The nearest folder above a path that has a package.xml. */
export const packageFolderOf = (path: string, { known }: LayoutContext): string | undefined =>
  parentFolders(path).find((folder) => known.has(joinPath(folder, PACKAGE_FILE)));

/** A package.xml beside or above `sfdx-project.json` is a list of what to deploy, not the sign of an mdapi folder. */
export function isMdapi(path: string, packageFolder: string | undefined, inSfdx: string | undefined): boolean {
  if (packageFolder === undefined || packageFolder === inSfdx) return false;
  if (inSfdx !== undefined && !inFolder(inSfdx, packageFolder)) return false;
  const file = relative(packageFolder, path);
  return isSettingsPlace(file) && !isOtherType(file);
}
