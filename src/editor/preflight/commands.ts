import { commands, ConfigurationTarget, env, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { PreflightProgress } from '../../preflight/probe/options.ts';
import type { PreflightReport } from '../../preflight/result.ts';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { blocked } from '../../preflight/report/advice.ts';
import { relayPlan, targetName } from '../../preflight/plan/relays.ts';
import { targetsOf } from '../../preflight/plan/targets.ts';
import { verdictLine } from '../../preflight/report/words.ts';
import { domainPattern } from '../../mail/domain.ts';
import { chooseProject } from '../projects/chooseProject.ts';
import { offsetAt } from '../convert.ts';
import { plainMessage } from '../plainMessage.ts';
import type { Projects } from '../projects/projects.ts';
import { replaceByHostName } from './hostName.ts';
import { askRelay, relayOf } from './askRelay.ts';
import { importResult } from './importResult.ts';
import { addPassingDomains } from './listActions.ts';
import { networkOff, sayNetworkOff } from './network.ts';
import { problemText, type Runner } from './runner.ts';
import { projectScope, projectTargets, recordUri, scopeView, type ReportScope } from './scope.ts';
import { targetAt } from '../../language/targetAt.ts';
import type { PreflightServices, CommandHandler } from './services.ts';

/** What the commands do, by the last part of their names. */
export function preflightCommands(services: PreflightServices): Readonly<Record<string, CommandHandler>> {
  const { projects, results } = services;
  const probe = prober(services);
  return {
    preflightDomain: async (argument) => {
      const given = givenDomains(argument);
      await projects.ready();
      if (given === undefined && !(await allowed())) return;
      const domains = given === undefined ? await askDomains(projects) : targetsOf(given).domains;
      if (!domains || domains.length === 0) return;
      const scope = targetScope(
        domains.map((domain) => ({ kind: 'domain', domain })),
        projects,
      );
      await probe(scope.targets, scope, given !== undefined);
    },
    preflightRelay: async (host, port) => {
      const given = typeof host === 'string' && typeof port === 'number' ? relayOf(host, port) : undefined;
      await projects.ready();
      if (!given && !(await allowed())) return;
      const target = given ?? (await askRelay(projects, suggestion(projects)));
      if (!target) return;
      const scope = targetScope([target], projects);
      await probe(scope.targets, scope, given !== undefined);
    },
    preflightProject: async (argument) => {
      await projects.ready();
      if (!(await allowed())) return;
      const project = await chooseProject(projects, argument, 'Project whose domains and relays are checked');
      if (!project) return;
      const { targets, notProbed } = projectTargets(project);
      if (targets.length > 0) {
        await probe(targets, projectScope(project), false);
        return;
      }
      const record = workspace.asRelativePath(recordUri(project));
      void window.showInformationMessage(
        plainMessage(
          notProbed.length > 0
            ? `Nothing to check: ${notProbed.map(({ entry, reason }) => `${entry}: ${reason}`).join('; ')}.`
            : `Nothing to check: ${record} lists no domain. Add domains to restrictTlsToDomains, or preflight single ones.`,
        ),
      );
    },
    showPreflightReport: async (argument) => {
      await projects.ready();
      const project = await chooseProject(projects, argument, 'Project to show the report of');
      if (project) services.showReport(projectScope(project));
    },
    importPreflight: async (argument) => {
      await projects.ready();
      const targets = await importResult(results, argument instanceof Uri ? argument : undefined);
      if (targets) services.showReport(targetScope(targets, projects));
    },
    clearPreflightCache: async () => {
      // The command may be what starts the extension.
      await results.settled();
      const count = results.all().length;
      await results.clear();
      void window.showInformationMessage(
        count === 0
          ? 'There were no preflight results.'
          : `${count} preflight ${count === 1 ? 'result is' : 'results are'} forgotten.`,
      );
    },
    replaceByHostName: replaceByHostName(services),
    addPassingDomains: addPassingDomains(projects),
    preflightAlways: async () => {
      const configuration = workspace.getConfiguration('sfDeliverability.preflight');
      await configuration.update('onHover', 'always', ConfigurationTarget.Global);
    },
  };
}

/** What a link or a code action asks for: a domain, or several. */
function givenDomains(argument: unknown): readonly string[] | undefined {
  if (typeof argument === 'string') return [argument];
  return Array.isArray(argument) ? argument.filter((one) => typeof one === 'string') : undefined;
}

async function allowed(): Promise<boolean> {
  const off = networkOff();
  if (off !== undefined) await sayNetworkOff(off);
  return off === undefined;
}

type TargetScope = Extract<ReportScope, { kind: 'targets' }>;

/** Judged as the project at hand records it; a relay as the project that has it. */
function targetScope(targets: readonly PreflightTarget[], projects: Projects): TargetScope {
  const uri = window.activeTextEditor?.document.uri;
  const all = projects.all();
  const atHand = (uri && projects.find(uri)?.project) ?? only(all);
  const having = all.filter(({ facts }) => relayPlan([facts], new Set(targets.map(targetName))).targets.length > 0);
  const project = atHand && having.includes(atHand) ? atHand : (only(having) ?? atHand);
  return { kind: 'targets', targets, ...(project ? { record: recordUri(project).toString() } : {}) };
}

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

type Probe = (targets: readonly PreflightTarget[], scope: ReportScope, quiet: boolean) => Promise<void>;

/** @returns a function that probes and shows: the report, or, where one was asked for in passing, a line */
function prober({ projects, results, runner, showReport }: PreflightServices): Probe {
  let saidBlocked = false;
  return async (targets, scope, quiet) => {
    const off = networkOff();
    if (off !== undefined) {
      await sayNetworkOff(off);
      return;
    }
    let report: PreflightReport | undefined;
    try {
      report = await withProgress(targets, runner);
    } catch (error) {
      void window.showErrorMessage(plainMessage(problemText(error)));
      return;
    }
    if (report?.port25 === 'blocked' && !saidBlocked) {
      saidBlocked = true;
      void sayBlocked();
    }
    if (report?.port25 === 'open') saidBlocked = false;
    if (!quiet) {
      // What was seen before a cancellation is worth showing; nothing is not.
      if (report || scopeView(scope, projects, results).report.domains.length > 0) showReport(scope);
    } else if (report) {
      const view = { ...scopeView(scope, projects, results), report };
      const answer = await window.showInformationMessage(verdictLine(view), SHOW_REPORT);
      if (answer === SHOW_REPORT) showReport(scope);
    }
  };
}

const SHOW_REPORT = 'Show Report';

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

/** Undefined if the person went away. */
async function askDomains(projects: Projects): Promise<readonly string[] | undefined> {
  const answer = await window.showInputBox({
    title: 'Preflight: domains to check',
    prompt:
      'Asks the DNS, then connects to their mail servers and MTA-STS policy hosts and, to tell a blocked port, to gmail.com and outlook.com. No message is sent.',
    placeHolder: 'acme.com, globex.com',
    value: suggestion(projects) ?? '',
    validateInput: (text) => {
      if (text.trim() === '') return undefined;
      const { domains, notProbed } = targetsOf([text]);
      const [wrong] = notProbed;
      return domains.length === 0 && wrong ? `${wrong.entry}: ${wrong.reason}` : undefined;
    },
  });
  return answer === undefined ? undefined : targetsOf([answer]).domains;
}

/** The domain at the cursor: of one of our files, or any word that looks like one. */
function suggestion(projects: Projects): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const found = projects.find(document.uri);
  const source = found?.project.sources.get(found.file);
  if (found && source) {
    const target = targetAt(found.project.facts, found.file, offsetAt(source, selection.active))?.target;
    if (target?.kind === 'domain') return target.domain;
  }
  const range = selection.isEmpty
    ? document.getWordRangeAtPosition(selection.active, /[\p{L}\p{N}.-]+/u)
    : selection.isSingleLine
      ? selection
      : undefined;
  const pattern = range && domainPattern(document.getText(range));
  return pattern?.kind === 'domain' && pattern.wildcard === 'none' && pattern.base.includes('.')
    ? pattern.base
    : undefined;
}
