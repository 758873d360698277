import { execFileSync } from 'node:child_process';
import type * as vscode from 'vscode';

/** The machine's own settings of git must not matter; nor does this suite ask VS Code's Git to do what it is to see. */
export const git = (folder: vscode.Uri, ...args: readonly string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false', ...args],
    { cwd: folder.fsPath, encoding: 'utf8' },
  );

export function commitAll(folder: vscode.Uri, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
}
