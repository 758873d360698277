import { commands, type ExtensionContext } from 'vscode';
import { registerCheckProject } from './checkProject.ts';
import { registerCodeActions, type FindingActions } from './codeActions.ts';
import { registerCodeLens } from './codeLens.ts';
import { registerCompletion } from './completion.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerBounces } from './evidence/registerBounces.ts';
import type { Registration } from './files.ts';
import { registerHover, type HoverPart } from './hover.ts';
import { onDemand } from './onDemand.ts';
import type { Projects } from './projects.ts';
import { registerRuleDocs } from './ruleDocs.ts';
import { registerShowRoute } from './showRoute.ts';
import { registerStatus } from './status.ts';

/** What other extensions, and our own tests, may ask. */
export interface Api {
  /** Resolves when everything found so far is read and checked. */
  readonly ready: () => Promise<void>;
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
    await (await onDemand()).createRecord(projects, target);
  }),
  ...registerShowRoute(projects),
  ...registerRuleDocs(context),
  ...registerBounces(projects),
];
