import { commands, type ExtensionContext } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { loadEditorEmailLog } from './lazy.ts';
import type { EmailLogs } from './logs.ts';

/** Email Logs are read from disk, so this is for where there is one. */
export function registerEmailLog(context: ExtensionContext, projects: Projects): Registration[] {
  let loading: Promise<EmailLogs> | undefined;
  const logs = (): Promise<EmailLogs> =>
    (loading ??= loadEditorEmailLog().then(({ emailLogs }) => emailLogs(context, projects)));
  return [
    commands.registerCommand('sfDeliverability.analyzeEmailLog', async (first: unknown, all: unknown) => {
      await (await logs()).analyze(first, all);
    }),
    commands.registerCommand('sfDeliverability.showEmailLogReport', async () => {
      await (await logs()).show();
    }),
    commands.registerCommand('sfDeliverability.createListFromLog', async (target: unknown) => {
      await (await logs()).createList(target);
    }),
    commands.registerCommand('sfDeliverability.clearEmailLog', async () => {
      (await logs()).clear();
    }),
    {
      dispose: () =>
        loading?.then(({ dispose }) => {
          dispose();
        }),
    },
  ];
}
