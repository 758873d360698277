import type { ExtensionContext } from 'vscode';
import { registerCheckProject } from './checkProject.ts';
import { registerCodeActions } from './codeActions.ts';
import { registerCodeLens } from './codeLens.ts';
import { registerCompletion } from './completion.ts';
import { registerCreateRecord } from './createRecord.ts';
import { registerDiagnostics } from './diagnostics.ts';
import type { Registration } from './files.ts';
import { registerHover, type HoverPart } from './hover.ts';
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
): Registration[] => [
  ...registerDiagnostics(projects),
  ...registerCodeActions(projects),
  ...registerHover(projects, hoverParts),
  ...registerCompletion(projects),
  ...registerCodeLens(projects),
  ...registerStatus(projects),
  ...registerCheckProject(projects),
  ...registerCreateRecord(projects),
  ...registerShowRoute(projects),
  ...registerRuleDocs(context),
];
