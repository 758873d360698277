import { commands, ExtensionMode, window, type ExtensionContext } from 'vscode';
import { folderReader } from './editor/check/lazy.ts';
import { registerEmailLog } from './editor/emailLog/register.ts';
import { registerFeatures, type Api } from './editor/features.ts';
import { loadEditorManifest } from './editor/manifest/lazy.ts';
import { hostNameActions } from './editor/preflight/actions.ts';
import { knownPreflights } from './editor/preflight/resultFacts.ts';
import { registerPreflight } from './editor/preflight/register.ts';
import { openResults } from './editor/preflight/results.ts';
import type { Runner } from './editor/preflight/runner.ts';
import { openProjects } from './editor/projects/projects.ts';
import { registerReview } from './editor/review/register.ts';

/** Where there is a network. */
export interface NetworkApi extends Api {
  /** For our own tests alone, and absent otherwise: the way into a lab instead of the network. */
  readonly useNetwork?: Runner['use'];
}

export function activate(context: ExtensionContext): NetworkApi {
  const log = window.createOutputChannel('Email Deliverability', { log: true });
  const results = openResults(context, log);
  const known = knownPreflights(results);
  const projects = openProjects(log, folderReader, known);
  const { runner, hoverPart, registrations } = registerPreflight(context, log, projects, results);
  const features = registerFeatures(context, projects, [hoverPart], [hostNameActions]);
  const review = registerReview(log, projects, known);
  context.subscriptions.push(log, results, known, projects, ...features, ...registrations, ...review);
  context.subscriptions.push(
    ...registerEmailLog(context, projects),
    commands.registerCommand('sfDeliverability.createManifest', async (target: unknown) => {
      await (await loadEditorManifest()).createManifest(projects, target);
    }),
  );
  void projects.refresh();
  return {
    ready: () => Promise.all([projects.ready(), results.settled()]).then(() => undefined),
    checkAgain: projects.refresh,
    filesRead: projects.filesRead,
    ...(context.extensionMode === ExtensionMode.Test ? { useNetwork: runner.use } : {}),
  };
}
