import { statSync } from 'node:fs';
import path from 'node:path';
import { layoutProjects, singleLayout } from '../project/layout/layout.ts';
import type { LayoutOptions, ProjectLayout } from '../project/layout/model.ts';
import { isManifest, isMissed, mayBeSettings } from '../project/layout/names.ts';
import { roleByContent } from '../project/layout/roles.ts';
import type { ProjectInput, ProjectText } from '../project/readProject.ts';
import { parseJson } from '../formats/json.ts';
import { baseFolder, candidatePaths, readText, reason } from '../files/disk.ts';
import { UsageError } from './io.ts';

/** A project as it lies on disk. */
export interface DiskProject {
  /** Absolute. */
  readonly root: string;
  readonly input: ProjectInput;
  /** Files that begin with a byte order mark, to be written back with it. */
  readonly boms: ReadonlySet<string>;
}

export interface Workspace {
  readonly projects: readonly DiskProject[];
  /** Whether somebody asked for this file: it was named, or lies in a folder that was. */
  readonly selected: (absolute: string) => boolean;
  /** Files that somebody asked for and that could not be read, and why. */
  readonly problems: readonly FileNote[];
  /** What somebody should know who wonders about the result. */
  readonly notes: readonly FileNote[];
}

export interface FileNote {
  /** Absolute. */
  readonly file: string;
  readonly message: string;
}

export interface WorkspaceOptions extends Omit<LayoutOptions, 'resolved'> {
  /** For a base folder: which settings files below it belong to projects, where Salesforce's own tools said so. */
  readonly resolvedIn?: (base: string) => LayoutOptions['resolved'];
}

/**
 * Finds and reads the projects that the named files and folders belong to.
 *
 * @throws UsageError if a named path does not exist or is nothing that can be checked
 */
export function openWorkspace(cwd: string, named: readonly string[], options: WorkspaceOptions = {}): Workspace {
  const targets = (named.length > 0 ? named : ['.']).map((one) => target(path.resolve(cwd, one), one, options));
  const problems: FileNote[] = [];
  const notes: FileNote[] = [];
  const reader = projectReader(problems, notes);
  const bases = [...new Set(targets.map(({ base }) => base))];
  const projects = withoutRepeats(
    bases.flatMap((base) => reader.below(base, { ...options, resolved: options.resolvedIn?.(base) })),
  );
  for (const { absolute, name, isFolder } of targets) {
    if (
      isFolder ||
      projects.some((project) => holds(project, absolute)) ||
      problems.some(({ file }) => file === absolute)
    )
      continue;
    const single = reader.single(absolute, options);
    if (single === 'other') throw new UsageError(`${name} has no email settings`);
    if (options.resolvedIn && single?.input.texts.some(({ role }) => role === 'settings'))
      throw new UsageError(`${name} belongs to no project: Salesforce's own tools do not deploy it`);
    if (single) projects.push(single);
  }
  const selected = (absolute: string): boolean =>
    targets.some((one) => absolute === one.absolute || (one.isFolder && isBelow(one.absolute, absolute)));
  return { projects, selected, notes, problems: problems.filter(({ file }) => selected(file)) };
}

/** A folder may be named together with one that lies in it. */
const withoutRepeats = (projects: readonly DiskProject[]): DiskProject[] =>
  projects.filter((project, index) => {
    const [first] = project.input.texts;
    const same = ({ root, input }: DiskProject): boolean =>
      root === project.root && input.texts.some(({ file }) => file === first?.file);
    return projects.findIndex(same) === index;
  });

export const isZip = (name: string): boolean => /\.zip$/i.test(name);

/** @throws UsageError if there is nothing of that name */
export const baseOf = (absolute: string, name: string, options: LayoutOptions): string =>
  target(absolute, name, options).base;

interface Target {
  readonly name: string;
  readonly absolute: string;
  readonly isFolder: boolean;
  readonly base: string;
}

function target(absolute: string, name: string, { recordPath }: LayoutOptions): Target {
  try {
    const isFolder = statSync(absolute).isDirectory();
    if (!isFolder && isZip(name)) throw new UsageError(`${name}: use --strict-project to check a package in a zip`);
    return { name, absolute, isFolder, base: baseFolder(absolute, isFolder, recordPath) };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${name}: ${reason(error)}`);
  }
}

const holds = ({ root, input }: DiskProject, absolute: string): boolean =>
  input.texts.some(({ file }) => path.join(root, file) === absolute);

export const isBelow = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

/** A manifest that cannot be read is no reason to stop; a broken project file changes what is looked at. */
function manifestText(file: string, notes: FileNote[]): string | undefined {
  const read = readText(file);
  const problem = read.ok ? (file.endsWith('.json') ? parseJson(read.text).problem?.message : undefined) : read.message;
  if (problem !== undefined && file.endsWith('.json'))
    notes.push({ file, message: `${problem}: every folder of the project is searched` });
  return read.ok ? read.text : undefined;
}

function projectReader(problems: FileNote[], notes: FileNote[]) {
  const read = (file: string, missed = true): { readonly text: string; readonly bom: boolean } | undefined => {
    const result = readText(file);
    if (result.ok) return result;
    if (missed) problems.push({ file, message: result.message });
    return undefined;
  };
  const open = (base: string, layout: ProjectLayout): DiskProject => {
    const root = path.join(base, layout.root);
    const boms = new Set<string>();
    const texts = layout.files.flatMap(({ file, role }): ProjectText[] => {
      const found = read(path.join(root, file), isMissed({ file, role }));
      if (!found || (role === 'settings' && !mayBeSettings(file, found.text))) return [];
      if (found.bom) boms.add(file);
      return [{ file, role, text: found.text }];
    });
    return { root, input: { ...layout, texts }, boms };
  };
  return {
    below(base: string, options: LayoutOptions): DiskProject[] {
      const paths = candidatePaths(base, (folder, message) => problems.push({ file: folder, message }), options);
      const manifests = new Map(
        paths.filter(isManifest).map((file) => [file, manifestText(path.join(base, file), notes)]),
      );
      return layoutProjects(paths, (file) => manifests.get(file), options)
        .map((layout) => open(base, layout))
        .filter(({ input }) => input.texts.length > 0);
    },
    /** A file whose name says nothing. */
    single(absolute: string, options: LayoutOptions): DiskProject | 'other' | undefined {
      const found = read(absolute);
      if (!found) return undefined;
      const file = path.basename(absolute);
      const role = roleByContent(file, found.text);
      if (!role) return 'other';
      const input = { ...singleLayout(file, role, options.apiVersion), texts: [{ file, role, text: found.text }] };
      return { root: path.dirname(absolute), input, boms: new Set(found.bom ? [file] : []) };
    },
  };
}
