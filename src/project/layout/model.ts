import type { FileRole } from '../readProject.ts';

/** Which files belong to which project. Paths are relative to the searched folder, with `/`; nothing is read here. */
export interface ProjectLayout {
  /** The project's folder; empty for the searched folder itself. */
  readonly root: string;
  readonly apiVersion: number | undefined;
  /** Relative to the root, like the path below. */
  readonly files: readonly ProjectFile[];
  readonly recordPath: string;
  /** The record's path, if something is there that is none of `files`: ignored, or not to be read. */
  readonly occupied: readonly string[];
}

export interface ProjectFile {
  readonly file: string;
  readonly role: FileRole;
  /** How Salesforce's own tools deploy it; absent for what they leave, such as a copy beside the project. */
  readonly format?: SourceFormat;
}

export interface LayoutOptions {
  /** Instead of what the project says. */
  readonly apiVersion?: number | undefined;
  /** Where the record is, relative to the project's root. */
  readonly recordPath?: string | undefined;
  /** Which settings files belong to projects, and to which kind, where Salesforce's own tools said so. */
  readonly resolved?: ReadonlyMap<string, SourceFormat> | undefined;
}

/** Package directories of an SFDX project, or a folder with a package.xml. */
export type SourceFormat = 'source' | 'mdapi';

/** What is known while candidate paths are sorted into projects. Paths are relative to the searched folder. */
export interface LayoutContext {
  /** Every candidate path. */
  readonly known: ReadonlySet<string>;
  /** The text of a manifest, undefined if it cannot be read. */
  readonly manifest: (path: string) => string | undefined;
  readonly options: LayoutOptions;
  /** `options.recordPath` in its usual form, or the place where a record is by itself. */
  readonly recordPath: string;
}

/** A project while its files are being gathered. */
export interface Draft extends Omit<ProjectLayout, 'occupied'> {
  readonly files: ProjectFile[];
}
