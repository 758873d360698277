import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ZipTreeContainer, type TreeContainer } from '@salesforce/source-deploy-retrieve';
import { MAX_BYTES } from '../formats/decode.ts';
import { mdapiSettings } from './components.ts';
import { attempt, type LoadResult } from './loadResult.ts';
import { isZipTooLarge, ZIP_TOO_LARGE, zipProblem } from './zipBounds.ts';

/** An mdapi package in a zip. Paths are those of the zip, with `/`. */
export interface ZipPackage {
  /** Each package.xml. */
  readonly manifests: readonly string[];
  readonly settings: readonly string[];
  /** The contents of these; cut off behind 1 MiB, since a small zip can hold an endless file. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

const PACKAGE_FILE = 'package.xml';

/** Reads a zip without writing it to the disk. */
export const readZip = (file: string): Promise<LoadResult<ZipPackage>> =>
  attempt(async () => {
    if (isZipTooLarge(statSync(file).size)) throw new Error(ZIP_TOO_LARGE);
    const bytes = readFileSync(file);
    const problem = zipProblem(bytes);
    if (problem !== undefined) throw new Error(problem);
    const tree = await ZipTreeContainer.create(bytes);
    const manifests = filesNamed(tree, PACKAGE_FILE);
    if (manifests.length === 0) throw new Error(`has no ${PACKAGE_FILE}, so it is not a package`);
    const settings = new Set(manifests.flatMap((manifest) => mdapiSettings(path.posix.dirname(manifest), tree)));
    const contents = new Map<string, Uint8Array>();
    for (const file of [...manifests, ...settings]) contents.set(file, await beginning(tree, file));
    return { manifests, settings: [...settings], contents };
  });

function filesNamed(tree: TreeContainer, name: string): string[] {
  const found: string[] = [];
  const todo = ['.'];
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    for (const entry of tree.readDirectory(folder)) {
      const below = path.posix.join(folder, entry);
      if (tree.isDirectory(below)) todo.push(below);
      else if (entry === name) found.push(below);
    }
  }
  return found.sort();
}

async function beginning(tree: TreeContainer, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of tree.stream(file) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_BYTES) break;
  }
  return Buffer.concat(chunks);
}
