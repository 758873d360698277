import { ConfigurationTarget, Uri, window, workspace } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { relayPlan, targetName } from '../../preflight/plan/relays.ts';
import { targetsOf } from '../../preflight/plan/targets.ts';
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
import { probeAndShow, type ProbeAndShow } from './probeAndShow.ts';
import { projectScope, projectTargets, recordUri, type ReportScope } from './scope.ts';
import { targetAt } from '../../language/targetAt.ts';
import type { PreflightServices, CommandHandler } from './services.ts';

/** What the commands work on. */
interface Context extends PreflightServices {
  readonly probe: ProbeAndShow;
}

/** What the commands do, by the last part of their names. */
export function preflightCommands(services: PreflightServices): Readonly<Record<string, CommandHandler>> {
  const context: Context = { ...services, probe: probeAndShow(services) };
  return {
    preflightDomain: (argument) => preflightDomain(context, argument),
    preflightRelay: (host, port) => preflightRelay(context, host, port),
    preflightProject: (argument) => preflightProject(context, argument),
    showPreflightReport: (argument) => showPreflightReport(context, argument),
    importPreflight: (argument) => importPreflight(context, argument),
    clearPreflightCache: () => clearPreflightCache(context),
    replaceByHostName: replaceByHostName(services),
    addPassingDomains: addPassingDomains(services.projects),
    preflightAlways: async () => {
      const configuration = workspace.getConfiguration('sfDeliverability.preflight');
      await configuration.update('onHover', 'always', ConfigurationTarget.Global);
    },
  };
}

async function preflightDomain({ projects, probe }: Context, argument: unknown): Promise<void> {
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
}

async function preflightRelay({ projects, probe }: Context, host: unknown, port: unknown): Promise<void> {
  const given = typeof host === 'string' && typeof port === 'number' ? relayOf(host, port) : undefined;
  await projects.ready();
  if (!given && !(await allowed())) return;
  const target = given ?? (await askRelay(projects, suggestion(projects)));
  if (!target) return;
  const scope = targetScope([target], projects);
  await probe(scope.targets, scope, given !== undefined);
}

async function preflightProject({ projects, probe }: Context, argument: unknown): Promise<void> {
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
        : `Nothing to check: ${record} lists no domain. Add domains to restrictTlsToDomains, or run Preflight Domain.`,
    ),
  );
}

async function showPreflightReport({ projects, showReport }: Context, argument: unknown): Promise<void> {
  await projects.ready();
  const project = await chooseProject(projects, argument, 'Project to show the report of');
  if (project) showReport(projectScope(project));
}

async function importPreflight({ projects, results, showReport }: Context, argument: unknown): Promise<void> {
  await projects.ready();
  const targets = await importResult(results, argument instanceof Uri ? argument : undefined);
  if (targets) showReport(targetScope(targets, projects));
}

async function clearPreflightCache({ results }: Context): Promise<void> {
  // The command may be what starts the extension.
  await results.settled();
  const count = results.all().length;
  await results.clear();
  void window.showInformationMessage(
    count === 0
      ? 'There are no preflight results to clear.'
      : `${count} preflight ${count === 1 ? 'result was' : 'results were'} cleared.`,
  );
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

/** Undefined if the person went away. */
async function askDomains(projects: Projects): Promise<readonly string[] | undefined> {
  const answer = await window.showInputBox({
    title: 'Preflight: domains to check',
    prompt:
      'Asks the DNS, then connects to their mail servers and MTA-STS policy hosts, and to gmail.com and outlook.com to detect a blocked port. No message is sent.',
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
