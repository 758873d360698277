import { Uri, ViewColumn, window, workspace, type ExtensionContext } from 'vscode';
import type * as report from '../../emailLog/report/bundle.ts';
import { LOG_FORMATS } from '../../emailLog/report/formats.ts';
import { loadEmailLogReport } from '../../emailLog/report/lazy.ts';
import type { JudgedLog } from '../../emailLog/report/view.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import type { Project } from '../projects/folder.ts';
import { PANEL_CSS } from '../panel/css.ts';
import { exportReport } from '../panel/exportReport.ts';
import { livePage } from '../panel/livePage.ts';
import { shellPage } from '../panel/shell.ts';
import { judgedSetting } from '../../language/targetAt.ts';
import { logActions, logMessage, type LogAction } from './page.ts';
import type { LogState } from './state.ts';

const VIEW = 'sfDeliverability.emailLogReport';
const TITLE = 'Email Log';

export interface LogPanelServices {
  readonly state: LogState;
  /** The project that the log is compared with, as it is now. */
  readonly project: () => Project | undefined;
  /** Why no list can be made; undefined: one can. */
  readonly listOff: () => string | undefined;
  readonly onDidChange: (listener: () => void) => { readonly dispose: () => unknown };
  /** @returns what there is to say */
  readonly act: (action: Exclude<LogAction, 'ready' | 'export'>) => Promise<string | undefined>;
}

export interface LogPanel {
  readonly show: () => Promise<void>;
  readonly dispose: () => void;
}

/** The report of the log that was analysed last. Another session does not know that log, so the panel is not restored. */
export function logPanel(context: ExtensionContext, services: LogPanelServices): LogPanel {
  let open: { readonly reveal: () => void; readonly dispose: () => void } | undefined;
  return {
    show: async () => {
      open ??= await openPanel(context, services, () => {
        open = undefined;
      });
      open.reveal();
    },
    dispose: () => open?.dispose(),
  };
}

async function openPanel(
  context: ExtensionContext,
  services: LogPanelServices,
  onEnd: () => void,
): Promise<{ readonly reveal: () => void; readonly dispose: () => void }> {
  const file = Uri.joinPath(context.extensionUri, 'dist', 'reportPage.js');
  const script = new TextDecoder().decode(await workspace.fs.readFile(file));
  const log = await loadEmailLogReport();
  const panel = window.createWebviewPanel(VIEW, TITLE, columnFor(services.project()), { enableFindWidget: true });
  let said: string | undefined;
  const page = livePage(panel, {
    title: () => TITLE,
    html: (nonce) =>
      shellPage({ nonce, script, title: TITLE, scope: '{"kind":"email-log"}', css: log.LOG_CSS + PANEL_CSS }),
    content: () => {
      const judged = judge(log, services);
      return judged ? log.logBody(judged, logActions({ listOff: services.listOff(), said })) : '';
    },
  });
  const answer = async (action: LogAction): Promise<void> => {
    if (action === 'ready') {
      page.ready();
      return;
    }
    if (action === 'export') {
      const judged = judge(log, services);
      if (judged) await exportReport(LOG_FORMATS, judged, 'email-log', workspace.workspaceFolders?.[0]?.uri);
      return;
    }
    await page.after(async () => {
      said = await services.act(action);
    });
  };
  const listeners = [
    page,
    services.onDidChange(page.renderSoon),
    services.state.onDidChange(() => {
      said = undefined;
      if (services.state.get()) page.renderSoon();
      else panel.dispose();
    }),
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const action = logMessage(raw);
      if (action) void answer(action);
    }),
  ];
  panel.onDidDispose(() => {
    for (const listener of listeners) listener.dispose();
    onEnd();
  });
  page.load();
  return {
    reveal: () => {
      panel.reveal();
    },
    dispose: () => {
      panel.dispose();
    },
  };
}

/** Beside the record, where one is looked at: the list that is made shows there. */
const columnFor = (project: Project | undefined): ViewColumn =>
  project && window.activeTextEditor?.document.uri.toString() === project.uriOf(project.facts.recordPath).toString()
    ? ViewColumn.Beside
    : ViewColumn.Active;

type RenderedReport = typeof report;

/** Judged as the project records it, at this moment. */
function judge({ judgeLog }: RenderedReport, { state, project }: LogPanelServices): JudgedLog | undefined {
  const analysed = state.get();
  if (!analysed) return undefined;
  const facts = project()?.facts;
  const { setting, source } = judgedSetting(facts);
  const recorded = source === 'recorded';
  return judgeLog({
    log: analysed.log,
    setting,
    settingSource: recorded ? 'recorded' : 'default',
    scope: facts && settingScope([facts]),
    notes: recorded ? [] : ['The project has no TLS setting: the log is evaluated for Required.'],
    generatedAt: analysed.at,
  });
}
