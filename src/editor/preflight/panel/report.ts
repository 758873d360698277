import { workspace, type WebviewPanel } from 'vscode';
import type { PreflightTarget } from '../../../preflight/probe/run.ts';
import { livePage } from '../../panel/livePage.ts';
import { answerMessage } from './controller.ts';
import { panelMessage } from './messages.ts';
import { panelContent, panelPage } from './page.ts';
import { panelRuns } from './runs.ts';
import { panelState } from './state.ts';
import type { ReportScope } from '../scope.ts';
import type { OpenReport, PanelServices, ReportState } from './model.ts';

export function openReport(
  panel: WebviewPanel,
  scope: ReportScope,
  services: PanelServices,
  script: string,
): OpenReport {
  const report: ReportState = { scope, said: undefined };
  const page = livePage(panel, {
    content: () => panelContent(panelState(report, services, runs.state())),
    title: () => titleOf(report.scope),
    html: (nonce) => panelPage({ nonce, script, scope: JSON.stringify(report.scope), title: titleOf(report.scope) }),
  });
  const runs = panelRuns(services.runner, page.renderSoon);
  const { projects, results, runner } = services;
  const listeners = [
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = panelMessage(raw);
      if (message) void answerMessage({ report, services, runs, page }, message);
    }),
    ...[results.onDidChange, projects.onDidChange, runner.onDidChange].map((on) => on(page.renderSoon)),
    workspace.onDidGrantWorkspaceTrust(page.renderSoon),
    workspace.onDidChangeWorkspaceFolders(page.renderSoon),
    page,
  ];
  panel.onDidDispose(() => {
    // No other window can cancel them now.
    runs.cancel();
    for (const listener of listeners) listener.dispose();
  });
  page.load();
  return {
    panel,
    show: (wanted) => {
      if (JSON.stringify(wanted) !== JSON.stringify(report.scope)) {
        report.scope = wanted;
        report.said = undefined;
        page.load();
      }
      panel.reveal();
    },
  };
}

function titleOf(scope: ReportScope): string {
  const [only, ...more] = scope.kind === 'targets' ? scope.targets : [];
  return only && more.length === 0 ? `Preflight: ${nameOf(only)}` : 'Preflight Report';
}

const nameOf = (target: PreflightTarget): string => (target.kind === 'domain' ? target.domain : target.host);
