import { Uri, window, workspace } from 'vscode';
import { PROJECT_FILE } from '../../project/layout/names.ts';
import type { Projects } from './projects.ts';

export interface RootChoice {
  /** Which folders count. */
  readonly isFit?: (folder: Uri) => boolean;
  /** What is said where there is none. */
  readonly none: string;
  readonly placeHolder: string;
}

/** The folder of an SFDX project: of the file at hand, else the only one, else the one that is chosen. */
export async function chooseRoot(
  projects: Projects,
  target: unknown,
  { isFit = () => true, none, placeHolder }: RootChoice,
): Promise<Uri | undefined> {
  const isRoot = async (folder: Uri): Promise<boolean> => isFit(folder) && exists(Uri.joinPath(folder, PROJECT_FILE));
  const uri = target instanceof Uri ? target : window.activeTextEditor?.document.uri;
  const here = uri && (await rootAbove(uri, isRoot));
  if (here) return here;
  const roots = await projectFolders(projects, isRoot);
  if (roots.length === 0) {
    void window.showInformationMessage(none);
    return undefined;
  }
  if (roots.length === 1) return roots[0];
  const items = roots.map((root) => ({ label: workspace.asRelativePath(root), root }));
  return (await window.showQuickPick(items, { placeHolder }))?.root;
}

type IsRoot = (folder: Uri) => Promise<boolean>;

async function projectFolders(projects: Projects, isRoot: IsRoot): Promise<readonly Uri[]> {
  await projects.ready();
  const folders = [
    ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri),
    ...projects.all().map((project) => project.uriOf('')),
  ];
  const roots = new Map<string, Uri>();
  for (const folder of folders)
    if (await isRoot(folder)) roots.set(withoutSlash(folder).toString(), withoutSlash(folder));
  return [...roots.values()];
}

const withoutSlash = (uri: Uri): Uri => uri.with({ path: uri.path.replace(/(?<=.)\/$/, '') });

/** The nearest SFDX project around a file of the workspace. */
async function rootAbove(uri: Uri, isRoot: IsRoot): Promise<Uri | undefined> {
  const last = workspace.getWorkspaceFolder(uri)?.uri;
  if (!last) return undefined;
  for (let folder = Uri.joinPath(uri, '..'); folder.path.startsWith(last.path); folder = Uri.joinPath(folder, '..')) {
    if (await isRoot(folder)) return folder;
    if (folder.path === '/') break;
  }
  return undefined;
}

export async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
