import path from 'node:path';
import type { LayoutOptions, SourceFormat } from '../project/layout/model.ts';
import type { LoadResult } from '../sdr/bundle.ts';
import { loadSdr } from '../sdr/lazy.ts';
import { candidatePaths } from '../files/disk.ts';
import { UsageError } from './io.ts';
import { openZip } from './strictZip.ts';
import { baseOf, isBelow, isZip, openWorkspace, type FileNote, type Workspace } from './workspace.ts';

/** `check --strict-project`: Salesforce's own tools say which settings files belong to the projects. */

/**
 * Asks them once; the workspace can then be opened again, as after a fix.
 *
 * @throws UsageError if they cannot read a project, or there is none
 */
export async function strictWorkspace(
  cwd: string,
  named: readonly string[],
  options: LayoutOptions,
): Promise<() => Workspace> {
  const zips: Workspace[] = [];
  for (const zip of named.filter(isZip)) zips.push(await openZip(path.resolve(cwd, zip), zip, options));
  const others = named.filter((name) => !isZip(name));
  if (others.length === 0 && zips.length > 0) return () => combine(zips);
  const bases = new Map<string, Resolved>();
  for (const name of others.length > 0 ? others : ['.']) {
    const base = baseOf(path.resolve(cwd, name), name, options);
    if (!bases.has(base)) bases.set(base, await resolveBelow(base, name));
  }
  const notes = [...bases.values()].flatMap((resolved) => resolved.notes);
  return () =>
    combine([openWorkspace(cwd, others, { ...options, resolvedIn: (base) => bases.get(base)?.files }), ...zips], notes);
}

const combine = (workspaces: readonly Workspace[], notes: readonly FileNote[] = []): Workspace => ({
  projects: workspaces.flatMap(({ projects }) => projects),
  problems: workspaces.flatMap(({ problems }) => problems),
  notes: [...notes, ...workspaces.flatMap((one) => one.notes)],
  selected: (absolute) => workspaces.some(({ selected }) => selected(absolute)),
});

interface Resolved {
  /** Relative to the base folder. */
  readonly files: ReadonlyMap<string, SourceFormat>;
  readonly notes: readonly FileNote[];
}

/**
 * The settings files of all projects below a folder.
 *
 * @param name the folder, for people
 */
export async function resolveBelow(base: string, name: string): Promise<Resolved> {
  const { sfdxSettings, mdapiFolderSettings } = await loadSdr();
  // Folders that cannot be read are reported when the projects are opened.
  const paths = candidatePaths(base, () => undefined).map((file) => path.join(base, file));
  const foldersOf = (file: string): string[] =>
    paths.filter((one) => path.basename(one) === file).map((one) => path.dirname(one));
  const roots = foldersOf('sfdx-project.json');
  const packages = foldersOf('package.xml');
  if (roots.length + packages.length === 0)
    throw new UsageError(`${name}: --strict-project needs a project: no sfdx-project.json or package.xml was found`);
  const found = new Map<string, SourceFormat>();
  const add = (folder: string, files: readonly string[], format: SourceFormat): void => {
    // A file belongs to the nearest project above it.
    const nested = roots.filter((root) => isBelow(folder, root));
    for (const file of files)
      if (isBelow(base, file) && !found.has(file) && !nested.some((root) => isBelow(root, file)))
        found.set(file, format);
  };
  const notes: FileNote[] = [];
  const valueOf = <T>(outcome: LoadResult<T>, folder: string): T => {
    const shown = path.relative(base, folder) || name;
    if (!outcome.ok)
      throw new UsageError(`${shown}: Salesforce's own tools cannot read this project: ${outcome.message}`);
    notes.push(...outcome.warnings.map((message) => ({ file: folder, message })));
    return outcome.value;
  };
  const directories: string[] = [];
  for (const root of roots) {
    const { files, packageDirectories } = valueOf(await sfdxSettings(root), root);
    directories.push(...packageDirectories);
    add(root, files, 'source');
  }
  for (const folder of packages.filter((one) => isMdapi(one, roots, directories)))
    add(folder, valueOf(await mdapiFolderSettings(folder), folder), 'mdapi');
  const relative = (file: string): string => path.relative(base, file).split(path.sep).join('/');
  return { files: new Map([...found].map(([file, format]) => [relative(file), format])), notes };
}

/** Beside `sfdx-project.json` and in package directories, a package.xml is a list of what to deploy. */
const isMdapi = (folder: string, roots: readonly string[], directories: readonly string[]): boolean =>
  !roots.includes(folder) && !directories.some((directory) => folder === directory || isBelow(directory, folder));
