import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Registration } from '../files.ts';
import type { Projects } from '../projects.ts';
import { registerPreflightCommands, type PreflightServices } from './commands.ts';
import { registerPreflightAlways } from './hover.ts';
import { registerReportPanel } from './panel.ts';
import type { Results } from './results.ts';
import { openRunner, type Runner } from './runner.ts';
import { registerPreflightLens, registerPreflightStatus } from './status.ts';

/** Everything that looks up domains, or shows what was found. */
export function registerPreflight(
  context: ExtensionContext,
  log: LogOutputChannel,
  projects: Projects,
  results: Results,
): { readonly runner: Runner; readonly registrations: Registration[] } {
  const runner = openRunner(results, log);
  const panel = registerReportPanel(context, { projects, results, runner });
  const services: PreflightServices = { projects, results, runner, showReport: panel.show };
  const registrations = [
    runner,
    ...panel.registrations,
    ...registerPreflightCommands(services),
    ...registerPreflightAlways(),
    ...registerPreflightStatus(services),
    ...registerPreflightLens(services),
  ];
  return { runner, registrations };
}
