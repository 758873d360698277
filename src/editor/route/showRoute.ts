import { commands, EventEmitter, languages, type Uri, workspace } from 'vscode';
import { ROUTE_SCHEME, type Registration } from '../projects/documents.ts';
import { loadEditorOnDemand } from '../onDemand/lazy.ts';
import type { Projects } from '../projects/projects.ts';

/** The command, and the documents that answer it: they follow the project. */
export function registerShowRoute(projects: Projects): Registration[] {
  const changed = new EventEmitter<Uri>();
  return [
    changed,
    commands.registerCommand('sfDeliverability.showRoute', async (from: unknown, to: unknown, target: unknown) => {
      await (await loadEditorOnDemand()).askRoute(projects, from, to, target);
    }),
    workspace.registerTextDocumentContentProvider(ROUTE_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        await projects.ready();
        return (await loadEditorOnDemand()).routeContent(uri, projects);
      },
    }),
    languages.registerDocumentLinkProvider(
      { scheme: ROUTE_SCHEME },
      { provideDocumentLinks: async (document) => (await loadEditorOnDemand()).routeLinks(document, projects) },
    ),
    projects.onDidChange(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === ROUTE_SCHEME) changed.fire(uri);
    }),
  ];
}
