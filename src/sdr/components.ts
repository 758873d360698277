import path from 'node:path';
import { SfProject } from '@salesforce/core';
import {
  ComponentSet,
  MetadataResolver,
  NodeFSTreeContainer,
  registry,
  RegistryAccess,
  type SourceComponent,
  type TreeContainer,
} from '@salesforce/source-deploy-retrieve';

/** A project as Salesforce's own tools read it. Folders and files are absolute. */
export interface SfdxProject {
  readonly packageDirectories: readonly string[];
  /** As written. */
  readonly sourceApiVersion: unknown;
  readonly registry: RegistryAccess;
  /** The components of type Settings, of all package directories. */
  readonly settings: readonly SourceComponent[];
}

/**
 * Resolves the components of an SFDX project: its package directories, its registry, its `.forceignore`.
 *
 * @throws Error if the project file or a component cannot be read
 */
export async function sfdxProject(root: string): Promise<SfdxProject> {
  // An editor runs for days, and the project file changes.
  SfProject.clearInstances();
  const project = await SfProject.resolve(root);
  const packageDirectories = project.getUniquePackageDirectories().map(({ fullPath }) => path.resolve(fullPath));
  const access = new RegistryAccess(undefined, root);
  const components = ComponentSet.fromSource({ fsPaths: packageDirectories, registry: access });
  return {
    packageDirectories,
    sourceApiVersion: project.getSfProjectJson().get('sourceApiVersion'),
    registry: access,
    settings: components.getSourceComponents().toArray().filter(isSettings),
  };
}

/**
 * The settings files of a folder in mdapi format. It is deployed as it is: `.forceignore` and what `sfdx-project.json`
 * says of types are about source format.
 */
export const mdapiSettings = (folder: string, tree: TreeContainer = new NodeFSTreeContainer()): readonly string[] =>
  new MetadataResolver(new RegistryAccess(registry), tree, false)
    .getComponentsFromPath(folder)
    .filter(isSettings)
    .flatMap(({ xml }) => xml ?? []);

const isSettings = ({ type }: SourceComponent): boolean => type.name === 'Settings';
