/** Reviews in a workspace of which one folder is a repository. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isVisible, itWithDriver, waitForText } from './driver.ts';
import { git } from './git.ts';
import { notified } from './notifications.ts';
import { api, closeAll, folder, RECORD, recordJson, untilEqual } from './support.ts';
import { writeFile } from './disk.ts';

const at = (index: number, file: string): vscode.Uri => vscode.Uri.joinPath(folder(index), file);

const review = (target?: unknown, base?: string): Thenable<unknown> =>
  vscode.commands.executeCommand('sfDeliverability.reviewChanges', target, base);

interface GitApi {
  readonly repositories: readonly { readonly rootUri: vscode.Uri }[];
  readonly openRepository: (root: vscode.Uri) => Promise<unknown>;
}

const gitApi = (): GitApi | undefined =>
  vscode.extensions.getExtension<{ getAPI: (version: 1) => GitApi }>('vscode.git')?.exports.getAPI(1);

const roots = (): string[] => (gitApi()?.repositories ?? []).map(({ rootUri }) => rootUri.path).sort();

const LEVEL = 'TLS setting: Required → Required Verify.';
const SECOND = 'TLS setting: Preferred → Required.';

describe('Review Changes in two folders', () => {
  before(async () => {
    await (await api()).ready();
    await untilEqual(roots, [folder(0).path]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('sfDeliverability.clearReview');
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  itWithDriver('takes the only repository', async () => {
    await writeFile(at(0, RECORD), recordJson('RequiredVerify', 'acme.example'));
    await review(undefined, 'HEAD');
    await waitForText(LEVEL);
  });

  itWithDriver('says so where there is none', async () => {
    await review(at(1, RECORD), 'HEAD');
    await notified('is not in a git repository that VS Code has opened');
  });

  itWithDriver('says so where there is no commit yet', async () => {
    git(folder(1), 'init', '-q', '-b', 'main');
    await gitApi()?.openRepository(folder(1));
    await untilEqual(roots, [folder(0).path, folder(1).path].sort());
    await review(at(1, RECORD));
    await notified('There is nothing to compare with: second has no commit yet.');
  });

  itWithDriver('reviews each repository by itself, and both at once', async () => {
    git(folder(1), 'add', '-A');
    git(folder(1), 'commit', '-q', '-m', 'first');
    await writeFile(at(1, RECORD), recordJson('Required', 'acme.example'));
    await review(at(1, RECORD), 'HEAD');
    await waitForText(SECOND);
    assert.equal(await isVisible(LEVEL), false);
    await review(at(0, RECORD), 'HEAD');
    await waitForText(LEVEL);
    await vscode.commands.executeCommand('vscode.open', at(1, RECORD));
    await waitForText(SECOND);
    await rm(at(1, '.git').fsPath, { recursive: true });
  });
});
