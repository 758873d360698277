import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  element,
  RECORD,
  rangeOf,
  recordJson,
  restrict,
  SETTINGS,
  setText,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
} from './support.ts';

const isMarkdown = (one: vscode.Hover['contents'][number]): one is vscode.MarkdownString =>
  one instanceof vscode.MarkdownString;

describe('hovers', () => {
  const project = useProject(() =>
    testProject('hovers', {
      [SETTINGS]: settingsXml(element('enableEmailSenderIdCompliance', false), restrict(true)),
      [RECORD]: recordJson('Required', '*.acme.example', 'globex.example'),
    }),
  );

  /** Every hover at the middle of a text, as Markdown. */
  async function hoverOn(
    file: string,
    text: string,
  ): Promise<{ markdown: string[]; shown: string[]; all: vscode.Hover[] }> {
    const document = await vscode.workspace.openTextDocument(project.uri(file));
    const { start } = rangeOf(document, text);
    const all = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      start.translate(0, Math.floor(text.length / 2)),
    );
    const markdown = all.flatMap(({ contents }) => contents.filter(isMarkdown).map(({ value }) => value));
    return { markdown, shown: all.flatMap(({ range }) => (range ? [document.getText(range)] : [])), all };
  }

  it('explain an element, its value included', async () => {
    const expected = [
      [
        '**enableEmailSenderIdCompliance**',
        'Adds a Sender header so that mail passes Sender ID checks.',
        '**Mail:** With an email relay, Salesforce recommends turning it off.  \n**Default:** `false`  \n**Requires:** `enableEmailSpfCompliance` is `true`.  \n**API:** since 47.0',
      ].join('\n\n'),
    ];
    const { markdown, shown } = await hoverOn(SETTINGS, '<enableEmailSenderIdCompliance>');
    assert.deepEqual(markdown, expected);
    assert.deepEqual(shown, ['enableEmailSenderIdCompliance>false']);
    assert.deepEqual((await hoverOn(SETTINGS, '>false<')).markdown, expected);
  });

  it('lead from the check box to the record', async () => {
    const { markdown, all } = await hoverOn(SETTINGS, '<enableRestrictTlsToDomains>');
    const [text = ''] = markdown;
    const argument = encodeURIComponent(JSON.stringify([project.uri(SETTINGS).toString()]));
    assert.equal(markdown.length, 1);
    assert.deepEqual(text.split('\n\n').slice(-2), [
      `From ${RECORD}: TLS setting **Required**, domains listed: **2**.`,
      `[Open the deliverability file](command:sfDeliverability.createRecord?${argument})`,
    ]);
    const [content] = all[0]?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString);
    assert.deepEqual(content.isTrusted, { enabledCommands: ['sfDeliverability.createRecord'] });
  });

  it('say that nothing is recorded, and lead to recording it', async () => {
    const other = await testProject('hovers-without-record', { [SETTINGS]: settingsXml(restrict(true)) });
    try {
      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        other.uri(SETTINGS),
        new vscode.Position(2, 10),
      );
      const [content] = hover?.contents ?? [];
      assert.ok(content instanceof vscode.MarkdownString);
      const argument = encodeURIComponent(JSON.stringify([other.uri(SETTINGS).toString()]));
      assert.deepEqual(content.value.split('\n\n').slice(-2), [
        'The TLS setting and the domain list exist only in Setup > Deliverability; this project has no deliverability file.',
        `[Enter them to have them checked](command:sfDeliverability.createRecord?${argument})`,
      ]);
    } finally {
      await other.remove();
    }
  });

  const TABLES: Readonly<Record<string, readonly [none: string, unverified: string, verified: string]>> = {
    Preferred: ['sent unencrypted', 'sent with TLS', 'sent with TLS'],
    Required: ['**bounces**', 'sent with TLS', 'sent with TLS'],
    PreferredVerify: ['sent unencrypted', '**bounces** or sent unencrypted', 'sent with TLS'],
    RequiredVerify: ['**bounces**', '**bounces**', 'sent with TLS'],
  };

  for (const [setting, [none, unverified, verified]] of Object.entries(TABLES))
    it(`say what ${setting} does`, async () => {
      const editor = await show(project.uri(RECORD));
      await setText(editor, recordJson(setting, 'example.com'));
      const { markdown, shown } = await hoverOn(RECORD, `"${setting}"`);
      const table = [
        `**TLS setting ${setting.replace('Verify', ' Verify')}**`,
        '',
        "| The recipient's server | Mail |",
        '|---|---|',
        `| has no usable TLS (1.2 or newer) | ${none} |`,
        `| has TLS, but its certificate is not valid | ${unverified} |`,
        `| has TLS, and its certificate is valid | ${verified} |`,
      ].join('\n');
      const readings =
        "\n\nSalesforce's documents disagree on a certificate that is not valid: Help says that mail is sent unencrypted, the EmailRelay reference says that the session ends and the mail is not delivered.";
      assert.ok(
        markdown.includes(setting === 'PreferredVerify' ? `${table}${readings}` : table),
        markdown.join('\n---\n'),
      );
      assert.ok(shown.includes(`"${setting}"`), shown.join());
    });

  it('say what a pattern covers', async () => {
    const { markdown, shown } = await hoverOn(RECORD, '"*.acme.example"');
    assert.ok(
      markdown.includes(
        'Covers mail to subdomains such as `name@mail.acme.example`. Does **not** cover `name@acme.example`: list it too.\n\nNot documented: whether it covers more levels, such as `name@a.b.acme.example`.\n\nMail to domains that are not on the list is sent with Preferred.',
      ),
      markdown.join('\n---\n'),
    );
    assert.ok(shown.includes('"*.acme.example"'), shown.join());
  });

  it('say what a domain covers', async () => {
    const { markdown } = await hoverOn(RECORD, '"globex.example"');
    assert.ok(
      markdown.includes(
        'Covers mail to `name@globex.example`. Does not cover its subdomains: `*.globex.example` covers those directly below it.\n\nMail to domains that are not on the list is sent with Preferred.',
      ),
      markdown.join('\n---\n'),
    );
  });

  it('follow text that is not saved', async () => {
    const editor = await show(project.uri(SETTINGS));
    await setText(editor, `\n\n${settingsXml(element('enableHtmlEmail', true)).replace(/^.*\n/, '')}`);
    assert.match((await hoverOn(SETTINGS, '<enableHtmlEmail>')).markdown.join(), /^\*\*enableHtmlEmail\*\*/);
  });

  it('say nothing about the rest', async () => {
    assert.deepEqual((await hoverOn(SETTINGS, '<?xml')).markdown, []);
    assert.deepEqual((await hoverOn(SETTINGS, '<EmailAdministrationSettings')).markdown, []);
    await untilEqual(async () => (await hoverOn('sfdx-project.json', '66.0')).markdown.join().includes('**TLS'), false);
  });
});
