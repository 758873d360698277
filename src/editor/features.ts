import { commands, type ExtensionContext } from 'vscode';
import { registerCheckProject } from './check/checkProject.ts';
import { registerCodeActions } from './check/codeActions.ts';
import { registerCodeLens } from './check/codeLens.ts';
import { registerCompletion } from './check/completion.ts';
import { registerDiagnostics } from './check/diagnostics.ts';
import { registerBounces } from './bounce/register.ts';
import type { Registration } from './projects/documents.ts';
import { registerHover, type HoverPart } from './check/hover.ts';
import { loadEditorOnDemand } from './onDemand/lazy.ts';
import type { Projects } from './projects/projects.ts';
import { registerRuleDocs } from './check/ruleDocs.ts';
import { registerShowRoute } from './route/showRoute.ts';
import { registerStatus } from './check/status.ts';
import type { FindingActions } from './check/codeActionKinds.ts';

/** What other extensions, and our own tests, may ask. */
export interface Api {
  /** Resolves when everything found so far is read and checked. */
  readonly ready: () => Promise<void>;
  /** Looks for files again and checks them, as *Check Project* does, and shows nothing. */
  readonly checkAgain: () => Promise<void>;
  /** How many files were read from disk. */
  readonly filesRead: () => number;
}

/** What needs no network, and so works in a browser too: both doors register it. */
export const registerFeatures = (
  context: ExtensionContext,
  projects: Projects,
  hoverParts: readonly HoverPart[] = [],
  findingActions: readonly FindingActions[] = [],
): Registration[] => [
  ...registerDiagnostics(projects),
  ...registerCodeActions(projects, findingActions),
  ...registerHover(projects, hoverParts),
  ...registerCompletion(projects),
  ...registerCodeLens(projects),
  ...registerStatus(projects),
  ...registerCheckProject(projects),
  commands.registerCommand('sfDeliverability.createRecord', async (target: unknown) => {
    await (await loadEditorOnDemand()).createRecord(projects, target);
  }),
  ...registerShowRoute(projects),
  ...registerRuleDocs(context),
  ...registerBounces(projects),
];
