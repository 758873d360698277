/** Files behind the editor's back: on the disk, or in the file system of a virtual workspace. */
import * as vscode from 'vscode';
import type { MemoryFiles } from '../memoryFiles/extension.ts';
import { nodeDisk } from './nodeDisk.ts';

export interface Disk {
  /** Undefined if there is no such file. */
  readonly read: (uri: vscode.Uri) => Uint8Array | undefined;
  /** Makes the folders that it needs. */
  readonly write: (uri: vscode.Uri, content: string | Uint8Array) => Promise<void>;
  /** A file, a folder with all in it, or what is gone already. */
  readonly remove: (uri: vscode.Uri) => Promise<void>;
  readonly rename: (from: vscode.Uri, to: vscode.Uri) => Promise<void>;
}

function diskOf({ scheme }: vscode.Uri): Disk {
  if (scheme !== 'memory' && scheme !== 'vscode-vfs') return nodeDisk;
  const found = vscode.extensions.getExtension<MemoryFiles>('test.memory-files');
  if (!found) throw new Error('the file system in memory is not there');
  return found.exports;
}

export const readBytes: Disk['read'] = (uri) => diskOf(uri).read(uri);
export const writeFile: Disk['write'] = (uri, content) => diskOf(uri).write(uri, content);
export const remove: Disk['remove'] = (uri) => diskOf(uri).remove(uri);
export const rename: Disk['rename'] = (from, to) => diskOf(from).rename(from, to);

/** The text of a file; undefined if there is no such file. */
export function readText(uri: vscode.Uri): string | undefined {
  const bytes = readBytes(uri);
  return bytes && new TextDecoder().decode(bytes);
}
