/** Files that appear, change and go without an editor: a pull, a retrieve, another program. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readBytes, remove, rename, writeFile } from './disk.ts';
import {
  checkAgain,
  closeAll,
  diagnosticsOf,
  element,
  folder,
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
  untilEqual,
  withSetting,
} from './support.ts';

const ALL = [SETTINGS, RECORD, SCRATCH, MANIFEST, '.forceignore'];

/**
 * In the sample's own folders, which are older than the window: in deep folders that have just been made,
 * VS Code's watcher misses some of what happens.
 */
describe('files on the disk', () => {
  const original = new Map<string, Uint8Array>();
  const uri = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);
  const settings = uri(SETTINGS);
  const record = uri(RECORD);
  const write = (file: string, content: string | Uint8Array): Promise<void> => writeFile(uri(file), content);

  before(() => {
    for (const file of ALL) original.set(file, readBytes(uri(file)) ?? assert.fail(`there is no ${file}`));
  });

  beforeEach(async () => {
    await write(SETTINGS, settingsXml(restrict(true)));
    for (const file of [RECORD, SCRATCH]) await remove(uri(file));
    await checkAgain();
    assert.deepEqual(all(), ['3 Hint tls-setting-unrecorded "true"']);
  });

  afterEach(async () => {
    await closeAll();
    for (const [file, content] of original) await write(file, content);
    await checkAgain();
  });

  const all = (): string[] => [...problemsIn(settings), ...problemsIn(record)];

  it('are checked when they appear, change and go', async () => {
    await write(RECORD, recordJson('Required', '192.0.2.1'));
    await untilEqual(all, ['4 Error ip-address-host ""192.0.2.1""']);
    await write(RECORD, recordJson('Required', 'example.com'));
    await untilEqual(all, []);
    await write(SETTINGS, settingsXml(restrict(false)));
    await untilEqual(all, [
      '3 Error domains-not-restricted "false"',
      '3 Error domains-not-restricted "restrictTlsToDomains"',
    ]);
    await write(SETTINGS, settingsXml(restrict(true)));
    await remove(record);
    await untilEqual(all, ['3 Hint tls-setting-unrecorded "true"']);
    await remove(settings);
    await untilEqual(all, []);
  });

  it('belong to the project as its manifest says', async () => {
    const scratch = uri(SCRATCH);
    await write(SCRATCH, '{ "settings": { "emailAdministrationSettings": { "enableHtmlEmail": "true" } } }');
    await untilEqual(() => problemsIn(scratch), ['1 Error boolean-value ""true""']);
    await write(SETTINGS, settingsXml(element('enableSetMatchingEmailsOnBounce', false)));
    await untilEqual(() => rulesIn(settings), ['element-removed']);
    // Up to API 49.0 there was such an element.
    await write(MANIFEST, '{ "packageDirectories": [{ "path": "force-app" }], "sourceApiVersion": "48.0" }');
    await untilEqual(() => rulesIn(settings), []);
    await write(MANIFEST, '{ "packageDirectories": [{ "path": "force-app" }], "sourceApiVersion": "66.0" }');
    await untilEqual(() => rulesIn(settings), ['element-removed']);
    await write('.forceignore', '**/settings/**\n');
    await untilEqual(() => rulesIn(settings), []);
  });

  it('are not checked beyond 1 MiB, and say so', async () => {
    await write(SETTINGS, settingsXml(restrict(true)) + ' '.repeat(1024 * 1024));
    await untilEqual(
      () => diagnosticsOf(settings).map((one) => [one.message, one.severity, one.range.start.line]),
      [['Not checked: larger than 1 MiB, so it is not read.', vscode.DiagnosticSeverity.Warning, 0]],
    );
    await write(SETTINGS, settingsXml(restrict(true)));
    await untilEqual(all, ['3 Hint tls-setting-unrecorded "true"']);
  });

  it('are not checked if they are not text, and say so', async () => {
    await write(SETTINGS, Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
    await write(RECORD, Uint8Array.from([0xff, 0xfe, 0x7b, 0x7d]));
    await untilEqual(
      () => [settings, record].flatMap(diagnosticsOf).map(({ message }) => message),
      ['Not checked: not a text file (or not UTF-8), so it is not read.', 'Not checked: not UTF-8, so it is not read.'],
    );
    await write(SETTINGS, settingsXml(restrict(true)));
    await write(RECORD, recordJson('Required', 'example.com'));
    await untilEqual(() => [settings, record].flatMap(diagnosticsOf), []);
  });

  it('give way to the text of an editor, until that is closed', async () => {
    const editor = await show(settings);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(2, 0), '    <enableHtmlEmail>True</enableHtmlEmail>\n');
    });
    await untilEqual(() => rulesIn(settings), ['boolean-value', 'tls-setting-unrecorded']);
    await write(SETTINGS, settingsXml(restrict(false)));
    await write(RECORD, recordJson('Required', 'example.org'));
    // By now the news of both files have come.
    await untilEqual(() => rulesIn(settings), ['boolean-value']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
  });

  it('include the record wherever sfDeliverability.recordPath says it is, at once and later', async () => {
    const elsewhere = uri('deliverability/tls.json');
    await write('deliverability/tls.json', recordJson('Required', '192.0.2.1'));
    await withSetting('sfDeliverability.recordPath', 'deliverability/tls.json', async () => {
      await untilEqual(() => rulesIn(elsewhere), ['ip-address-host']);
      assert.deepEqual(rulesIn(settings), []);
      await write('deliverability/tls.json', recordJson('Required', '*.com'));
      await untilEqual(() => rulesIn(elsewhere), ['wildcard-too-broad']);
    });
    await untilEqual(() => rulesIn(elsewhere), []);
    assert.deepEqual(rulesIn(settings), ['tls-setting-unrecorded']);
  });

  // The last one, as the folder that it makes anew is not watched as well as the old one.
  it('are forgotten with their folder, and found again in it', async () => {
    await write(RECORD, recordJson('Required', '192.0.2.1'));
    await untilEqual(all, ['4 Error ip-address-host ""192.0.2.1""']);
    const [config, away] = [uri('config'), uri('config.away')];
    await rename(config, away);
    await untilEqual(all, ['3 Hint tls-setting-unrecorded "true"']);
    await rename(away, config);
    await untilEqual(all, ['4 Error ip-address-host ""192.0.2.1""']);
    await remove(uri('force-app'));
    await untilEqual(() => rulesIn(settings), []);
  });
});
