/** Bounces and Email Logs in the real VS Code. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readText } from './disk.ts';
import { axeInWebview, clickElement, inWebview, itWithDriver, press, resize, type, waitForText } from './driver.ts';
import { hoversAt } from './hovers.ts';
import { button, clickOn, count, inPage, isThere, OVERFLOW, REPORT, textOf, untilPage } from './reportPage.ts';
import {
  api,
  change,
  clearAway,
  diagnosticsOf,
  folder,
  listProject,
  rangeOf,
  RECORD,
  recordJson,
  rulesIn as allRules,
  run,
  setText,
  show,
  testProject,
  untilEqual,
  useProject,
  type TestProject,
} from './support.ts';
import { until } from './until.ts';

const BOUNCED = 'bounced.csv';
const ROW = 'Jane,jane@globex.example,"451 4.7.5 [internal] TLS negotiation failed"';
const NOTIFICATION = `Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n`;

/** Findings of rules. */
const rulesIn = (uri: vscode.Uri): string[] => allRules(uri).filter((rule) => rule !== 'undefined');

const activeLabel = (): string => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';

/** What the Markdown preview shows. */
const untilPreview = (pattern: RegExp): Promise<string> =>
  until(`${String(pattern)} in the preview`, async () => {
    const shown = String(await inWebview('.vscode-body', 'document.body.innerText'));
    return pattern.test(shown) ? shown : undefined;
  });

