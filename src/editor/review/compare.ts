import { Uri, workspace } from 'vscode';
// The one reader of files on disk that waits for nobody: git tells which, and they are few.
import { filesBelow } from '../../files/disk.ts';
import { gitIn } from '../../git/program.ts';
import { comparison, type Comparison } from '../../git/refs.ts';
import { readVersions, type Versions } from '../../git/versions.ts';
import type { LayoutOptions } from '../../project/layout/model.ts';
import { isCandidatePath } from '../../project/layout/names.ts';
import { reviewReport, type ReviewReport } from '../../review/report/report.ts';
import { reviewVersions } from '../../review/reviewVersions.ts';
import { settings } from '../settings.ts';
import type { Base } from './chooseBase.ts';
import { nameOf } from './chooseRepository.ts';
import type { GitApi, Repository } from './gitApi.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';

/** What git holds of both versions; unsaved text comes to it when a report is made. */
export interface Compared {
  readonly repository: Repository;
  readonly comparison: Comparison;
  readonly versions: Versions;
}

const MAX_MS = 60_000;

/** @throws VersionError with words for people, such as that the base is no commit */
export async function compare(api: GitApi, repository: Repository, { ref }: Base): Promise<Compared> {
  const root = repository.rootUri.fsPath;
  const git = gitIn(root, AbortSignal.timeout(MAX_MS), api.git.path);
  const found = await comparison(git, { base: ref, head: undefined });
  const versions = await readVersions(git, filesBelow(root), found.endpoints, layoutOptions());
  return {
    repository,
    comparison: found,
    versions: versions ?? { before: new Map(), after: new Map(), submodules: [] },
  };
}

const layoutOptions = (): LayoutOptions => ({ recordPath: settings().recordPath });

/**
 * The review as the texts are at this moment. Files are named by their path in the repository.
 *
 * @param only of the project that has this file
 */
export function makeReport(
  { repository, comparison: { base, head, notes }, versions }: Compared,
  preflights: readonly KnownPreflight[],
  only?: string,
): ReviewReport {
  const { rootUri } = repository;
  const reviewed = reviewVersions(versions.before, withUnsaved(rootUri, versions.after), {
    ...layoutOptions(),
    preflights,
    selected: (file) => (only === undefined || file === only) && isOurs(Uri.joinPath(rootUri, file)),
    displayName: (file) => (file === '' ? nameOf(repository) : file),
  });
  const submodules = versions.submodules.map(
    (one) => `${one}: a submodule: its changes are reviewed in its own repository`,
  );
  return reviewReport(reviewed.projects, { base, head, notes: [...notes, ...reviewed.notes, ...submodules] });
}

/** The rest of a repository is not open, or somebody has switched it off. */
const isOurs = (uri: Uri): boolean => workspace.getWorkspaceFolder(uri) !== undefined && settings(uri).enable;

function withUnsaved(root: Uri, after: Versions['after']): Versions['after'] {
  const texts = new Map(after);
  const prefix = `${root.path}/`;
  for (const document of workspace.textDocuments) {
    const { uri, isDirty } = document;
    if (uri.scheme !== root.scheme || !uri.path.startsWith(prefix)) continue;
    const file = uri.path.slice(prefix.length);
    // What is not changed here may be gone from the disk; what is, may be newer than what git has told of.
    if (!isCandidatePath(file, layoutOptions()) || !(isDirty || texts.has(file))) continue;
    texts.set(file, { ok: true, text: document.getText(), bom: false });
  }
  // The order tells which project is which.
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
