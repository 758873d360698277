import { window, type ExtensionContext } from 'vscode';
import type { Registration } from '../../projects/documents.ts';
import { loadEditorPreflightPanel } from './lazy.ts';
import type { ReportPanels } from './panels.ts';
import { REPORT_VIEW } from './view.ts';
import type { ReportScope } from '../scope.ts';
import { registerTranscripts } from './transcripts.ts';
import type { PanelServices } from './model.ts';

/** Behind the import is the page with its renderer, which few windows need. */
export function registerReportPanel(
  context: ExtensionContext,
  services: PanelServices,
): { readonly show: (scope: ReportScope) => void; readonly registrations: Registration[] } {
  let loading: Promise<ReportPanels> | undefined;
  const panels = (): Promise<ReportPanels> =>
    (loading ??= loadEditorPreflightPanel().then(({ reportPanels }) => reportPanels(context, services)));
  return {
    show: (scope) => {
      void panels().then(({ show }) => {
        show(scope);
      });
    },
    registrations: [
      window.registerWebviewPanelSerializer(REPORT_VIEW, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          (await panels()).restore(panel, state);
        },
      }),
      ...registerTranscripts(services.results),
      { dispose: () => loading?.then(({ dispose }) => dispose()) },
    ],
  };
}
