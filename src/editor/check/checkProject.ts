import { commands, ProgressLocation, window } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';

/** Looks for files again, checks them, and shows the Problems view. */
export function registerCheckProject(projects: Projects): Registration[] {
  const run = async (): Promise<void> => {
    await window.withProgress({ location: ProgressLocation.Window, title: 'Checking email settings' }, () =>
      projects.refresh(),
    );
    if (projects.all().length === 0) {
      void window.showInformationMessage(
        'This workspace has no email settings, deliverability files, scratch definitions or exported relays.',
      );
      return;
    }
    await commands.executeCommand('workbench.actions.view.problems');
  };
  return [commands.registerCommand('sfDeliverability.checkProject', run)];
}
