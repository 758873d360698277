/** What a change since another version in git does to mail, through VS Code's own Git. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clickElement, isVisible, itWithDriver, press, type, waitForText } from './driver.ts';
import { commitAll, git } from './git.ts';
import { notified } from './notifications.ts';
import {
  api,
  closeAll,
  folder,
  RECORD,
  rangeOf,
  recordJson,
  restrict,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  withSetting,
  type TestProject,
} from './support.ts';

const LEVEL = 'TLS setting: Preferred → Required.';
const DROPPED = 'Domain list: removed dropped.example.';

const review = (target?: unknown, base?: string): Thenable<unknown> =>
  vscode.commands.executeCommand('sfDeliverability.reviewChanges', target, base);

/** VS Code tells nobody of an extension's comments: its own list of them does. */
async function commentLines(...lines: readonly string[]): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.focusCommentsPanel');
  for (const line of lines) await waitForText(line);
  await vscode.commands.executeCommand('workbench.action.closePanel');
}

const diffs = (): readonly vscode.TabInputTextDiff[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputTextDiff ? [input] : []));

const lenses = async (uri: vscode.Uri): Promise<string[]> => {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.flatMap(({ command, range }) =>
    command?.command === 'sfDeliverability.reviewChanges' ? `${range.start.line + 1} ${command.title}` : [],
  );
};

const documents = (): readonly string[] =>
  vscode.workspace.textDocuments
    .filter(({ uri }) => uri.scheme === 'sf-deliverability-review')
    .map((document) => document.getText());

async function dismissed(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
}

describe('Review Changes', () => {
  let project: TestProject;

  before(async () => {
    await (await api()).ready();
  });

  beforeEach(async () => {
    project = await testProject('Größe 1', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Preferred', 'kept.example', 'dropped.example'),
    });
    commitAll(folder(), 'before');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('sfDeliverability.clearReview');
    await dismissed();
    git(folder(), 'checkout', '-q', '-f', 'main');
    await project.remove();
    commitAll(folder(), 'after');
  });

  itWithDriver(
    'comments on the changed lines, in the diff and in the file, and shows the whole beside it',
    async () => {
      await project.write(RECORD, recordJson('Required', 'kept.example'));
      await review(project.uri(RECORD), 'HEAD');
      const [diff] = diffs();
      assert.equal(diff?.original.scheme, 'git');
      assert.equal(diff.modified.toString(), project.uri(RECORD).toString());
      await waitForText(LEVEL);
      await waitForText('If the server has no TLS, it bounces');
      // The level on line 2, the list on line 3; what left it was on line 5.
      await commentLines('[Ln 2]', '[Ln 3]', '[Ln 5]');
      await untilEqual(() => documents().length, 1);
      assert.match(
        documents()[0] ?? '',
        /\*\*Email deliverability:\*\* Mail that [^]*Manual steps in Setup[^]*- ☐ In Setup/,
      );
      await closeAll();
      await show(project.uri(RECORD));
      await waitForText(LEVEL);
      await waitForText(DROPPED);
    },
  );

  itWithDriver('follows what is typed, and ends on demand', async () => {
    const replace = async (from: string, to: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(
        project.uri(RECORD),
        rangeOf(await vscode.workspace.openTextDocument(project.uri(RECORD)), from),
        to,
      );
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await show(project.uri(RECORD));
    await replace('"Preferred"', '"Required"');
    await review(project.uri(RECORD), 'HEAD');
    await waitForText(LEVEL);
    await replace('"Required"', '"RequiredVerify"');
    await waitForText('TLS setting: Preferred → Required Verify.');
    await vscode.commands.executeCommand('sfDeliverability.clearReview');
    await untilEqual(() => isVisible('TLS setting: Preferred → Required Verify.'), false);
    await untilEqual(() => documents().every((text) => text.startsWith('This review has ended.')), true);
  });

  itWithDriver('follows a commit', async () => {
    await project.write(RECORD, recordJson('Required', 'kept.example', 'dropped.example'));
    await review(project.uri(RECORD), 'HEAD');
    await waitForText(LEVEL);
    commitAll(folder(), 'required');
    await vscode.commands.executeCommand('git.refresh');
    await untilEqual(() => isVisible(LEVEL), false);
  });

  itWithDriver('shows a deleted file as it was', async () => {
    git(folder(), 'rm', '-q', '--', project.uri(RECORD).fsPath);
    await review(project.folder, 'HEAD');
    await waitForText('TLS setting: Preferred → not recorded.');
    await commentLines('[Ln 2]');
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'git'));
  });

  itWithDriver('asks what to compare with', async () => {
    git(folder(), 'tag', 'old');
    await project.write(RECORD, recordJson('Required', 'kept.example', 'dropped.example'));
    commitAll(folder(), 'required');
    await show(project.uri(RECORD));
    void review();
    await waitForText('The default branch');
    await type('another');
    await press('Enter');
    await waitForText('Enter a commit…');
    await type('old');
    await press('Enter');
    await waitForText(LEVEL);
    assert.match(vscode.window.tabGroups.all[0]?.activeTab?.label ?? '', /\(old ↔ working tree\)$/);
    git(folder(), 'tag', '-d', 'old');
  });

  itWithDriver('is a button of the Source Control view', async () => {
    await project.write(RECORD, recordJson('Required', 'kept.example', 'dropped.example'));
    await vscode.commands.executeCommand('workbench.view.scm');
    await clickElement('.sidebar [aria-label^="Review Changes"]');
    await waitForText('The last commit');
    await type('last');
    await press('Enter');
    await waitForText(LEVEL);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  itWithDriver('says so when nothing changes', async () => {
    await review(project.uri(RECORD), 'HEAD');
    await notified('Nothing changes for email: HEAD');
    assert.deepEqual(diffs(), []);
  });

  itWithDriver('says so when the base is no commit', async () => {
    await review(project.uri(RECORD), 'nowhere');
    await notified('There is no review: nowhere is not a commit here.');
  });

  it('has a lens on the record that tells what changed since the default branch', async () => {
    git(folder(), 'checkout', '-q', '-b', 'work');
    await project.write(RECORD, recordJson('Required', 'kept.example'));
    commitAll(folder(), 'required');
    await show(project.uri(RECORD));
    await untilEqual(
      () => lenses(project.uri(RECORD)),
      ['2 Changed since main: Preferred to Required', '3 Changed since main: 1 domain removed'],
    );
    git(folder(), 'branch', '-q', 'other');
    await withSetting('sfDeliverability.review.base', 'other', async () => {
      await untilEqual(() => lenses(project.uri(RECORD)), []);
    });
    git(folder(), 'checkout', '-q', '-f', 'main');
    git(folder(), 'branch', '-q', '-D', 'work', 'other');
  });
});
