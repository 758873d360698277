import { CodeAction, CodeActionKind, Uri, window, workspace, type Command, type Range } from 'vscode';
import { nodeRange } from '../../formats/json.ts';
import { listsIn } from '../../project/select.ts';
import { targetsOf } from '../../preflight/plan/targets.ts';
import { addDomains, passingDomains, removeBouncing, type Passing } from '../../rules/support/listChanges.ts';
import type { Range as TextRange } from '../../text/source.ts';
import type { Project } from '../projects/folder.ts';
import { offsetAt, workspaceEdit } from '../convert.ts';
import { plainMessage } from '../plainMessage.ts';
import type { FileInProject } from '../projects/folderStore.ts';
import type { Projects } from '../projects/projects.ts';
import { addPassingTitle, preflightTitle, underSetting } from '../../language/domainListTexts.ts';
import type { DomainList } from '../../project/domains/model.ts';

const ADD = 'sfDeliverability.addPassingDomains';
const PREFLIGHT = 'sfDeliverability.preflightDomain';

/** What the results that are known say of the lists at a place, each as a whole, and the way to more of them. */
export function listActions({ project, file }: FileInProject, { start, end }: Range): CodeAction[] {
  const source = project.sources.get(file);
  if (!source) return [];
  const here = { start: offsetAt(source, start), end: offsetAt(source, end) };
  return listsIn(project.facts, file).flatMap((list, index) =>
    touches(list, here) ? actionsFor(project, list, [project.uriOf(file).toString(), index]) : [],
  );
}

function touches({ range, array, items }: DomainList, { start, end }: TextRange): boolean {
  const parts = [range, ...(array ? [nodeRange(array)] : []), ...items.map(({ segment }) => segment.outer)];
  return parts.some((part) => part.start <= end && start <= part.end);
}

/** Follows the code action. */
export const addPassingDomains =
  (projects: Projects) =>
  async (uri: unknown, index: unknown): Promise<void> => {
    if (typeof uri === 'string' && typeof index === 'number') await addPassing(projects, Uri.parse(uri, true), index);
  };

/** A list is named by its place among those of its file. */
type ListPlace = readonly [uri: string, index: number];

function actionsFor(project: Project, list: DomainList, place: ListPlace): CodeAction[] {
  const removal = removeBouncing(project.facts, project.findings, list);
  const passing = passingDomains(project.facts, list).map(({ domain }) => domain);
  const { domains } = targetsOf(list.items.map(({ text }) => text));
  const known = new Set(project.facts.preflights.flatMap((one) => (one.relayPort === undefined ? one.domain : [])));
  const missing = domains.filter((domain) => !known.has(domain));
  const actions: CodeAction[] = [];
  if (removal) {
    const action = new CodeAction(removal.title, CodeActionKind.QuickFix);
    action.edit = workspaceEdit(project, removal.edits);
    actions.push(action);
  }
  if (passing.length > 0 && addDomains(project.facts, list, passing)) {
    const title = addPassingTitle(project.facts, list, passing.length);
    actions.push(commandAction({ title, command: ADD, arguments: [...place] }));
  }
  if (missing.length > 0)
    actions.push(
      commandAction({ title: preflightTitle(missing, domains.length), command: PREFLIGHT, arguments: [missing] }),
    );
  return actions;
}

function commandAction(command: Command): CodeAction {
  const action = new CodeAction(command.title, CodeActionKind.Refactor);
  action.command = command;
  return action;
}

/** Lets a person choose among the domains that pass, and writes them at the end of the list. */
async function addPassing(projects: Projects, uri: Uri, index: number): Promise<void> {
  const found = (): { readonly project: Project; readonly list: DomainList } | undefined => {
    const now = projects.find(uri);
    const list = now && listsIn(now.project.facts, now.file)[index];
    return list && { project: now.project, list };
  };
  const before = found();
  const offered = before ? passingDomains(before.project.facts, before.list) : [];
  const chosen = await window.showQuickPick(offered.map(itemOf), {
    title: 'Add domains that pass',
    placeHolder: `Mail to these gets TLS${before ? ` ${underSetting(before.project.facts, before.list)}` : ''}, as their last preflight found`,
    canPickMany: true,
  });
  if (!chosen || chosen.length === 0) return;
  // The list, and what is known, may have changed meanwhile.
  const now = found();
  const passing = now ? passingDomains(now.project.facts, now.list).map(({ domain }) => domain) : [];
  const domains = passing.filter((domain) => chosen.some(({ label }) => label === domain));
  const edit = now && domains.length > 0 ? addDomains(now.project.facts, now.list, domains) : undefined;
  if (!now || !edit || !(await workspace.applyEdit(workspaceEdit(now.project, [edit]))))
    void window.showWarningMessage(
      plainMessage(
        `Nothing was added to ${workspace.asRelativePath(uri)}: the list or the preflight results have changed.`,
      ),
    );
}

const itemOf = ({
  domain,
  seen,
  maybeCoveredBy,
}: Passing): { label: string; description: string; picked: boolean } => ({
  label: domain,
  description: `seen ${seen}${maybeCoveredBy === undefined ? '' : `; ${maybeCoveredBy} may already cover it`}`,
  picked: true,
});
