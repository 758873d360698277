import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, actionsOn, apply, applyPreferredAt, someActionsAt, titled, titles } from './actions.ts';
import { readText } from './disk.ts';
import {
  diagnosticOf,
  element,
  MANIFEST,
  problemsIn,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SCRATCH,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  withSetting,
  type TestProject,
} from './support.ts';

/** The fixes, then what is offered for every finding in a settings file. */
const menu = (rule: string, fixes: readonly string[], fixesAll = false): string[] => [
  ...fixes,
  `Disable ${rule} for this line`,
  `Disable ${rule} for this file`,
  `Turn ${rule} off for the project`,
  `Show documentation for ${rule}`,
  ...(fixesAll ? [`Fix all ${rule} in this file`] : []),
];

/** A file that is being made may be there before what is in it. */
const onDisk = (uri: vscode.Uri): string => readText(uri) ?? '';

describe('code actions', () => {
  let project: TestProject | undefined;

  /** A project for one test, with its settings file in the editor. */
  async function open(files: Readonly<Record<string, string>>, shown = SETTINGS) {
    project = await testProject('actions', files);
    const [settings, record] = [project.uri(SETTINGS), project.uri(RECORD)];
    const editor = await show(project.uri(shown));
    return { project, settings, record, text: () => editor.document.getText(), editor };
  }

  afterEach(async () => {
    await project?.remove();
    project = undefined;
  });

  describe('on a finding in the settings file', () => {
    const FILES = {
      [SETTINGS]: settingsXml(restrict(false), element('enableHtmlEmail', 'True')),
      [RECORD]: recordJson('Required', 'example.com'),
    };

    it('are the fix, ways to switch it off, its page: in that order and of the kind quickfix', async () => {
      const { settings } = await open(FILES);
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted', 'boolean-value']);
      const actions = await actionsOn(settings, 'domains-not-restricted');
      assert.deepEqual(titles(actions), menu('domains-not-restricted', ['Set enableRestrictTlsToDomains to true']));
      assert.deepEqual([...new Set(actions.map(({ kind }) => kind?.value))], ['quickfix']);
      assert.deepEqual(
        actions.map(({ isPreferred }) => isPreferred === true),
        [true, false, false, false, false],
      );
    });

    it('end with fixing all of the rule, where that is safe', async () => {
      const { settings } = await open(FILES);
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted', 'boolean-value']);
      assert.deepEqual(
        titles(await actionsOn(settings, 'boolean-value')),
        menu('boolean-value', ['Change to true'], true),
      );
    });

    it('repair the text exactly there', async () => {
      const { settings, record, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      await apply(
        titled(await actionsOn(settings, 'domains-not-restricted'), 'Set enableRestrictTlsToDomains to true'),
      );
      assert.equal(text(), settingsXml(restrict(true), element('enableHtmlEmail', 'True')));
      await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], ['boolean-value']);
    });

    it('are offered in the other file of a shared fault, and repair the first', async () => {
      const { settings, record } = await open(FILES, RECORD);
      await untilEqual(() => rulesIn(record), ['domains-not-restricted']);
      const actions = await actionsOn(record, 'domains-not-restricted');
      assert.deepEqual(titles(actions), [
        'Set enableRestrictTlsToDomains to true',
        'Turn domains-not-restricted off for the project',
        'Show documentation for domains-not-restricted',
      ]);
      await apply(titled(actions, 'Set enableRestrictTlsToDomains to true'));
      const repaired = await vscode.workspace.openTextDocument(settings);
      assert.equal(repaired.getText(), settingsXml(restrict(true), element('enableHtmlEmail', 'True')));
      await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], ['boolean-value']);
    });

    it('silence it on its line', async () => {
      const { settings, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      await apply(titled(await actionsOn(settings, 'boolean-value'), 'Disable boolean-value for this line'));
      assert.equal(
        text(),
        settingsXml(
          restrict(false),
          '<!-- sf-deliverability-disable-next-line boolean-value -->',
          element('enableHtmlEmail', 'True'),
        ),
      );
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
    });

    it('silence it in its file', async () => {
      const { settings, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      await apply(titled(await actionsOn(settings, 'boolean-value'), 'Disable boolean-value for this file'));
      assert.equal(
        text(),
        FILES[SETTINGS].replace(
          '<EmailAdministrationSettings ',
          '<!-- sf-deliverability-disable boolean-value -->\n<EmailAdministrationSettings ',
        ),
      );
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
    });

    it('silence it in the project, by the record', async () => {
      const { settings, record } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      await apply(titled(await actionsOn(settings, 'boolean-value'), 'Turn boolean-value off for the project'));
      const written = JSON.parse((await vscode.workspace.openTextDocument(record)).getText()) as unknown;
      assert.deepEqual(written, {
        tlsSetting: 'Required',
        restrictTlsToDomains: ['example.com'],
        rules: { 'boolean-value': 'off' },
      });
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
    });

    it('lead to its page', async () => {
      const { settings } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      const { command } = titled(await actionsOn(settings, 'boolean-value'), 'Show documentation for boolean-value');
      assert.deepEqual([command?.command, command?.arguments], ['sfDeliverability.openRuleDocs', ['boolean-value']]);
    });

    it('are not offered beside it', async () => {
      const { settings } = await open(FILES);
      await untilEqual(() => rulesIn(settings).length, 2);
      assert.deepEqual(titles(await actionsAt(settings, new vscode.Range(1, 0, 1, 0))), []);
    });
  });

  describe('with values that only a person knows', () => {
    it('begin with being asked for the domains', async () => {
      const { settings } = await open({ [SETTINGS]: settingsXml(restrict(false)), [RECORD]: recordJson('Required') });
      await untilEqual(() => problemsIn(settings), ['3 Error tls-required-unrestricted "false"']);
      const actions = await actionsOn(settings, 'tls-required-unrestricted');
      assert.equal(actions[0]?.title, 'Restrict TLS to listed domains…');
      assert.equal(actions[0].isPreferred, true);
      assert.equal(actions[0].command?.command, 'sfDeliverability.createRecord');
      assert.deepEqual(actions[0].command.arguments?.map(String), [settings.toString()]);
      // The finding stands in the record, and is only shown here: a comment here would not silence it.
      assert.deepEqual(titles(actions), [
        'Restrict TLS to listed domains…',
        'Change to Preferred here (and in Setup)',
        'Turn tls-required-unrestricted off for the project',
        'Show documentation for tls-required-unrestricted',
      ]);
    });

    it('begin with being asked for the record', async () => {
      const { settings } = await open({ [SETTINGS]: settingsXml(restrict(true)) });
      await untilEqual(() => problemsIn(settings), ['3 Hint tls-setting-unrecorded "true"']);
      assert.deepEqual(
        titles(await actionsOn(settings, 'tls-setting-unrecorded')),
        menu('tls-setting-unrecorded', [
          'Enter the TLS setting and domain list…',
          `Write example values to ${RECORD}, to be replaced by those of Setup`,
        ]),
      );
    });
  });

  describe('in two files at once', () => {
    const WRONG = settingsXml(
      restrict(true),
      element('tlsSetting', 'Required'),
      element('restrictTlsToDomains', 'example.com, example.org'),
    );
    const TITLE = `Move the TLS values to ${RECORD}`;

    it('move values into a new record', async () => {
      const { settings, record, text } = await open({ [SETTINGS]: WRONG });
      await untilEqual(() => rulesIn(settings), ['tls-setting-in-metadata', 'tls-setting-in-metadata']);
      const [range] = vscode.languages.getDiagnostics(settings).map((one) => one.range);
      assert.ok(range);
      assert.equal(readText(record), undefined);
      assert.equal((await someActionsAt(settings, range))[0]?.title, TITLE);
      await applyPreferredAt(settings, range);
      await untilEqual(text, settingsXml(restrict(true)));
      await untilEqual(
        () => onDisk(record),
        '{\n  "tlsSetting": "Required",\n  "restrictTlsToDomains": ["example.com", "example.org"]\n}\n',
      );
      await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], []);
    });

    it('move values into the record that is there', async () => {
      const { settings, record, text } = await open({
        [SETTINGS]: WRONG,
        [RECORD]: '{\n  "accessLevel": "AllEmail"\n}\n',
      });
      await untilEqual(() => rulesIn(settings), ['tls-setting-in-metadata', 'tls-setting-in-metadata']);
      const [range] = vscode.languages.getDiagnostics(settings).map((one) => one.range);
      assert.ok(range);
      await apply(titled(await someActionsAt(settings, range), TITLE));
      assert.equal(text(), settingsXml(restrict(true)));
      assert.deepEqual(JSON.parse((await vscode.workspace.openTextDocument(record)).getText()), {
        accessLevel: 'AllEmail',
        tlsSetting: 'Required',
        restrictTlsToDomains: ['example.com', 'example.org'],
      });
      await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], []);
    });
  });

  describe('that fix all', () => {
    const FILES = {
      [SETTINGS]: settingsXml(
        element('enableHtmlEmail', 'True'),
        element('enableResendBouncedEmails', ' no '),
        restrict(false),
        element('enableSetMatchingEmailsOnBounce', false),
      ),
      [RECORD]: recordJson('Required', 'example.com'),
      [SCRATCH]: '{ "settings": { "emailAdministrationSettings": { "enableHtmlEmail": "true" } } }\n',
    };
    const RULES_BEFORE = ['boolean-value', 'boolean-value', 'domains-not-restricted', 'element-removed'];
    /** What a fix decides about mail stays: `domains-not-restricted`. */
    const FIXED = settingsXml(
      element('enableHtmlEmail', true),
      element('enableResendBouncedEmails', false),
      restrict(false),
    );
    const KIND = 'source.fixAll.sfDeliverability';

    it('take the safe ones of the file only', async () => {
      const { settings, project, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings), RULES_BEFORE);
      const all = await someActionsAt(settings, new vscode.Range(0, 0, 0, 0), KIND);
      assert.deepEqual(
        all.map(({ title, kind }) => [title, kind?.value]),
        [['Fix all problems whose fix cannot affect mail', KIND]],
      );
      await apply(titled(all, 'Fix all problems whose fix cannot affect mail'));
      assert.equal(text(), FIXED);
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
      assert.deepEqual(rulesIn(project.uri(SCRATCH)), ['boolean-value']);
    });

    it('are part of "Fix All" and of source actions', async () => {
      const { settings } = await open(FILES);
      await untilEqual(() => rulesIn(settings), RULES_BEFORE);
      for (const kind of ['source', 'source.fixAll'])
        assert.deepEqual(
          (await someActionsAt(settings, new vscode.Range(0, 0, 0, 0), kind)).map((one) => one.kind?.value),
          [KIND],
          kind,
        );
      assert.deepEqual(await actionsAt(settings, new vscode.Range(0, 0, 0, 0), 'source.organizeImports'), []);
    });

    it('run by their command', async () => {
      const { settings, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings), RULES_BEFORE);
      await vscode.commands.executeCommand('editor.action.codeAction', { kind: KIND, apply: 'first' });
      await untilEqual(text, FIXED);
    });

    it('run on saving, where a person wants that', async () => {
      const { settings, text, editor } = await open(FILES);
      await untilEqual(() => rulesIn(settings), RULES_BEFORE);
      await withSetting('editor.codeActionsOnSave', { [KIND]: 'explicit' }, async () => {
        assert.ok(
          await editor.edit((edit) => {
            edit.insert(new vscode.Position(1, 0), '\n');
          }),
        );
        await editor.document.save();
        assert.equal(text(), FIXED.replace('?>\n', '?>\n\n'));
        assert.equal(readText(settings), text());
      });
    });

    it('are not there where nothing is to be fixed', async () => {
      const { settings } = await open({ [SETTINGS]: FIXED, [RECORD]: FILES[RECORD] });
      await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
      assert.deepEqual(await actionsAt(settings, new vscode.Range(0, 0, 0, 0), KIND), []);
    });

    it('of one rule leave the others', async () => {
      const { settings, text } = await open(FILES);
      await untilEqual(() => rulesIn(settings), RULES_BEFORE);
      const value = new vscode.Range(2, 21, 2, 25);
      await apply(titled(await someActionsAt(settings, value), 'Fix all boolean-value in this file'));
      assert.equal(
        text(),
        settingsXml(
          element('enableHtmlEmail', true),
          element('enableResendBouncedEmails', false),
          restrict(false),
          element('enableSetMatchingEmailsOnBounce', false),
        ),
      );
    });
  });

  it('are offered while the project is being checked again', async () => {
    const { settings } = await open({ [SETTINGS]: settingsXml(element('enableHtmlEmail', 'True')) });
    await untilEqual(() => rulesIn(settings), ['boolean-value']);
    const { range } = diagnosticOf(settings, 'boolean-value');
    await actionsOn(settings, 'boolean-value');
    const checked = vscode.commands.executeCommand('sfDeliverability.checkProject');
    for (let round = 0; round < 5; round++)
      assert.deepEqual(titles(await actionsAt(settings, range)), menu('boolean-value', ['Change to true'], true));
    await checked;
  });

  it('are not offered in a JSON file that is none of ours', async () => {
    const { project } = await open(
      { [SETTINGS]: settingsXml(restrict(false)), [RECORD]: recordJson('Required') },
      MANIFEST,
    );
    assert.deepEqual(titles(await actionsAt(project.uri(MANIFEST), new vscode.Range(0, 0, 0, 5))), []);
  });
});
