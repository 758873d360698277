/** What the extension builds on and another build of VS Code might lack. A failure here explains failures elsewhere. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverText, itWithDriver, press, screenshot, type, waitForText } from './driver.ts';
import { until } from './until.ts';

function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

describe('the host', () => {
  it('is trusted', () => {
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('finds files (ripgrep)', async () => {
    await vscode.workspace.fs.writeFile(inWorkspace('probe/deep/needle.txt'), Buffer.from('x'));
    const found = await vscode.workspace.findFiles('**/needle.txt');
    assert.deepEqual(
      found.map(({ path }) => path),
      [inWorkspace('probe/deep/needle.txt').path],
    );
  });

  it('sees files change (watcher)', async () => {
    const watcher = vscode.workspace.createFileSystemWatcher('**/watched.txt');
    try {
      const created = new Promise((resolve) => watcher.onDidCreate(resolve));
      const { writeFile } = await import('node:fs/promises');
      await writeFile(inWorkspace('watched.txt').fsPath, 'x');
      await created;
    } finally {
      watcher.dispose();
    }
  });

  for (const id of ['vscode.git', 'vscode.json-language-features', 'vscode.markdown-language-features'])
    it(`has ${id}`, () => {
      assert.ok(vscode.extensions.getExtension(id));
    });
});

describe('JSON', () => {
  const text = '{\n  "$schema": "./probe.schema.json",\n  "mode": "wrong"\n}\n';

  before(async () => {
    const schema = { type: 'object', properties: { mode: { enum: ['right'], description: 'The probe mode.' } } };
    await vscode.workspace.fs.writeFile(inWorkspace('probe.schema.json'), Buffer.from(JSON.stringify(schema)));
    await vscode.workspace.fs.writeFile(inWorkspace('probe.json'), Buffer.from(text));
    await vscode.window.showTextDocument(inWorkspace('probe.json'));
  });

  it('is validated against a schema', async () => {
    const problems = await until('a problem', () => {
      const all = vscode.languages.getDiagnostics(inWorkspace('probe.json'));
      return all.length > 0 ? all : undefined;
    });
    assert.match(problems[0]?.message ?? '', /right/);
  });

  it('is completed from a schema', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      inWorkspace('probe.json'),
      new vscode.Position(2, 11),
    );
    assert.ok(list.items.some(({ label }) => (typeof label === 'string' ? label : label.label).includes('right')));
  });

  itWithDriver('shows its hover under the mouse', async () => {
    await hoverText('"mode"');
    await waitForText('The probe mode.');
    await screenshot('hover');
  });

  itWithDriver('can be typed into', async () => {
    await press('Control+End');
    await type('typed');
    await until('the typed text', () =>
      vscode.window.activeTextEditor?.document.getText().includes('typed') === true ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('Markdown', () => {
  itWithDriver('is previewed', async () => {
    await vscode.workspace.fs.writeFile(inWorkspace('probe.md'), Buffer.from('# A heading\n\nSome *text*.\n'));
    await vscode.commands.executeCommand('markdown.showPreview', inWorkspace('probe.md'));
    await until('the preview', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview ? true : undefined,
    );
    // A webview is a frame of its own, in which nothing here can see; this is for the picture only.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await screenshot('markdown');
  });
});
