/** Bounces and Email Logs in the real VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readText } from './disk.ts';
import { clickElement, inWebview, itWithDriver, press, type, waitForText } from './driver.ts';
import { hoversAt } from './hovers.ts';
import {
  api,
  closeAll,
  RECORD,
  recordJson,
  rangeOf,
  show,
  testProject,
  untilEqual,
  type TestProject,
} from './support.ts';
import { until } from './until.ts';

const BOUNCED = 'bounced.csv';
const ROW = 'Jane,jane@globex.example,"451 4.7.5 [internal] TLS negotiation failed"';
const NOTIFICATION = `Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n`;

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`sfDeliverability.${command}`, ...args);

const activeLabel = (): string => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';

/** What the Markdown preview shows. */
const untilPreview = (pattern: RegExp): Promise<string> =>
  until(`${String(pattern)} in the preview`, async () => {
    const shown = String(await inWebview('.vscode-body', 'document.body.innerText'));
    return pattern.test(shown) ? shown : undefined;
  });

describe('bounces', () => {
  let project: TestProject;

  before(async () => {
    await (await api()).ready();
    project = await testProject('bounces', {
      [RECORD]: recordJson('Required', 'globex.example'),
      [BOUNCED]: `Name,Email,EmailBouncedReason\n${ROW}\n`,
      'build.log': 'added typescript 5.4.3 in 2s\n',
    });
  });

  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(() => project.remove());

  describe('hovers', () => {
    it('say what a text means, whether TLS is the cause and who must act', async () => {
      const { document } = await show(project.uri(BOUNCED));
      const hovers = await hoversAt(document.uri, rangeOf(document, 'negotiation').start);
      assert.equal(hovers.length, 1);
      const hover = hovers[0] ?? new vscode.MarkdownString();
      assert.match(hover.value, /^\*\*&#91;internal&#93; TLS negotiation failed\*\* Handshake did not finish/);
      assert.match(hover.value, /TLS is the cause\./);
      assert.match(hover.value, /Who must act: /);
      assert.match(hover.value, /Source: /);
      assert.deepEqual(hover.isTrusted, { enabledCommands: ['sfDeliverability.explainBounce'] });
      const link = /command:sfDeliverability\.explainBounce\?([^)]*)\)/.exec(hover.value)?.[1] ?? '';
      assert.deepEqual(JSON.parse(decodeURIComponent(link)), [ROW]);
    });

    it('are silent where numbers are just numbers', async () => {
      const { document } = await show(project.uri('build.log'));
      assert.deepEqual(await hoversAt(document.uri, rangeOf(document, '5.4.3').start), []);
    });
  });

  describe('are explained', () => {
    itWithDriver('from the selection, in the preview', async () => {
      const editor = await show(project.uri(BOUNCED));
      const { start, end } = rangeOf(editor.document, '451 4.7.5 [internal] TLS negotiation failed');
      editor.selection = new vscode.Selection(start, end);
      await untilEqual(() => vscode.window.activeTextEditor?.selection.isEmpty, false);
      await run('explainBounce');
      await untilPreview(/TLS is the cause: this text is about TLS and nothing else\./);
      await untilEqual(activeLabel, 'Preview Bounce.md');
    });

    itWithDriver('from the box, which is filled with the line at the cursor', async () => {
      await show(project.uri(BOUNCED), new vscode.Position(1, 3));
      const done = run('explainBounce');
      await waitForText('Explain a bounce');
      await until('the line', async () => ((await inputValue()) === ROW ? true : undefined));
      await press('Control+a');
      await type('550 5.1.1');
      await press('Enter');
      await done;
      await untilPreview(/TLS is not the cause/);
    });

    itWithDriver('from the clipboard, when its button is pressed and not before', async () => {
      await vscode.env.clipboard.writeText(NOTIFICATION);
      await show(project.uri('build.log'));
      const done = run('explainBounce');
      await waitForText('Explain a bounce');
      assert.equal(await inputValue(), '');
      await clickElement('.quick-input-titlebar .codicon-clippy');
      await done;
      await untilPreview(/Notification: /);
    });

    it('without leaving anything of them in an address', async () => {
      await run('explainBounce', ROW);
      await until('the page', () => (activeLabel() === 'Preview Bounce.md' ? true : undefined));
      const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'sf-deliverability-bounce');
      assert.ok(open.length > 0);
      for (const { uri } of open)
        assert.match(uri.toString(), /^sf-deliverability-bounce:\/[0-9a-f-]{36}\/Bounce\.md$/);
    });
  });

  describe('the queries', () => {
    const file = (name: string): vscode.Uri => project.uri(`scripts/soql/${name}`);

    it('are written once, and what somebody changed is left', async () => {
      await project.write('scripts/soql/bounced-leads.soql', 'SELECT Id FROM Lead\n');
      await run('writeBounceQueries', project.uri(RECORD));
      assert.match(readText(file('bounced-contacts.soql')) ?? '', /^SELECT Id, Name, Email, EmailBouncedDate/);
      assert.match(readText(file('README.md')) ?? '', /for API 66\.0/);
      // Needs API 67.
      assert.equal(readText(file('bounced-recipients.soql')), undefined);
      assert.equal(readText(file('bounced-leads.soql')), 'SELECT Id FROM Lead\n');
    });
  });
});

/** What stands in the input box of VS Code. */
const inputValue = async (): Promise<unknown> =>
  inWebview('.quick-input-widget', `document.querySelector('.quick-input-box input')?.value`);
