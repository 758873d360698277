import { mdapiSettings, sfdxProject } from './components.ts';
import { attempt, type Outcome } from './outcome.ts';

/** What belongs to an SFDX project. Everything is absolute. */
export interface SfdxSettings {
  readonly packageDirectories: readonly string[];
  readonly files: readonly string[];
}

export const sfdxSettings = (root: string): Promise<Outcome<SfdxSettings>> =>
  attempt(async () => {
    const { packageDirectories, settings } = await sfdxProject(root);
    return { packageDirectories, files: settings.flatMap(({ xml }) => xml ?? []) };
  });

/** The settings files of a folder in mdapi format. */
export const mdapiFolderSettings = (folder: string): Promise<Outcome<readonly string[]>> =>
  attempt(() => mdapiSettings(folder));
