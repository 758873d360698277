import { commands, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import type { HoverPart } from '../check/hover.ts';
import type { Projects } from '../projects/projects.ts';
import { registerListActions } from './actions.ts';
import { loadEditorPreflight } from './lazy.ts';
import { registerReportPanel } from './panel/register.ts';
import type { Results } from './results.ts';
import { openRunner, type Runner } from './runner.ts';
import { registerPreflightLens, registerPreflightStatus } from './status.ts';
import type { PreflightServices, CommandHandler } from './services.ts';

/** All of them are in package.json but the last three, to which only hovers and code actions lead. */
const COMMANDS = [
  'preflightDomain',
  'preflightProject',
  'preflightRelay',
  'showPreflightReport',
  'importPreflight',
  'clearPreflightCache',
  'preflightAlways',
  'replaceByHostName',
  'addPassingDomains',
] as const;

export interface Preflight {
  readonly runner: Runner;
  readonly hoverPart: HoverPart;
  readonly registrations: Registration[];
}

/** Everything that looks up domains, or shows what was found. */
export function registerPreflight(
  context: ExtensionContext,
  log: LogOutputChannel,
  projects: Projects,
  results: Results,
): Preflight {
  const runner = openRunner(results, log);
  const panel = registerReportPanel(context, { projects, results, runner });
  const services: PreflightServices = { projects, results, runner, showReport: panel.show };
  let handlers: Promise<Readonly<Record<string, CommandHandler>>> | undefined;
  const handle = async (name: string, args: readonly unknown[]): Promise<void> => {
    handlers ??= loadEditorPreflight().then(({ preflightCommands }) => preflightCommands(services));
    await (await handlers)[name]?.(...args);
  };
  const hoverPart: HoverPart = async (found, offset, token) => {
    const { preflightHoverPart } = await loadEditorPreflight();
    return preflightHoverPart(results, runner)(found, offset, token);
  };
  const registrations = [
    runner,
    ...panel.registrations,
    ...COMMANDS.map((name) =>
      commands.registerCommand(`sfDeliverability.${name}`, (...args: unknown[]) => handle(name, args)),
    ),
    ...registerListActions(projects),
    ...registerPreflightStatus(services),
    ...registerPreflightLens(services),
  ];
  return { runner, hoverPart, registrations };
}
