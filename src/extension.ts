import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { registerCheckProject } from './editor/checkProject.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCodeLens } from './editor/codeLens.ts';
import { registerCompletion } from './editor/completion.ts';
import { registerCreateRecord } from './editor/createRecord.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerHover } from './editor/hover.ts';
import { knownPreflights } from './editor/preflight/known.ts';
import { registerPreflight } from './editor/preflight/register.ts';
import { openResults } from './editor/preflight/results.ts';
import type { Runner } from './editor/preflight/runner.ts';
import { openProjects, type Projects } from './editor/projects.ts';
import { registerRuleDocs } from './editor/ruleDocs.ts';
import { registerStatus } from './editor/status.ts';

/** What other extensions, and our own tests, may ask. */
export interface Api {
  /** Resolves when everything found so far is read and checked. */
  readonly ready: () => Promise<void>;
  /** How many files were read from disk. */
  readonly filesRead: () => number;
  /** For our own tests alone, and absent otherwise: the way into a lab instead of the network. */
  readonly useNetwork?: Runner['use'];
}

export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel('Email Deliverability', { log: true });
  const results = openResults(context, log);
  const known = knownPreflights(results);
  const projects: Projects = openProjects(log, known);
  const { runner, hoverPart, registrations } = registerPreflight(context, log, projects, results);
  context.subscriptions.push(
    log,
    results,
    known,
    projects,
    ...registerDiagnostics(projects),
    ...registerCodeActions(projects),
    ...registerHover(projects, [hoverPart]),
    ...registerCompletion(projects),
    ...registerCodeLens(projects),
    ...registerStatus(projects),
    ...registerCheckProject(projects),
    ...registerCreateRecord(projects),
    ...registerRuleDocs(context),
    ...registrations,
  );
  void projects.refresh();
  return {
    ready: () => Promise.all([projects.ready(), results.settled()]).then(() => undefined),
    filesRead: projects.filesRead,
    ...(context.extensionMode === ExtensionMode.Test ? { useNetwork: runner.use } : {}),
  };
}
