/** Paths with `/`, relative to a folder; `''` is that folder itself. */

/** `./a/../b\\c/` -> `b/c` */
export const normalise = (path: string): string =>
  path
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.')
    .reduce<string[]>(
      (before, part) =>
        part === '..' && before.length > 0 && before.at(-1) !== '..' ? before.slice(0, -1) : [...before, part],
      [],
    )
    .join('/');

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** Of a folder and a path in it, either of which may be empty. */
export const joinPath = (folder: string, path: string): string =>
  folder === '' || path === '' ? folder + path : `${folder}/${path}`;

export const inFolder = (folder: string, path: string): boolean => folder === '' || path.startsWith(`${folder}/`);

export const relative = (folder: string, path: string): string =>
  folder === '' ? path : path.slice(folder.length + 1);

/** The folder above the last of the folders of these names. */
export function parentOfNamed(path: string, names: readonly string[]): string {
  const parts = folderOf(path).split('/');
  const index = parts.findLastIndex((part) => names.includes(part));
  return parts.slice(0, Math.max(index, 0)).join('/');
}

/** Whether one of the folders above a path has one of these names. */
export const isInOneOf = (path: string, names: readonly string[]): boolean =>
  folderOf(path)
    .split('/')
    .some((part) => names.includes(part));

/** The folders above a path, nearest first, down to the searched folder (`''`). */
export function parentFolders(path: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) found.push(folder);
  return [...found, ''];
}
