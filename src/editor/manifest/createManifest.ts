import { ProgressLocation, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { decodeFile } from '../../formats/decode.ts';
import { mergeManifest, mergeSummary, MAX_MANIFEST_BYTES } from '../../project/layout/packageXml.ts';
import type { EmailManifest } from '../../sdr/bundle.ts';
import { loadSdr } from '../../sdr/lazy.ts';
import { manifestNotes } from '../../language/manifestNotes.ts';
import { smallestEdit } from '../../text/edit.ts';
import type { Projects } from '../projects/projects.ts';
import { chooseRoot, exists } from '../projects/sfdxRoot.ts';

const DEFAULT_PATH = 'manifest/package.xml';

/** Writes a package.xml of a project's email settings, or adds them to the one that is there, and opens it. */
export async function createManifest(projects: Projects, target: unknown): Promise<void> {
  const root = await chooseRoot(projects, target, {
    // Salesforce's tools read the disk of this machine.
    isFit: ({ scheme }) => scheme === 'file',
    none: 'This workspace has no SFDX project on this machine. Open one to create a package.xml.',
    placeHolder: 'Project that gets the package.xml',
  });
  if (!root) return;
  const path = await askPath(root);
  if (path === undefined) return;
  const made = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Reading the project' },
    async () => {
      const { emailManifest } = await loadSdr();
      return emailManifest(root.fsPath);
    },
  );
  if (!made.ok) {
    void window.showErrorMessage(`Salesforce's own tools cannot read this project: ${made.message}`);
    return;
  }
  const remarks = [...made.warnings.map((warning) => `${warning}.`), ...manifestNotes(made.value)];
  await write(Uri.joinPath(root, path), path, made.value, remarks);
}

async function askPath(root: Uri): Promise<string | undefined> {
  const answer = await window.showInputBox({
    title: 'package.xml for the email settings',
    prompt: `Where to write it in ${workspace.asRelativePath(root, true)}; an existing file gets the missing entries`,
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
    void window.showErrorMessage(`${path} was not changed: ${written.message}.`);
    return;
  }
  await window.showTextDocument(uri);
  void window.showInformationMessage([`${path}: ${written.summary}.`, ...remarks].join(' '));
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
    const decoded = decodeFile(await workspace.fs.readFile(uri), MAX_MANIFEST_BYTES);
    return decoded.ok ? { ok: true, document: await workspace.openTextDocument(uri) } : decoded;
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
