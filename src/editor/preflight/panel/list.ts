import { workspace } from 'vscode';
import type { Domain } from '../../../mail/domain.ts';
import { addDomain, removeDomain, type ListChange } from '../../../rules/support/listChanges.ts';
import { changedListText } from '../../../language/domainListTexts.ts';
import { applyEdits, smallestEdit } from '../../../text/edit.ts';
import type { Project } from '../../projects/folder.ts';
import { workspaceEdit } from '../../convert.ts';
import type { Projects } from '../../projects/projects.ts';

/** What a change of the list has done, and how it is taken back while nobody has changed the files since. */
export interface ChangedList {
  readonly text: string;
  /** Absent where a file was created. */
  readonly undo?: () => Promise<string>;
}

/** Writes into the record as a person would: the file is changed and not saved, and undo works in it. */
export async function changeList(
  how: 'add' | 'remove',
  domain: Domain,
  given: Project,
  projects: Projects,
): Promise<ChangedList> {
  const project = current(given, projects);
  const change = how === 'add' ? addDomain(project.input, domain) : removeDomain(project.input, domain);
  if (!change) return { text: `The domain list was not changed: it is different from what is shown here.` };
  if (!(await workspace.applyEdit(workspaceEdit(project, change.edits))))
    return { text: `${filesOf(project, change)} could not be changed.` };
  const created = change.edits.some(({ create }) => create === true);
  if (created) await projects.refresh();
  const text = changedListText(how, domain, filesOf(project, change), change);
  return created ? { text } : { text, undo: () => takeBack(project, projects, change) };
}

/** With the texts as they are at this moment. */
function current(project: Project, projects: Projects): Project {
  const [one] = project.input.texts;
  return (one && projects.find(project.uriOf(one.file))?.project) ?? project;
}

async function takeBack(before: Project, projects: Projects, change: ListChange): Promise<string> {
  const now = current(before, projects);
  const textIn = (project: Project, file: string): string | undefined =>
    project.input.texts.find((one) => one.file === file)?.text;
  const edits = change.edits.map(({ file, edits: own }) => {
    const old = textIn(before, file) ?? '';
    const changed = applyEdits(old, own);
    return textIn(now, file) === changed ? { file, edits: [smallestEdit(changed, old)] } : undefined;
  });
  const whole = edits.filter((edit) => edit !== undefined);
  const files = filesOf(before, change);
  if (whole.length < edits.length) return `${files} has changed since; use Undo in the editor.`;
  return (await workspace.applyEdit(workspaceEdit(now, whole)))
    ? `Undone in ${files}.`
    : `${files} could not be changed.`;
}

const filesOf = (project: Project, { edits }: ListChange): string =>
  edits.map(({ file }) => workspace.asRelativePath(project.uriOf(file))).join(' and ');
