import { TabInputWebview, ViewColumn, window, workspace, type Uri } from 'vscode';
import type { EmailLog } from '../../emailLog/model.ts';
import { listDomains, listProblem } from '../../rules/support/listChanges.ts';
import type { Project } from '../projects/folder.ts';
import { workspaceEdit } from '../convert.ts';
import type { Projects } from '../projects/projects.ts';
import { MAX_OFFERED, proposals, proposalsHint, type Proposal } from '../../language/emailLogProposals.ts';
import { counted } from '../../output/words.ts';
import { sameUri } from '../uri.ts';

/**
 * Lets a person choose among the domains that always had TLS, and writes them into the project's list, as one change
 * that can be undone.
 *
 * @returns what there is to say of it; undefined if the person went away
 */
export async function proposeList(given: Project, log: EmailLog, projects: Projects): Promise<string | undefined> {
  const problem = listProblem(given.facts);
  if (problem !== undefined) return problem;
  const all = proposals(given.facts, log);
  if (all.length === 0)
    return 'No domain to add: none had TLS in every delivery of the log, or the list already contains those that had.';
  const offered = all.slice(0, MAX_OFFERED);
  const chosen = await window.showQuickPick(offered.map(itemOf), {
    title: 'Create the domain list from the Email Log',
    placeHolder: proposalsHint(log, all.length),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const project = current(given, projects);
  const wanted = new Set(chosen.map(({ label }) => label));
  const stillNew = proposals(project.facts, log).map(({ domain }) => domain);
  const domains = stillNew.filter((domain) => wanted.has(domain));
  if (domains.length === 0) return 'No domain was added.';
  const edit = listDomains(project.facts, domains);
  const path = workspace.asRelativePath(project.uriOf(edit?.file ?? project.facts.recordPath));
  if (!edit || !(await workspace.applyEdit(workspaceEdit(project, [edit])))) return `${path} could not be changed.`;
  if (edit.create === true) await projects.refresh();
  await showBeside(project.uriOf(edit.file));
  return `${counted(domains.length, 'domain')} added to the domain list in ${path}. The log covers its own period only.`;
}

/** Where it is open already; never in the place of the report. */
async function showBeside(uri: Uri): Promise<void> {
  const visible = window.visibleTextEditors.find(({ document }) => sameUri(document.uri, uri))?.viewColumn;
  const hides = window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputWebview;
  const viewColumn = visible ?? (hides ? ViewColumn.Beside : ViewColumn.Active);
  await window.showTextDocument(uri, { viewColumn, preview: false });
}

const itemOf = ({ domain, picked, remarks }: Proposal): { label: string; description: string; picked: boolean } => ({
  label: domain,
  description: remarks.join('; '),
  picked,
});

/** With the texts as they are at this moment. */
function current(project: Project, projects: Projects): Project {
  const [one] = project.input.texts;
  return (one && projects.find(project.uriOf(one.file))?.project) ?? project;
}
