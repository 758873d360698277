/** Unsaved text wins, and what is typed is checked at once. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { note } from './channel.ts';
import { itWithDriver, press, type } from './driver.ts';
import {
  change,
  element,
  problemsIn,
  rangeOf,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SETTINGS,
  setText,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
} from './support.ts';

/** The promise is 100 ms; a busy machine of a CI gets ten times that. */
const PROMISED_MS = 100;
const BOUND_MS = 1000;

const XML = settingsXml(element('enableHtmlEmail', false), restrict(true));

/** The time from the edit to the event after which the settings file has these findings. */
function timeUntil(uri: vscode.Uri, expected: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    let edited: number | undefined;
    const listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === uri.toString()) edited ??= performance.now();
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (edited === undefined || !uris.some((one) => one.toString() === uri.toString())) return;
        if (rulesIn(uri).join() !== expected.join()) return;
        for (const listener of listeners) listener.dispose();
        resolve(performance.now() - edited);
      }),
    ];
  });
}

describe('editing', () => {
  const project = useProject(() =>
    testProject('editing', { [SETTINGS]: XML, [RECORD]: recordJson('Required', 'example.com') }),
  );
  let settings: vscode.Uri;
  let record: vscode.Uri;

  before(async () => {
    settings = project.uri(SETTINGS);
    record = project.uri(RECORD);
    await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], []);
  });

  it('shows findings of text that is not saved, in the other file too, and forgets them with the editor', async () => {
    const editor = await show(settings);
    await change(editor, restrict(true), restrict(false));
    await untilEqual(() => problemsIn(settings), ['4 Error domains-not-restricted "false"']);
    await untilEqual(() => problemsIn(record), ['3 Error domains-not-restricted "restrictTlsToDomains"']);
    assert.equal(editor.document.isDirty, true);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await untilEqual(() => [...rulesIn(settings), ...rulesIn(record)], []);
  });

  it('takes the record from its editor as well', async () => {
    const editor = await show(record);
    await change(editor, '"example.com"', '"192.0.2.1"');
    await untilEqual(() => problemsIn(record), ['4 Error ip-address-host ""192.0.2.1""']);
    await change(editor, '"192.0.2.1"', '"example.com"');
    await untilEqual(() => problemsIn(record), []);
  });

  it('shows findings soon after a key stroke', async () => {
    const editor = await show(settings);
    const times: number[] = [];
    for (let round = 0; round < 10; round++) {
      const wrong = round % 2 === 0;
      const time = timeUntil(settings, wrong ? ['domains-not-restricted'] : []);
      await change(editor, restrict(wrong), restrict(!wrong));
      times.push(await time);
    }
    times.sort((a, b) => a - b);
    const [median, slowest] = [times[5] ?? Infinity, times.at(-1) ?? Infinity];
    note(`edit to diagnostics: ${median.toFixed(0)} ms (median of 10), ${slowest.toFixed(0)} ms (slowest)`);
    if (median > PROMISED_MS) note(`that is more than the ${PROMISED_MS} ms promised`);
    assert.ok(slowest < BOUND_MS, `${slowest} ms`);
  });

  itWithDriver('shows findings soon after a key is pressed', async () => {
    const document = await vscode.workspace.openTextDocument(settings);
    await show(settings, rangeOf(document, '</enableRestrictTlsToDomains>').start);
    const time = timeUntil(settings, ['boolean-value']);
    await press('Backspace');
    const ms = await time;
    note(`key to diagnostics: ${ms.toFixed(0)} ms`);
    assert.ok(ms < BOUND_MS, `${ms} ms`);
    assert.deepEqual(problemsIn(settings), ['4 Error boolean-value "tru"']);
    await type('e');
    await untilEqual(() => problemsIn(settings), []);
  });

  it('checks half an element, and goes on when it is whole again', async () => {
    const editor = await show(settings);
    await change(editor, restrict(true), '<enableRestr');
    await untilEqual(() => rulesIn(settings).includes('xml-syntax'), true);
    await change(editor, '<enableRestr', restrict(false));
    await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
  });

  it('survives every beginning of the file', async () => {
    const editor = await show(settings);
    for (let length = 0; length < XML.length; length += 7) {
      await setText(editor, XML.slice(0, length));
      // A question has to be answered from this very text.
      await vscode.commands.executeCommand('vscode.executeHoverProvider', settings, new vscode.Position(3, 10));
    }
    // The last one lacks some of the closing tag.
    await untilEqual(() => rulesIn(settings), ['xml-syntax']);
    await setText(editor, XML);
    await untilEqual(() => rulesIn(settings), []);
  });

  it('keeps quiet about other texts', async () => {
    const other = await vscode.workspace.openTextDocument({ language: 'json', content: '{ "tlsSetting": "Wrong" }' });
    const editor = await show(other.uri);
    await setText(editor, '{ "tlsSetting": "Wrong", "restrictTlsToDomains": ["192.0.2.1"] }');
    const seen = await show(settings);
    await change(seen, restrict(true), restrict(false));
    await untilEqual(() => rulesIn(settings), ['domains-not-restricted']);
    assert.deepEqual(rulesIn(other.uri), []);
  });
});
