import { commands, Uri, workspace } from 'vscode';
import { exportReport } from '../../panel/exportReport.ts';
import type { Page } from '../../panel/livePage.ts';
import { showDialogue } from './dialogue.ts';
import { PREFLIGHT_FORMATS } from './formats.ts';
import { changeList } from './list.ts';
import type { PanelMessage } from './messages.ts';
import { withoutNetworkNote } from './page.ts';
import type { PanelRuns } from './runs.ts';
import { panelState } from './state.ts';
import { targetKey } from '../runner.ts';
import { projectOf, scopeTargets } from '../scope.ts';
import type { Report, PanelServices } from './model.ts';

/** Does what a button asks for. Whatever a message names, only what the report is about is touched. */
export function panelActions(
  report: Report,
  services: PanelServices,
  runs: PanelRuns,
  page: Page,
): (message: PanelMessage) => Promise<void> {
  const { projects, results } = services;
  const say = (said: Report['said']): void => {
    report.said = said;
    page.renderSoon();
  };
  return async (message) => {
    const { targets } = scopeTargets(report.scope, projects);
    const target = 'target' in message ? targets.find((one) => targetKey(one) === message.target) : undefined;
    switch (message.action) {
      case 'ready':
        await Promise.all([projects.ready(), results.settled()]);
        page.ready();
        return;
      case 'check':
      case 'check-all': {
        const wanted = message.action === 'check-all' ? targets : target ? [target] : [];
        say(undefined);
        const text = wanted.length === 0 ? undefined : await runs.start(wanted);
        if (text !== undefined) say({ text });
        return;
      }
      case 'cancel':
        runs.cancel();
        return;
      case 'add':
      case 'remove': {
        const project = projectOf(report.scope, projects);
        const { action } = message;
        if (project && target?.kind === 'domain')
          await page.after(async () => {
            report.said = await changeList(action, target.domain, project, projects);
          });
        return;
      }
      case 'undo': {
        const undo = report.said?.undo;
        if (undo)
          await page.after(async () => {
            report.said = { text: await undo() };
          });
        return;
      }
      case 'dialogue':
        if (target) await showDialogue(message);
        return;
      case 'export':
        await exportReport(
          PREFLIGHT_FORMATS,
          withoutNetworkNote(panelState(report, services, undefined)),
          'preflight',
          folderOf(report),
        );
        return;
      case 'import':
        await commands.executeCommand('sfDeliverability.importPreflight');
        return;
      case 'record':
        await commands.executeCommand('sfDeliverability.createRecord', report.scope.record);
        return;
      case 'ask':
        await commands.executeCommand('sfDeliverability.preflightDomain');
        return;
    }
  };
}

/** Where a file of the report is suggested to go: the workspace folder of its project. */
function folderOf({ scope }: Report): Uri | undefined {
  const own = scope.record === undefined ? undefined : workspace.getWorkspaceFolder(Uri.parse(scope.record));
  return (own ?? workspace.workspaceFolders?.[0])?.uri;
}
