import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { itWithDriver, press, type, waitForText } from './driver.ts';
import {
  element,
  rangeOf,
  restrict,
  SETTINGS,
  setText,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
} from './support.ts';

describe('completion', () => {
  const project = useProject(() =>
    testProject('completion', {
      [SETTINGS]: settingsXml(restrict(true)),
    }),
  );

  interface Offer {
    readonly label: string;
    readonly inserts: string;
    /** What it takes the place of. */
    readonly replaces: string;
  }

  /** What is offered where `|` stands. */
  async function offers(textWithCursor: string): Promise<{ offers: Offer[]; items: vscode.CompletionItem[] }> {
    const editor = await show(project.uri(SETTINGS));
    const { document } = editor;
    await setText(editor, textWithCursor.replace('|', ''));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(textWithCursor.indexOf('|')),
    );
    const found = list.items.map((item): Offer => {
      const range = item.range instanceof vscode.Range ? item.range : item.range?.replacing;
      return {
        label: typeof item.label === 'string' ? item.label : item.label.label,
        inserts: typeof item.insertText === 'string' ? item.insertText : (item.insertText?.value ?? ''),
        replaces: range ? document.getText(range) : '',
      };
    });
    return { offers: found, items: list.items };
  }

  it('offers elements after <, without those that are there, gone or deprecated', async () => {
    const all = await offers(settingsXml(restrict(true), '<|'));
    const labels = all.offers.map(({ label }) => label);
    const wanted = all.offers.find(({ label }) => label === 'enableHtmlEmail');
    assert.deepEqual(wanted, {
      label: 'enableHtmlEmail',
      inserts: '<enableHtmlEmail>${1|true,false|}</enableHtmlEmail>',
      replaces: '<',
    });
    for (const absent of ['enableRestrictTlsToDomains', 'enableSetMatchingEmailsOnBounce', 'tlsSetting'])
      assert.ok(!labels.includes(absent), `${absent} is offered`);
    assert.equal(new Set(labels).size, labels.length);
    const [item] = all.items.filter(({ label }) => label === 'enableHtmlEmail');
    assert.ok(item?.documentation instanceof vscode.MarkdownString);
    assert.match(item.documentation.value, /^\*\*enableHtmlEmail\*\*\n\n/);
  });

  it('offers elements for the beginning of a name', async () => {
    const { offers: found } = await offers(settingsXml('<enableRestrict|'));
    assert.deepEqual(
      found.filter(({ label }) => label === 'enableRestrictTlsToDomains'),
      [
        {
          label: 'enableRestrictTlsToDomains',
          inserts: '<enableRestrictTlsToDomains>${1|true,false|}</enableRestrictTlsToDomains>',
          replaces: '<enableRestrict',
        },
      ],
    );
  });

  it('offers true and false between the tags, and nothing else', async () => {
    const { offers: found } = await offers(settingsXml(element('enableHtmlEmail', '|')));
    // In VS Code's order, which is that of the alphabet.
    assert.deepEqual(found, [
      { label: 'false', inserts: 'false', replaces: '' },
      { label: 'true', inserts: 'true', replaces: '' },
    ]);
  });

  it('replaces the value that is there', async () => {
    const { offers: found } = await offers(settingsXml(element('enableHtmlEmail', 'fa|lse')));
    assert.deepEqual(
      found.map(({ replaces }) => replaces),
      ['false', 'false'],
    );
  });

  it('offers the closing tag that fits', async () => {
    const { offers: found } = await offers(settingsXml('<enableHtmlEmail>true</|'));
    assert.deepEqual(found, [{ label: 'enableHtmlEmail', inserts: 'enableHtmlEmail>', replaces: '' }]);
  });

  it('offers the root in an empty file', async () => {
    const { offers: found } = await offers('<?xml version="1.0" encoding="UTF-8"?>\n<|');
    assert.deepEqual(
      found.map(({ label }) => label),
      ['EmailAdministrationSettings'],
    );
  });

  itWithDriver('writes a whole element from a few keys', async () => {
    const document = await vscode.workspace.openTextDocument(project.uri(SETTINGS));
    const editor = await show(document.uri, rangeOf(document, restrict(true)).end);
    await press('Enter');
    await type('<enableResendB');
    await waitForText('enableResendBouncedEmails');
    await press('Enter');
    await untilEqual(
      () => editor.document.getText(),
      settingsXml(restrict(true), element('enableResendBouncedEmails', true)),
    );
    // The value is a choice: `true` stands there, and typing replaces it.
    assert.equal(editor.document.getText(editor.selection), 'true');
  });
});
