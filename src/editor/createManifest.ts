import { ProgressLocation, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { decodeFile } from '../project/decode.ts';
import { mergeManifest, mergeSummary, MOST_MANIFEST_BYTES } from '../project/packageXml.ts';
import type { EmailManifest } from '../sdr/face.ts';
import { smallestEdit } from '../text/edit.ts';
import type { Projects } from './projects.ts';

const DEFAULT_PATH = 'manifest/package.xml';

/** Writes a package.xml of a project's email settings, or adds them to the one that is there, and opens it. */
export async function createManifest(projects: Projects, target: unknown): Promise<void> {
  const root = await chooseRoot(projects, target);
  if (!root) return;
  const path = await askPath(root);
  if (path === undefined) return;
  const made = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Reading the project' },
    async () => {
      const { emailManifest } = await import('../sdr/face.ts');
      return emailManifest(root.fsPath);
    },
  );
  if (!made.ok) {
    void window.showErrorMessage(`Salesforce's own tools cannot read this project: ${made.message}`);
    return;
  }
  const remarks = [...made.warnings.map((warning) => `${warning}.`), ...notes(made.value)];
  await write(Uri.joinPath(root, path), path, made.value, remarks);
}

/** The folder of an SFDX project: of the file at hand, else the only one, else the one that is chosen. */
async function chooseRoot(projects: Projects, target: unknown): Promise<Uri | undefined> {
  const uri = target instanceof Uri ? target : window.activeTextEditor?.document.uri;
  const here = uri && (await rootAbove(uri));
  if (here) return here;
  const roots = await projectFolders(projects);
  if (roots.length === 0) {
    void window.showInformationMessage(
      'A package.xml is made for an SFDX project on this machine, and this workspace has none: open one.',
    );
    return undefined;
  }
  if (roots.length === 1) return roots[0];
  const items = roots.map((root) => ({ label: workspace.asRelativePath(root), root }));
  return (await window.showQuickPick(items, { placeHolder: 'Project to make a package.xml for' }))?.root;
}

async function projectFolders(projects: Projects): Promise<readonly Uri[]> {
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
async function rootAbove(uri: Uri): Promise<Uri | undefined> {
  const last = workspace.getWorkspaceFolder(uri)?.uri;
  if (!last) return undefined;
  for (let folder = Uri.joinPath(uri, '..'); folder.path.startsWith(last.path); folder = Uri.joinPath(folder, '..')) {
    if (await isRoot(folder)) return folder;
    if (folder.path === '/') break;
  }
  return undefined;
}

/** Salesforce's tools read the disk of this machine. */
const isRoot = async (folder: Uri): Promise<boolean> =>
  folder.scheme === 'file' && (await exists(Uri.joinPath(folder, 'sfdx-project.json')));

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function askPath(root: Uri): Promise<string | undefined> {
  const answer = await window.showInputBox({
    title: 'package.xml for the email settings',
    prompt: `Where to write it in ${workspace.asRelativePath(root, true)}; a file that exists gets what it lacks`,
    value: DEFAULT_PATH,
    ignoreFocusOut: true,
    validateInput: (text) => (isPathInside(text) ? undefined : 'Name an .xml file inside the project'),
  });
  return answer?.trim();
}

const isPathInside = (text: string): boolean =>
  /^[^/\\:][^\\:]*\.xml$/i.test(text.trim()) && !text.split('/').some((part) => part.trim() === '..');

async function write(uri: Uri, path: string, manifest: EmailManifest, remarks: readonly string[]): Promise<void> {
  const written = (await exists(uri)) ? await merge(uri, manifest) : await create(uri, manifest);
  if (!written.ok) {
    void window.showErrorMessage(`${path} is left as it is: ${written.message}.`);
    return;
  }
  await window.showTextDocument(uri);
  void window.showInformationMessage([`${path}: ${written.summary}.`, ...remarks].join(' '));
}

function notes({ present, versionGiven, version }: EmailManifest): readonly string[] {
  return [
    ...(present ? [] : ['The project holds no email settings yet: the manifest is for retrieving them.']),
    ...(versionGiven
      ? []
      : [`sfdx-project.json has no sourceApiVersion such as 66.0: a manifest without a version gets ${version}.`]),
  ];
}

type Written = { readonly ok: true; readonly summary: string } | { readonly ok: false; readonly message: string };

async function create(uri: Uri, { xml, members }: EmailManifest): Promise<Written> {
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(xml) });
  if (!(await workspace.applyEdit(edit))) return { ok: false, message: 'it could not be written' };
  return { ok: true, summary: `names ${members.join(' and ')}` };
}

/** In the editor, so that it can be looked at, and undone, before it is saved. */
async function merge(uri: Uri, { members, version }: EmailManifest): Promise<Written> {
  const text = await readManifest(uri);
  if (!text.ok) return text;
  const merged = mergeManifest(text.document.getText(), { type: 'Settings', members, version });
  if (!merged.ok) return merged;
  const summary = mergeSummary(merged, version);
  const { range, newText } = smallestEdit(text.document.getText(), merged.text);
  if (newText === '') return { ok: true, summary };
  const edit = new WorkspaceEdit();
  edit.replace(uri, new Range(text.document.positionAt(range.start), text.document.positionAt(range.end)), newText);
  if (!(await workspace.applyEdit(edit))) return { ok: false, message: 'it could not be changed' };
  return { ok: true, summary: `${summary}, not saved yet` };
}

type ReadManifest =
  { readonly ok: true; readonly document: TextDocument } | { readonly ok: false; readonly message: string };

async function readManifest(uri: Uri): Promise<ReadManifest> {
  try {
    // An editor would show another encoding with holes, and save them.
    const decoded = decodeFile(await workspace.fs.readFile(uri), MOST_MANIFEST_BYTES);
    return decoded.ok ? { ok: true, document: await workspace.openTextDocument(uri) } : decoded;
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