describe('bounces', () => {
  const project = useProject(() =>
    testProject('bounces', {
      [RECORD]: recordJson('Required', 'globex.example'),
      [BOUNCED]: `Name,Email,EmailBouncedReason\n${ROW}\n`,
      'build.log': 'added typescript 5.4.3 in 2s\n',
    }),
  );

  describe('hovers', () => {
    it('say what a text means, whether TLS is the cause and who must act', async () => {
      const { document } = await show(project.uri(BOUNCED));
      const hovers = await hoversAt(document.uri, rangeOf(document, 'negotiation').start);
      assert.equal(hovers.length, 1);
      const hover = hovers[0] ?? new vscode.MarkdownString();
      assert.match(hover.value, /^\*\*&#91;internal&#93; TLS negotiation failed\*\* Handshake did not finish/);
      assert.match(hover.value, /TLS is the cause\./);
      assert.match(hover.value, /Who needs to act: /);
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
      await untilPreview(/TLS is the cause: this text is only about TLS\./);
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

describe('an Email Log', () => {
  let project: TestProject;
  const sample = vscode.Uri.joinPath(folder(), '../email-log.csv');
  const record = (): vscode.Uri => project.uri(RECORD);
  /** What the log says of the record: these findings are of no rule. */
  const marks = (): string[] =>
    diagnosticsOf(record())
      .filter(({ code }) => code === undefined)
      .map(
        ({ range, severity, message }) => `${range.start.line + 1} ${vscode.DiagnosticSeverity[severity]} ${message}`,
      );

  before(async () => {
    await (await api()).ready();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  beforeEach(async () => {
    project = await listProject('log', 'Required', 'acme.example', 'initech.example');
    // Of several projects, that of the active editor.
    await show(record());
  });

  afterEach(async () => {
    await run('clearEmailLog');
    await clearAway();
    await project.remove();
  });

  itWithDriver(
    'is shown as a report with its charts, in the colours of the theme and with no fault for axe',
    async () => {
      await resize(1280, 900);
      await run('analyzeEmailLog', sample);
      await untilPage('the content', isThere('#domains'));
      assert.match(
        await textOf('.pf-verdict'),
        /Under Required \(from your file\), 1 of 36 messages to listed domains would have bounced/,
      );
      // A bar for each domain that mail went to, and the share of TLS for each of the five days.
      assert.equal(await count('.pf-log .pf-bar svg'), 8);
      assert.equal(await inPage(`document.querySelector('.pf-columns').querySelectorAll('.pf-tls').length`), 5);
      const box = `(() => { const { width, height } = document.querySelector('.pf-columns').getBoundingClientRect(); return width > 300 && height > 50; })()`;
      assert.equal(await inPage(box), true);
      const fill = `getComputedStyle(document.querySelector('.pf-columns .pf-tls')).fill`;
      assert.match(String(await inPage(fill)), /^rgb\(/);
      assert.notEqual(await inPage(fill), await inPage(`getComputedStyle(document.body).backgroundColor`));
      assert.equal(
        await inPage(`getComputedStyle(document.querySelector('.pf')).color`),
        await inPage('getComputedStyle(document.querySelector("h1")).color'),
      );
      assert.ok(Number(await inPage(OVERFLOW)) <= 0);
      assert.doesNotMatch(String(await inPage('document.documentElement.innerHTML')), /jonas|lovell/i);
      assert.deepEqual(await axeInWebview(REPORT), []);
    },
    60_000,
  );

  itWithDriver('marks what is listed and was seen without TLS, as the record stands, until it is cleared', async () => {
    await run('analyzeEmailLog', sample);
    const text =
      'Mail to initech.example was seen without TLS: 1 of 5 deliveries unencrypted (Email Log, 2026-11-16 to 2026-11-20).';
    const ask = 'Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.';
    await untilEqual(marks, [`5 Warning ${text} Under Required, such mail bounces. ${ask}`]);
    const editor = await show(record());
    await change(editor, '"Required"', '"Preferred"');
    await untilEqual(marks, [`5 Information ${text} Under Required, such mail would bounce. ${ask}`]);
    await change(editor, '    "acme.example",\n    "initech.example"', '    "acme.example"');
    await untilEqual(marks, []);
    await setText(editor, recordJson('Required', 'initech.example'));
    await untilEqual(() => marks().length, 1);
    await run('clearEmailLog');
    await untilEqual(marks, []);
    await untilEqual(
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label === 'Email Log'),
      false,
    );
  });

  itWithDriver(
    'becomes the domain list: one change, which the report and the findings follow, and which can be undone',
    async () => {
      // A wildcard without its apex: what the log proposes makes that finding go.
      const editor = await show(record());
      const before = recordJson('Required', '*.acme.example');
      await setText(editor, before);
      await untilEqual(() => rulesIn(record()), ['wildcard-misses-apex']);
      await run('analyzeEmailLog', sample);
      await untilPage('the content', isThere('#domains'));
      assert.match(
        await textOf('.pf-verdict'),
        /none of 30 messages to listed domains would have bounced because TLS was missing\./,
      );
      await clickOn(button('list'));
      await waitForText('Create the domain list from the Email Log');
      await waitForText('31 messages');
      await waitForText('5 messages only');
      // All are chosen; the one with a single message is not wanted.
      await type('umbrella');
      await waitForText('1 message only');
      await press('ArrowDown');
      await press('Space');
      await press('Enter');
      await untilPage(
        'what was done',
        `document.querySelector('.pf-now').textContent.startsWith('2 domains added to the domain list in ')`,
      );
      assert.equal(
        editor.document.getText(),
        recordJson('Required', '*.acme.example', 'acme.example', 'hooli.example'),
      );
      await untilEqual(() => rulesIn(record()), []);
      await untilPage(
        'the report of the new list',
        `document.querySelector('.pf-verdict').textContent.includes('none of 66 messages')`,
      );
      await show(record());
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
      await untilEqual(() => rulesIn(record()), ['wildcard-misses-apex']);
    },
  );

  itWithDriver('that is none, or is not there, is refused by name, and nothing is lost', async () => {
    await run('analyzeEmailLog', sample);
    await untilEqual(() => marks().length, 1);
    for (const [uri, said] of [
      [project.uri('sfdx-project.json'), 'sfdx-project.json: not an Email Log'],
      [project.uri('no.csv'), 'no.csv cannot be read'],
      [project.folder, 'log is a folder'],
    ] as const) {
      await run('analyzeEmailLog', uri);
      await vscode.commands.executeCommand('notifications.showList');
      await waitForText(said);
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.equal(marks().length, 1);
    }
  });

  itWithDriver('is read from the editor’s and the explorer’s menus: several files at once', async () => {
    const part = project.uri('part.csv');
    await project.write('part.csv', readText(sample)?.split('\n').slice(0, 4).join('\n') ?? '');
    await run('analyzeEmailLog', part, [part, sample]);
    await untilPage(
      'both files',
      `document.querySelector('#about')?.closest('section').textContent.includes('of 2 files') === true`,
    );
  });
});

/** What stands in the input box of VS Code. */
const inputValue = async (): Promise<unknown> =>
  inWebview('.quick-input-widget', `document.querySelector('.quick-input-box input')?.value`);
