import { commands, env, ProgressLocation, window } from 'vscode';
import type { PreflightProgress } from '../../preflight/probe/options.ts';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { blocked } from '../../preflight/report/advice.ts';
import { verdictLine } from '../../preflight/report/words.ts';
import type { PreflightReport } from '../../preflight/result.ts';
import { plainMessage } from '../plainMessage.ts';
import { networkOff, sayNetworkOff } from './network.ts';
import { problemText, type Runner } from './runner.ts';
import { scopeView, type ReportScope } from './scope.ts';
import type { PreflightServices } from './services.ts';

/** Probes and shows what was found: the report, or, if `quiet`, since it was asked for in passing, a line. */
export type ProbeAndShow = (targets: readonly PreflightTarget[], scope: ReportScope, quiet: boolean) => Promise<void>;

const SHOW_REPORT = 'Show Report';

export function probeAndShow(services: PreflightServices): ProbeAndShow {
  const sayIfBlocked = blockedWarning();
  return async (targets, scope, quiet) => {
    const off = networkOff();
    if (off !== undefined) {
      await sayNetworkOff(off);
      return;
    }
    let report: PreflightReport | undefined;
    try {
      report = await withProgress(targets, services.runner);
    } catch (error) {
      void window.showErrorMessage(plainMessage(problemText(error)));
      return;
    }
    if (report) sayIfBlocked(report);
    if (quiet) await showLine(services, scope, report);
    else showPage(services, scope, report);
  };
}

async function showLine(
  { projects, results, showReport }: PreflightServices,
  scope: ReportScope,
  report: PreflightReport | undefined,
): Promise<void> {
  if (!report) return;
  const view = { ...scopeView(scope, projects, results), report };
  const answer = await window.showInformationMessage(verdictLine(view), SHOW_REPORT);
  if (answer === SHOW_REPORT) showReport(scope);
}

function showPage(
  { projects, results, showReport }: PreflightServices,
  scope: ReportScope,
  report: PreflightReport | undefined,
): void {
  // What was seen before a cancellation is worth showing; nothing is not.
  if (report || scopeView(scope, projects, results).report.domains.length > 0) showReport(scope);
}

/** Warns of a blocked port 25 once, and again only after it was open. */
function blockedWarning(): (report: PreflightReport) => void {
  let said = false;
  return ({ port25 }) => {
    if (port25 === 'blocked' && !said) {
      said = true;
      void sayBlocked();
    }
    if (port25 === 'open') said = false;
  };
}

async function sayBlocked(): Promise<void> {
  const [importIt, copy] = ['Import Preflight Result…', 'Copy Command'];
  const answer = await window.showWarningMessage(blocked('editor'), importIt, copy);
  if (answer === importIt) await commands.executeCommand('sfDeliverability.importPreflight');
  if (answer === copy)
    await env.clipboard.writeText('sf-deliverability preflight --project . --format json --output preflight.json');
}

/** `3 of 12, mx.acme.com` with a button to cancel. */
const withProgress = (targets: readonly PreflightTarget[], runner: Runner): Thenable<PreflightReport | undefined> =>
  window.withProgress(
    { location: ProgressLocation.Notification, title: 'Preflight', cancellable: true },
    (progress, token) => {
      let done = 0;
      let host = '';
      const on = (step: PreflightProgress): void => {
        const before = done;
        if (step.kind === 'done') done = step.done;
        if (step.kind === 'probe') ({ host } = step);
        const message = `${done} of ${targets.length}${host === '' ? '' : `, ${host}`}`;
        progress.report({ message: plainMessage(message), increment: ((done - before) / targets.length) * 100 });
      };
      return runner.run(targets, token, on);
    },
  );
