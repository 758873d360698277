import { window, type ExtensionContext } from 'vscode';
import { registerCheckProject } from './editor/checkProject.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCodeLens } from './editor/codeLens.ts';
import { registerCompletion } from './editor/completion.ts';
import { registerCreateManifest } from './editor/createManifest.ts';
import { registerCreateRecord } from './editor/createRecord.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerHover } from './editor/hover.ts';
import { openProjects, type Projects } from './editor/projects.ts';
import { registerRuleDocs } from './editor/ruleDocs.ts';
import { registerStatus } from './editor/status.ts';

/** What other extensions, and our own tests, may ask. */
export interface Api {
  /** Resolves when everything found so far is read and checked. */
  readonly ready: () => Promise<void>;
  /** How many files were read from disk. */
  readonly filesRead: () => number;
}

export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel('Email Deliverability', { log: true });
  const projects: Projects = openProjects(log);
  context.subscriptions.push(
    log,
    projects,
    ...registerDiagnostics(projects),
    ...registerCodeActions(projects),
    ...registerHover(projects),
    ...registerCompletion(projects),
    ...registerCodeLens(projects),
    ...registerStatus(projects),
    ...registerCheckProject(projects),
    ...registerCreateRecord(projects),
    ...registerCreateManifest(projects),
    ...registerRuleDocs(context),
  );
  void projects.refresh();
  return { ready: projects.ready, filesRead: projects.filesRead };
}
