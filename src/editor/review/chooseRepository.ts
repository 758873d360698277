import { Uri, window, workspace } from 'vscode';
import type { Projects } from '../projects/projects.ts';
import type { GitApi, Repository } from './gitApi.ts';
import { sayNoReview } from './gitExtension.ts';

/**
 * The repository that a review is about: that of the Source Control title or of the file that the command was called
 * on, of the active editor, the only one that has email settings, or the one that is picked.
 *
 * @param target a URI, one as text, or a source control
 */
export async function chooseRepository(
  api: GitApi,
  projects: Projects,
  target: unknown,
): Promise<Repository | undefined> {
  const uri = uriOf(target);
  const asked = uri && api.getRepository(uri);
  if (asked) return asked;
  const known = withProjects(api, projects);
  const active = window.activeTextEditor && api.getRepository(window.activeTextEditor.document.uri);
  const here = known.find(({ rootUri }) => rootUri.toString() === active?.rootUri.toString());
  if (here && !uri) return here;
  // Settings that were deleted are in no project any more.
  const all = known.length > 0 ? known : api.repositories;
  if (all.length === 0 || uri) {
    sayNoReview(
      `There is nothing to compare with: ${uri ? workspace.asRelativePath(uri) : 'what is open'} is not in a git repository that VS Code has opened. If the repository starts in a parent folder, open it in the Source Control view.`,
    );
    return undefined;
  }
  if (all.length === 1) return all[0];
  const items = all.map((repository) => ({
    label: nameOf(repository),
    description: repository.rootUri.fsPath,
    repository,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Repository to review' }))?.repository;
}

export const nameOf = ({ rootUri }: Repository): string => rootUri.path.split('/').at(-1) ?? '';

function uriOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  if (typeof target === 'string') return Uri.parse(target);
  const root = typeof target === 'object' && target !== null && 'rootUri' in target ? target.rootUri : undefined;
  return root instanceof Uri ? root : undefined;
}

function withProjects(api: GitApi, projects: Projects): readonly Repository[] {
  const found = new Map<string, Repository>();
  for (const { input, uriOf: place } of projects.all())
    for (const { file } of input.texts) {
      const repository = api.getRepository(place(file));
      if (repository) found.set(repository.rootUri.toString(), repository);
    }
  return [...found.values()];
}
