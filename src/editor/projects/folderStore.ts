import type { Uri } from 'vscode';
import type { Project, ProjectFolder } from './folder.ts';

/** The folders that were found, by their URI; the folder of a file opened by itself by the URI of the file. */
export type FolderStore = Map<string, ProjectFolder>;

export interface FileInProject {
  readonly project: Project;
  readonly file: string;
}

export const allProjects = (folders: FolderStore): Project[] =>
  [...folders.values()].flatMap(({ projects }) => projects);

/** Puts these folders in place of all others. Until they are read, the projects read before answer questions. */
export function replaceFolders(folders: FolderStore, found: FolderStore): void {
  for (const [key, folder] of found) folder.projects = folders.get(key)?.projects ?? [];
  folders.clear();
  for (const [key, folder] of found) folders.set(key, folder);
}

/** Brings all projects up to date with the texts as they are at this moment. */
export function recheckAll(folders: FolderStore): void {
  for (const folder of folders.values()) folder.projects = folder.projects.map((project) => project.recheck());
}

/** The project of a file, and the project's name for it; only this project is brought up to date. */
export function findFile(folders: FolderStore, uri: Uri): FileInProject | undefined {
  for (const folder of folders.values()) {
    const index = folder.projects.findIndex((one) => fileOf(one, uri) !== undefined);
    const project = folder.projects[index]?.recheck();
    if (!project) continue;
    folder.projects = folder.projects.with(index, project);
    const file = fileOf(project, uri);
    return file === undefined ? undefined : { project, file };
  }
  return undefined;
}

/** The project's name for a file. */
function fileOf(project: Project, uri: Uri): string | undefined {
  const wanted = uri.toString();
  return project.input.texts.find(({ file }) => project.uriOf(file).toString() === wanted)?.file;
}
