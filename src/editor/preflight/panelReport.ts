import { workspace, type WebviewPanel } from 'vscode';
import type { PreflightTarget } from '../../preflight/run.ts';
import { paced } from './pace.ts';
import { panelActions } from './panelActions.ts';
import type { ChangedList } from './panelList.ts';
import { panelMessage } from './panelMessages.ts';
import { panelContent, panelPage } from './panelPage.ts';
import { panelRuns } from './panelRuns.ts';
import { panelState, type PanelServices } from './panelState.ts';
import type { ReportScope } from './scope.ts';

/** One panel, from the first look to its end. */
export interface OpenReport {
  readonly panel: WebviewPanel;
  /** Brings it to the front, about this. */
  readonly show: (scope: ReportScope) => void;
}

/** What a panel is about, and what the last action in it has done. */
export interface Report {
  scope: ReportScope;
  said: ChangedList | undefined;
}

/** Changes come in bursts: what is probed, the results, then the projects that are judged by them. */
const PAUSE_MS = 50;

export function openReport(
  panel: WebviewPanel,
  scope: ReportScope,
  services: PanelServices,
  script: string,
): OpenReport {
  const report: Report = { scope, said: undefined };
  const page = pageOf(panel, script, report, () => panelContent(panelState(report, services, runs.state())));
  const runs = panelRuns(services.runner, page.renderSoon);
  const answer = panelActions(report, services, runs, page);
  const { projects, results, runner } = services;
  const listeners = [
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = panelMessage(raw);
      if (message) void answer(message);
    }),
    ...[results.onDidChange, projects.onDidChange, runner.onDidChange].map((on) => on(page.renderSoon)),
    workspace.onDidGrantWorkspaceTrust(page.renderSoon),
    workspace.onDidChangeWorkspaceFolders(page.renderSoon),
    page,
  ];
  panel.onDidDispose(() => {
    // Nobody is left who could stop them.
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

/** The page in the panel, which is there from when it says so until it is hidden. */
export interface Page {
  readonly load: () => void;
  readonly ready: () => void;
  readonly renderSoon: () => void;
  /** Shows what an action did and what it said of it at once: an update between the two would lose the keyboard. */
  readonly after: (action: () => Promise<void>) => Promise<void>;
  readonly dispose: () => void;
}

function pageOf(panel: WebviewPanel, script: string, report: Report, content: () => string): Page {
  let isThere = false;
  let shown: string | undefined;
  let acting = 0;
  const pace = paced(() => {
    if (!isThere || acting > 0) return;
    const html = content();
    if (html === shown) return;
    shown = html;
    void panel.webview.postMessage({ html });
  }, PAUSE_MS);
  const hidden = panel.onDidChangeViewState(() => {
    // It is taken down with all that is in it, and says that it is ready when it is back.
    if (!panel.visible) isThere = false;
  });
  return {
    load: () => {
      isThere = false;
      panel.title = titleOf(report.scope);
      panel.webview.options = { enableScripts: true, localResourceRoots: [] };
      panel.webview.html = panelPage({
        nonce: crypto.randomUUID(),
        script,
        scope: JSON.stringify(report.scope),
        title: panel.title,
      });
    },
    ready: () => {
      isThere = true;
      shown = undefined;
      pace.now();
    },
    renderSoon: pace.soon,
    after: async (action) => {
      acting++;
      try {
        await action();
      } finally {
        acting--;
        pace.now();
      }
    },
    dispose: () => {
      pace.dispose();
      isThere = false;
      hidden.dispose();
    },
  };
}

function titleOf(scope: ReportScope): string {
  const [only, ...more] = scope.kind === 'targets' ? scope.targets : [];
  return only && more.length === 0 ? `Preflight: ${nameOf(only)}` : 'Preflight Report';
}

const nameOf = (target: PreflightTarget): string => (target.kind === 'domain' ? target.domain : target.host);
