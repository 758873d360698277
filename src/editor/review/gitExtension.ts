import { commands, extensions, window, workspace } from 'vscode';
import type { GitApi, GitExtension } from './gitApi.ts';

export type GitFound = { readonly ok: true; readonly api: GitApi } | { readonly ok: false; readonly why: string };

/** VS Code's Git extension, once it knows its repositories; or why there is none, in words. */
export async function findGit(): Promise<GitFound> {
  if (!workspace.isTrusted)
    return off(
      "Reviews are off in Restricted Mode: they use VS Code's Git, which is off there too. Trust the workspace to review changes.",
    );
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file'))
    return off(
      'Reviews are off in a virtual workspace: they need a git repository on disk. Clone the project to review changes.',
    );
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension)
    return off(
      "Reviews are off: VS Code's Git extension is disabled. Enable it in the Extensions view (@builtin Git), or run sf-deliverability review in a terminal.",
    );
  const git = await extension.activate();
  if (!git.enabled)
    return off(
      workspace.getConfiguration('git').get<boolean>('enabled', true)
        ? 'Reviews are off: VS Code did not find git. Install git, or set its path in the setting git.path.'
        : 'Reviews are off: the setting git.enabled is off.',
    );
  const api = git.getAPI(1);
  await initialized(api);
  return { ok: true, api };
}

const off = (why: string): GitFound => ({ ok: false, why });

/** A repository on a slow disk is found later; to wait for ever would look like a fault. */
const MAX_SEARCH_MS = 15_000;

function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, MAX_SEARCH_MS);
    const listener = api.onDidChangeState((state) => {
      if (state === 'initialized') done();
    });
  });
}

/** Says why there is no review, and leads to where that can be changed. */
export function sayNoReview(why: string): void {
  const trust = 'Manage Workspace Trust';
  void window.showWarningMessage(why, ...(workspace.isTrusted ? [] : [trust])).then((answer) => {
    if (answer === trust) void commands.executeCommand('workbench.trust.manage');
  });
}
