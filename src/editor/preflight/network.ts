import { commands, window, workspace } from 'vscode';

/** Why nothing may be looked up from this window; undefined: it may. */
export function networkOff(): string | undefined {
  if (!workspace.isTrusted)
    return 'Preflights are off in Restricted Mode: the domains come from files that you have not trusted yet. Trust the workspace to run preflights.';
  if ((workspace.workspaceFolders ?? []).some(({ uri }) => !isLocal(uri.scheme)))
    return 'Preflights are off in a virtual workspace. Clone the project, or run sf-deliverability preflight on the command line.';
  return undefined;
}

/** Folders of this machine, or of the one that the window is connected to. */
const isLocal = (scheme: string): boolean => scheme === 'file' || scheme === 'vscode-remote';

/** Says why it is off, and leads to where that can be changed. */
export async function sayNetworkOff(reason: string): Promise<void> {
  const trust = 'Manage Workspace Trust';
  const answer = await window.showWarningMessage(reason, ...(workspace.isTrusted ? [] : [trust]));
  if (answer === trust) await commands.executeCommand('workbench.trust.manage');
}
