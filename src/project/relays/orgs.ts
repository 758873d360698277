import type { ProjectFacts } from '../facts.ts';
import type { ExportFile } from './records.ts';

/**
 * The project once for each org that its exports are of. Where two folders both hold relays, or both filters, such as
 * `data/prod` and `data/uat`, each is taken for an org of its own: records of two orgs say nothing about each other.
 */
export function exportSets(project: ProjectFacts): readonly ProjectFacts[] {
  const folders = new Map<string, ExportFile[]>();
  for (const one of project.exports) {
    const folder = folderOf(one.source.file);
    folders.set(folder, [...(folders.get(folder) ?? []), one]);
  }
  const inSeveral = (has: (file: ExportFile) => boolean): boolean =>
    [...folders.values()].filter((files) => files.some(has)).length > 1;
  if (!inSeveral(({ relays }) => relays.length > 0) && !inSeveral(({ filters }) => filters.length > 0))
    return [project];
  return [...folders.values()].map((exports) => ({ ...project, exports }));
}

/** The set that a file is part of. */
export const exportSetOf = (project: ProjectFacts, file: ExportFile): ProjectFacts =>
  exportSets(project).find(({ exports }) => exports.includes(file)) ?? project;

/** Where the records of one of several sets lie: `data/uat/`. */
export const setFolder = ({ exports: [first] }: ProjectFacts): string => (first ? folderOf(first.source.file) : '');

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
