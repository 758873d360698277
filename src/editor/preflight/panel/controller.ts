import { asDomain } from '../../../mail/domain.ts';
import { commands } from 'vscode';
import type { PreflightTarget } from '../../../preflight/probe/run.ts';
import type { Page } from '../../panel/livePage.ts';
import { targetKey } from '../runner.ts';
import { projectOf, scopeTargets } from '../scope.ts';
import { showDialogue } from './dialogue.ts';
import { exportPanel } from './export.ts';
import { changeList } from './list.ts';
import type { PanelMessage } from './messages.ts';
import type { PanelServices, ReportState } from './model.ts';
import type { PanelRuns } from './runs.ts';

/** What a panel's buttons work on. */
export interface PanelParts {
  readonly report: ReportState;
  readonly services: PanelServices;
  readonly runs: PanelRuns;
  readonly page: Page;
}

/** Does what a button asks for. Whatever a message names, only what the report is about is touched. */
export async function answerMessage(panel: PanelParts, message: PanelMessage): Promise<void> {
  const { report, services, runs, page } = panel;
  const { projects, results } = services;
  const { targets } = scopeTargets(report.scope, projects);
  const target = 'target' in message ? targets.find((one) => targetKey(one) === message.target) : undefined;
  switch (message.action) {
    case 'ready':
      await Promise.all([projects.ready(), results.settled()]);
      page.ready();
      return;
    case 'check-all':
      return check(panel, targets);
    case 'check':
      return check(panel, target ? [target] : []);
    case 'cancel':
      runs.cancel();
      return;
    case 'add':
    case 'remove':
      return change(panel, message.action, target);
    case 'undo':
      return undo(panel);
    case 'dialogue':
      if (target) await showDialogue(message);
      return;
    case 'export':
      return exportPanel(report, services);
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
}

async function check({ report, runs, page }: PanelParts, targets: readonly PreflightTarget[]): Promise<void> {
  const say = (said: ReportState['said']): void => {
    report.said = said;
    page.renderSoon();
  };
  say(undefined);
  const text = targets.length === 0 ? undefined : await runs.start(targets);
  if (text !== undefined) say({ text });
}

async function change(
  { report, services: { projects }, page }: PanelParts,
  how: 'add' | 'remove',
  target: PreflightTarget | undefined,
): Promise<void> {
  const project = projectOf(report.scope, projects);
  const domain = target?.kind === 'domain' ? asDomain(target.domain) : undefined;
  if (!project || domain === undefined) return;
  await page.after(async () => {
    report.said = await changeList(how, domain, project, projects);
  });
}

async function undo({ report, page }: PanelParts): Promise<void> {
  const takeBack = report.said?.undo;
  if (!takeBack) return;
  await page.after(async () => {
    report.said = { text: await takeBack() };
  });
}
