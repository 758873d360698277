import { Uri, window, workspace } from 'vscode';
import type { Project } from './folder.ts';
import type { Projects } from './projects.ts';

/**
 * The project that a command is about: that of the file it was called on, of the active editor, the only one, or the
 * one that is picked.
 *
 * @param target a URI, or one as text
 */
export async function chooseProject(
  projects: Projects,
  target: unknown,
  placeHolder: string,
): Promise<Project | undefined> {
  const uri =
    target instanceof Uri
      ? target
      : typeof target === 'string'
        ? Uri.parse(target)
        : window.activeTextEditor?.document.uri;
  const found = uri && projects.find(uri);
  if (found) return found.project;
  const all = projects.all();
  // A record that is not there yet names its project too.
  const byRecord = all.find(({ facts, uriOf }) => uri?.toString() === uriOf(facts.recordPath).toString());
  if (byRecord) return byRecord;
  if (all.length === 0) {
    void window.showInformationMessage(
      'There are no email settings in this workspace: retrieve EmailAdministration settings first.',
    );
    return undefined;
  }
  if (all.length === 1) return all[0];
  const items = all.map((project) => ({
    label: workspace.asRelativePath(project.uriOf(project.facts.recordPath)),
    project,
  }));
  return (await window.showQuickPick(items, { placeHolder }))?.project;
}
