import { mdapiSettings, sfdxProject } from './components.ts';
import { attempt, type LoadResult } from './loadResult.ts';

/** What belongs to an SFDX project. Everything is absolute. */
export interface SfdxSettings {
  readonly packageDirectories: readonly string[];
  readonly files: readonly string[];
}

export const sfdxSettings = (root: string): Promise<LoadResult<SfdxSettings>> =>
  attempt(async () => {
    const { packageDirectories, settings } = await sfdxProject(root);
    return { packageDirectories, files: settings.flatMap(({ xml }) => xml ?? []) };
  });

/** The settings files of a folder in mdapi format. */
export const mdapiFolderSettings = (folder: string): Promise<LoadResult<readonly string[]>> =>
  attempt(() => mdapiSettings(folder));
