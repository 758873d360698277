/** The report panel in the real VS Code, on results from the lab. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Lab } from '../../../src/lab/lab.ts';
import { axeInWebview, itWithDriver, press, resize, type, waitForText } from './driver.ts';
import { clearResults, useLab } from './network.ts';
import { button, clickOn, count, inPage, isThere, OVERFLOW, REPORT, textOf, untilPage } from './reportPage.ts';
import { listProject, problemsIn, RECORD, recordJson, run, show, untilEqual, useProject } from './support.ts';
import { theme } from './theme.ts';
import { until } from './until.ts';

/** axe takes its time on a busy machine. */
const SLOW_MS = 60_000;

const DOMAINS = ['good.test', 'no-starttls.test', 'equal-differ.test', '*.self-signed.test'];

const openText = (uri: vscode.Uri): string | undefined =>
  vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())?.getText();

describe('the report panel', () => {
  let lab: Lab;
  const project = useProject(() => listProject('report', 'Required', ...DOMAINS));
  const record = (): vscode.Uri => project.uri(RECORD);

  before(async () => {
    lab = await useLab({ delays: { banner: 60_000 } });
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  after(() => lab.close());

  const open = async (): Promise<void> => {
    await run('showPreflightReport', record().toString());
    await untilPage('the content', isThere('[role=status]'));
  };
  /** Open, with a result for each of the four domains. */
  const openChecked = async (): Promise<void> => {
    await open();
    if ((await count('.pf-domain')) !== 4) await clickOn(button('check-all'));
    await untilPage('the results', `document.querySelectorAll('.pf-domain').length === 4`);
    await untilPage('the end of the run', isThere(button('check-all')));
  };
  const listed = (): string[] =>
    (JSON.parse(openText(record()) ?? '{}') as { restrictTlsToDomains?: string[] }).restrictTlsToDomains ?? [];
  const setRecord = async (text: string): Promise<void> => {
    const { lineCount } = await vscode.workspace.openTextDocument(record());
    const edit = new vscode.WorkspaceEdit();
    edit.replace(record(), new vscode.Range(0, 0, lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const bounces = (): string[] => problemsIn(record()).filter((one) => one.includes('preflight-bounces'));

  describe('before there is a result', () => {
    beforeEach(clearResults);

    itWithDriver('says what to do, and asks nobody', async () => {
      const before = lab.dnsQueries().length;
      await open();
      assert.match(await textOf('.pf-lead'), /^There is no result yet for 4 domains\./);
      assert.equal(await textOf(button('check-all')), 'Check 4 domains');
      assert.match(await textOf('main'), /No message is sent\./);
      assert.equal(await count(button('check')), 4);
      assert.equal(lab.dnsQueries().length, before);
      assert.deepEqual(await axeInWebview(REPORT), []);
    });

    itWithDriver('checks all, tells so, and can be stopped', async () => {
      await setRecord(recordJson('Required', 'late-banner.test', 'good.test'));
      await open();
      await clickOn(button('check-all'));
      await untilPage('the first result', `/1 of 2 done/.test(document.querySelector('.pf-now').textContent)`);
      assert.equal(await textOf('[role=status]'), 'Checking 2 domains.');
      assert.equal(await textOf(button('check', 'good.test')), '');
      await clickOn(button('cancel'));
      await untilPage('the end', isThere(button('check-all')));
      assert.equal(await textOf('[role=status]'), 'Cancelled: the results so far are shown.');
      assert.deepEqual([await count('.pf-domain'), await textOf('.pf-domain h3')], [1, 'good.test']);
      await untilEqual(() => lab.sessions().filter(({ endedBy }) => endedBy === 'open').length, 0);
    });
  });

  describe('says the same to everybody:', () => {
    for (const [name, kind] of [
      ['Light Modern', vscode.ColorThemeKind.Light],
      ['Default High Contrast', vscode.ColorThemeKind.HighContrast],
      ['Default High Contrast Light', vscode.ColorThemeKind.HighContrastLight],
      ['Dark Modern', vscode.ColorThemeKind.Dark],
    ] as const)
      itWithDriver(
        `axe finds no fault in ${name}`,
        async () => {
          await openChecked();
          await theme(name, kind);
          await untilPage('the theme', `document.body.dataset.vscodeThemeId === ${JSON.stringify(name)}`);
          await inPage(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
          assert.deepEqual(await axeInWebview(REPORT), []);
        },
        SLOW_MS,
      );

    itWithDriver('and axe would find one', async () => {
      await openChecked();
      await inPage(`document.querySelector('h1').style.opacity = '0.3'`);
      assert.match(String(await axeInWebview(REPORT)), /color-contrast/);
    });

    itWithDriver('a panel of 400 px does not scroll sideways', async () => {
      await openChecked();
      try {
        await resize(470, 800);
        await untilPage('the narrow page', 'innerWidth <= 420');
        await inPage(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
        assert.equal(await inPage(OVERFLOW), 0);
        assert.deepEqual(await axeInWebview(REPORT), []);
      } finally {
        await resize(1280, 800);
      }
    });
  });

  describe('one domain', () => {
    itWithDriver('is checked again by itself, and the page stays where it is', async () => {
      await openChecked();
      await inPage(`document.querySelectorAll('details')[1].open = true`);
      await inPage(`document.querySelector('${button('check', 'equal-differ.test')}').focus()`);
      const unfolded = await inPage(`document.querySelector('details[open]').dataset.key`);
      const place = (): Promise<unknown> => inPage('Math.round(document.activeElement.getBoundingClientRect().top)');
      const before = { sessions: lab.sessions().length, place: await place() };
      await clickOn(button('check', 'equal-differ.test'));
      // On a quick machine the page says "Checking" for less time than it takes to ask it.
      await until('the run', () => (lab.sessions().length > before.sessions ? true : undefined));
      await untilPage('its end', `document.querySelector('.pf-now').textContent === ''`);
      assert.equal(await inPage(`document.querySelector('details[open]').dataset.key`), unfolded);
      // A quick run may end before the page has said that it began: then the button is still off for a moment.
      await untilEqual(() => inPage('document.activeElement.dataset.target'), 'equal-differ.test');
      await untilEqual(place, before.place);
    });

    itWithDriver('is removed from the list in the record, and that is taken back', async () => {
      await show(record());
      await openChecked();
      await untilEqual(() => bounces().length, 1);
      await inPage(`document.querySelector('${button('remove', 'no-starttls.test')}').focus()`);
      await clickOn(button('remove', 'no-starttls.test'));
      await untilEqual(listed, ['good.test', 'equal-differ.test', '*.self-signed.test']);
      await untilEqual(() => bounces().length, 0);
      await untilPage('its section to go', `document.querySelectorAll('.pf-domain').length === 3`);
      assert.equal(
        await textOf('[role=status]'),
        'no-starttls.test was removed from the domain list in report/config/email-deliverability.json.',
      );
      assert.equal(await inPage('document.activeElement.textContent'), 'Undo');
      await clickOn(button('undo'));
      await untilEqual(listed, DOMAINS);
      await untilEqual(() => bounces().length, 1);
      await untilPage('its section', `document.querySelectorAll('.pf-domain').length === 4`);
    });

    itWithDriver('is added to the list in the record', async () => {
      await show(record());
      await openChecked();
      assert.equal(await textOf(button('add', 'self-signed.test')), 'Add to the list: self-signed.test');
      await clickOn(button('add', 'self-signed.test'));
      await untilEqual(listed, [...DOMAINS, 'self-signed.test']);
      await untilPage('the other button', isThere(button('remove', 'self-signed.test')));
      // Undo in the editor takes it back too.
      await show(record());
      await vscode.commands.executeCommand('undo');
      await untilEqual(listed, DOMAINS);
    });

    itWithDriver('cannot be listed where the record cannot be read, and the page says why', async () => {
      await openChecked();
      const text = '{ "restrictTlsToDomains": ["good.test"], "tlsSetting": }';
      await setRecord(text);
      await untilPage('the reason', isThere('#why-list'));
      assert.match(await textOf('#why-list'), /email-deliverability\.json cannot be read \(.+\)\. Fix that first\.$/);
      assert.equal(
        await inPage(`document.querySelector('${button('remove', 'good.test')}').getAttribute('aria-describedby')`),
        'why-list',
      );
      await clickOn(button('remove', 'good.test'));
      assert.equal(openText(record()), text);
      assert.deepEqual(await axeInWebview(REPORT), []);
    });
  });

  describe('asked by name', () => {
    itWithDriver('shows a report of its own, from which the domain gets into the list', async () => {
      await show(record());
      const asked = run('preflightDomain');
      await waitForText('Preflight: domains to check');
      await press('Control+A');
      await type('exemplary.test');
      await press('Enter');
      await asked;
      await untilPage('the result', isThere(button('add', 'exemplary.test')));
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Preflight: exemplary.test');
      await clickOn(button('add', 'exemplary.test'));
      await untilEqual(listed, [...DOMAINS, 'exemplary.test']);
    });
  });

  describe('export', () => {
    const formats: [label: string, extension: string, check: (text: string) => void][] = [
      [
        'HTML',
        'html',
        (text) => {
          assert.match(text, /^<!doctype html>[^]*no-starttls\.test/);
        },
      ],
      [
        'JSON',
        'json',
        (text) => {
          assert.equal((JSON.parse(text) as { domains: unknown[] }).domains.length, 4);
        },
      ],
      [
        'CSV',
        'csv',
        (text) => {
          assert.match(text, /^domain,setting,[^]*no-starttls\.test,Required,bounce/);
        },
      ],
      [
        'Markdown',
        'md',
        (text) => {
          assert.match(text, /^\*\*Email preflight\.\*\*[^]*no-starttls/);
        },
      ],
    ];
    for (const [label, extension, check] of formats)
      itWithDriver(`writes ${label}`, async () => {
        await openChecked();
        const file = project.uri(`exported.${extension}`);
        check(await exported(label, file.fsPath));
      });
  });

  describe('the SMTP dialogue', () => {
    itWithDriver('opens as a document that cannot be changed, and says when it is gone', async () => {
      await openChecked();
      await clickOn(button('dialogue', 'no-starttls.test'));
      const editor = await until('the transcript', () =>
        vscode.window.activeTextEditor?.document.languageId === 'smtp-transcript'
          ? vscode.window.activeTextEditor
          : undefined,
      );
      const text = (): string => editor.document.getText();
      assert.match(
        text(),
        /^# SMTP session with mx\.no-starttls\.test \(192\.0\.2\.\d+\), preference 10\n# For no-starttls\.test, seen /,
      );
      assert.match(text(), /\n< 220 mx\.no-starttls\.test ESMTP lab\n> EHLO /);
      assert.match(text(), /\n# starttls {3}failed .* not offered: 502 5\.5\.1 Command not implemented\n/);
      await type('x');
      assert.doesNotMatch(text(), /x# SMTP/);
      assert.equal(editor.document.isDirty, false);
      await clearResults();
      await untilEqual(() => text().split(':')[0], '# This SMTP session is no longer available');
    });
  });

  describe('keyboard', () => {
    const focused = (): Promise<unknown> => inPage(`document.activeElement.textContent.trim()`);

    itWithDriver('reaches all in order, and the skip link moves it', async () => {
      await openChecked();
      await inPage('window.focus()');
      await press('Tab');
      assert.equal(await focused(), 'Skip to the results');
      const walked: unknown[] = [];
      for (let i = 0; i < 9; i++) {
        await press('Tab');
        walked.push(await focused());
      }
      assert.deepEqual(walked, [
        'Results by setting',
        'Domain by domain',
        'Not probed',
        'Check all again',
        'Export…',
        'Import result…',
        'no-starttls.test',
        'equal-differ.test',
        'good.test',
      ]);
      assert.equal(await inPage(`getComputedStyle(document.activeElement).outlineStyle`), 'solid');
      for (let i = 0; i < 9; i++) await press('Shift+Tab');
      await press('Enter');
      await untilPage('the results to have the keyboard', `document.activeElement.id === 'results'`);
      for (let i = 0; i < 5; i++) await press('Tab');
      assert.equal(await focused(), 'Check again: no-starttls.test');
      const before = lab.sessions().length;
      await press('Enter');
      await until('a session', () => (lab.sessions().length > before ? true : undefined));
      await untilPage('its end', `document.querySelector('.pf-now').textContent === ''`);
      assert.equal(await focused(), 'Check again: no-starttls.test');
      await press('Tab');
      await press('Tab');
      assert.match(String(await focused()), /^SMTP session with mx\.no-starttls\.test/);
      await press('Enter');
      await untilPage('the dialogue', isThere('details[open]'));
      await press('Tab');
      assert.match(String(await focused()), /^Open as a document: /);
    });
  });

  itWithDriver('is where it was when it comes back from behind another tab', async () => {
    await openChecked();
    await inPage(`document.querySelectorAll('details')[1].open = true`);
    await inPage(`scrollTo({ top: 400, behavior: 'instant' })`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const key = await inPage(`document.querySelector('details[open]').dataset.key`);
    await show(record());
    await vscode.commands.executeCommand('workbench.action.previousEditor');
    await untilPage('the content', isThere('details[open]'));
    assert.equal(await inPage(`document.querySelector('details[open]').dataset.key`), key);
    await untilEqual(() => inPage('Math.round(scrollY)'), 400);
  });
});

/** Picks the format, and gives the file's name where VS Code asks for it. */
/** The dialog fills in its suggestion when it likes, also into what is being typed: then it is opened again. */
async function exported(format: string, file: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await clickOn(button('export'));
    await saveAs(format, file);
    try {
      return await textWithin(file, 5000);
    } catch (error) {
      if (attempt === 5) throw error;
      await press('Escape');
    }
  }
}

async function textWithin(file: string, ms: number): Promise<string> {
  const deadline = Date.now() + ms;
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return text;
    if (Date.now() > deadline) throw new Error(`${file} was not written`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function saveAs(format: string, file: string): Promise<void> {
  await waitForText('one page to read, print and send');
  await type(format);
  await press('Enter');
  await waitForText(`Export report as ${format}`);
  await press('Control+A');
  await type(file);
  await press('Enter');
}
