/** From the JSON extension that comes with VS Code, by the schema that comes with ours. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RECORD, setText, show, testProject, untilEqual, useProject } from './support.ts';

describe('completion in the record', () => {
  const project = useProject(() =>
    testProject('schema', { [RECORD]: '{\n  "tlsSetting": "",\n  "restrictTlsToDomains": []\n}\n' }),
  );

  async function labelsAt(text: string): Promise<string[]> {
    const editor = await show(project.uri(RECORD));
    await setText(editor, text.replace('|', ''));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      editor.document.positionAt(text.indexOf('|')),
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label)).sort();
  }

  it('offers the TLS settings', async () => {
    await untilEqual(
      () => labelsAt('{\n  "tlsSetting": |\n}\n'),
      ['"Preferred"', '"PreferredVerify"', '"Required"', '"RequiredVerify"'],
    );
  });

  it('offers the keys that are missing', async () => {
    await untilEqual(
      async () => (await labelsAt('{\n  "tlsSetting": "Required",\n  |\n}\n')).filter((label) => label !== '$schema'),
      ['accessLevel', 'restrictTlsToDomains', 'rules'],
    );
  });

  it('offers rules and their severities', async () => {
    const rules = await labelsAt('{\n  "rules": {\n    |\n  }\n}\n');
    assert.ok(rules.includes('wildcard-misses-apex'), rules.join());
    assert.ok(rules.includes('tls-required-unrestricted'), rules.join());
    assert.deepEqual(await labelsAt('{\n  "rules": { "xml-syntax": | }\n}\n'), [
      '"error"',
      '"hint"',
      '"info"',
      '"off"',
      '"warning"',
    ]);
  });
});
