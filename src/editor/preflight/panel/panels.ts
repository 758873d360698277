import { Uri, window, workspace, ViewColumn, type ExtensionContext, type WebviewPanel } from 'vscode';
import type { Registration } from '../../projects/documents.ts';
import { restoredScope } from './messages.ts';
import { openReport } from './report.ts';
import { REPORT_VIEW } from './view.ts';
import type { ReportScope } from '../scope.ts';
import type { OpenReport, PanelServices } from './model.ts';

/** The report panels: one for projects and one for what was asked for by name. */
export interface ReportPanels extends Registration {
  readonly show: (scope: ReportScope) => void;
  /** Takes over a panel of the last session. @param state what its script has kept; anything */
  readonly restore: (panel: WebviewPanel, state: unknown) => void;
}

/** @throws the file system's error if the script of the page is missing from the package */
export async function reportPanels(context: ExtensionContext, services: PanelServices): Promise<ReportPanels> {
  const file = Uri.joinPath(context.extensionUri, 'dist', 'reportPage.js');
  const script = new TextDecoder().decode(await workspace.fs.readFile(file));
  const open = new Map<ReportScope['kind'], OpenReport>();
  const adopt = (panel: WebviewPanel, scope: ReportScope): void => {
    const report = openReport(panel, scope, services, script);
    open.set(scope.kind, report);
    panel.onDidDispose(() => {
      open.delete(scope.kind);
    });
  };
  return {
    show: (scope) => {
      const known = open.get(scope.kind);
      if (known) known.show(scope);
      else adopt(window.createWebviewPanel(REPORT_VIEW, '', columnFor(scope), { enableFindWidget: true }), scope);
    },
    restore: (panel, state) => {
      const scope = restoredScope(state);
      // Neither is of any use: a panel about nothing, or a second one of its kind.
      if (!scope || open.has(scope.kind)) panel.dispose();
      else adopt(panel, scope);
    },
    dispose: () => {
      for (const { panel } of [...open.values()]) panel.dispose();
    },
  };
}

/** Beside the record, where one is looked at: what is added and removed shows there. */
const columnFor = ({ record }: ReportScope): ViewColumn =>
  record !== undefined && window.activeTextEditor?.document.uri.toString() === record
    ? ViewColumn.Beside
    : ViewColumn.Active;
