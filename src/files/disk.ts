import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { decodeFile, MAX_BYTES, tooLarge } from '../formats/decode.ts';
import type { LayoutOptions } from '../project/layout/model.ts';
import { isCandidate, isSkippedFolder } from '../project/layout/names.ts';
import { DEFAULT_RECORD_PATH } from '../project/settings/record.ts';

/** The text of a file, or why there is none. */
export type DiskText =
  | { readonly ok: true; readonly text: string; readonly bom: boolean }
  | { readonly ok: false; readonly message: string };

export function readText(file: string, most = MAX_BYTES): DiskText {
  try {
    // Reading first and judging later would fill the memory with whatever bears a settings file's name.
    if (statSync(file).size > most) return { ok: false, message: tooLarge(most) };
    return decodeFile(readFileSync(file), most);
  } catch (error) {
    return { ok: false, message: reason(error) };
  }
}

/** Reads the files below a folder by their paths in it; undefined is one that is not there. */
export const filesBelow =
  (folder: string) =>
  (file: string): DiskText | undefined => {
    const read = readText(path.join(folder, file));
    return read.ok || !/no such file|not a directory/.test(read.message) ? read : undefined;
  };

/** The paths below a folder that can matter, relative to it, with `/`. Folders that cannot be read are reported. */
export function candidatePaths(
  folder: string,
  unreadable: (folder: string, message: string) => void,
  options: LayoutOptions = {},
): string[] {
  const found: string[] = [];
  // A stack of one's own: a tree may be deeper than the call stack.
  const todo = [''];
  for (let below = todo.pop(); below !== undefined; below = todo.pop()) {
    for (const entry of entries(path.join(folder, below), unreadable)) {
      if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name)) todo.push(`${below}${entry.name}/`);
      } else if (isCandidate(entry.name, options) && (entry.isFile() || isLinkToFile(folder, below + entry.name))) {
        found.push(below + entry.name);
      }
    }
  }
  return found.sort();
}

/**
 * The folder that a named file or folder belongs to: the SFDX project around it; else, for a file, what holds a record
 * or a package.xml; else the folder itself.
 */
export function baseFolder(target: string, isFolder: boolean, recordPath = DEFAULT_RECORD_PATH): string {
  const start = isFolder ? target : path.dirname(target);
  const project = nearestAbove(start, 'sfdx-project.json');
  if (project !== undefined || isFolder) return project ?? start;
  return nearestAbove(start, recordPath) ?? nearestAbove(start, 'package.xml') ?? start;
}

/** The folder that holds the file: this one, or the nearest above. */
export function nearestAbove(start: string, file: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, file))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function entries(folder: string, unreadable: (folder: string, message: string) => void): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    unreadable(folder, reason(error));
    return [];
  }
}

function isLinkToFile(folder: string, file: string): boolean {
  try {
    return statSync(path.join(folder, file)).isFile();
  } catch {
    // It leads nowhere, or in a circle.
    return false;
  }
}

/** `ENOENT: no such file or directory, open '...'` -> `no such file or directory` */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(text)?.[1] ?? text;
}
