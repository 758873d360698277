import { commands, Uri, window, workspace } from 'vscode';
import { bounceQueries } from '../../bounce/queries.ts';
import { sourceApiVersion } from '../../project/layout/apiVersion.ts';
import { PROJECT_FILE } from '../../project/layout/names.ts';
import { bounceQueryFiles } from '../../bounce/report/queries.ts';
import { NEWEST_KNOWN_API } from '../../project/settings/elements.ts';
import { plainMessage } from '../plainMessage.ts';
import type { Projects } from '../projects/projects.ts';
import { chooseRoot } from '../projects/sfdxRoot.ts';
import { counted } from '../../output/words.ts';

const FOLDER = 'scripts/soql';

/** Writes the queries for bounced records into a project, as `soql --write` does. */
export async function writeBounceQueries(projects: Projects, target: unknown): Promise<void> {
  const root = await chooseRoot(projects, target, {
    none: 'This workspace has no SFDX project. Open one to write the queries into it.',
    placeHolder: 'Project to write the queries into',
  });
  if (!root) return;
  const recorded = sourceApiVersion((await textOf(Uri.joinPath(root, PROJECT_FILE))) ?? '');
  const version = recorded ?? NEWEST_KNOWN_API;
  const files = bounceQueryFiles(bounceQueries(version).known, version);
  try {
    const { written, left } = await writeMissing(Uri.joinPath(root, FOLDER), files);
    await commands.executeCommand('vscode.open', Uri.joinPath(root, FOLDER, 'README.md'));
    const unversioned =
      recorded === undefined ? [`The project has no sourceApiVersion: the queries are for API ${version}.0.`] : [];
    const rest = left.length > 0 ? [`Not overwritten, because you edited them: ${left.join(', ')}.`] : [];
    const done = written > 0 ? `${counted(written, 'file')} written to ${FOLDER}.` : `Nothing to write to ${FOLDER}.`;
    void window.showInformationMessage([done, ...rest, ...unversioned].join(' '));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(plainMessage(`The queries could not be written to ${FOLDER}: ${why}`));
  }
}

/** What somebody changed is theirs. @throws the file system's error */
async function writeMissing(
  folder: Uri,
  files: ReadonlyMap<string, string>,
): Promise<{ readonly written: number; readonly left: readonly string[] }> {
  await workspace.fs.createDirectory(folder);
  const left: string[] = [];
  let written = 0;
  for (const [name, text] of files) {
    const uri = Uri.joinPath(folder, name);
    const before = await textOf(uri);
    if (before === undefined) {
      await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      written++;
    } else if (before !== text) left.push(name);
  }
  return { written, left };
}

/** Undefined where there is no such file; what cannot be read is there. */
async function textOf(uri: Uri): Promise<string | undefined> {
  try {
    await workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
