import { type ExtensionContext, ViewColumn, window } from 'vscode';
import type { Registration } from '../files.ts';
import type { PreflightServices } from './commands.ts';
import { scopeView, type ReportScope } from './scope.ts';

export function registerReportPanel(
  _context: ExtensionContext,
  { projects, results }: Omit<PreflightServices, 'showReport'>,
): { readonly show: (scope: ReportScope) => void; readonly registrations: Registration[] } {
  const show = async (scope: ReportScope): Promise<void> => {
    const { preflightHtml } = await import('../../report/preflightHtml.ts');
    const panel = window.createWebviewPanel('sfDeliverability.preflightReport', 'Preflight Report', ViewColumn.Active);
    panel.webview.html = preflightHtml(scopeView(scope, projects, results));
  };
  return { show: (scope) => void show(scope), registrations: [] };
}
