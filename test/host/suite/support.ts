/** Projects to test on, and what the extension says about them. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../../src/editor/features.ts';
import { readText, remove, writeFile } from './disk.ts';
import { until } from './until.ts';

export const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
export const RECORD = 'config/email-deliverability.json';
export const SCRATCH = 'config/project-scratch-def.json';
export const MANIFEST = 'sfdx-project.json';

export const EXTENSION_ID = 'sf-deliverability.sf-deliverability';
const PATIENCE_MS = 30_000;

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>(EXTENSION_ID);
  assert.ok(extension, 'the extension is not there');
  return extension.activate();
}

export function folder(index = 0): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.[index];
  assert.ok(found, `there is no workspace folder ${index}`);
  return found.uri;
}

/** Asks again until the answer is the expected one; what it was in the end is what fails. */
export async function untilEqual<T>(ask: () => Promise<T> | T, expected: T, patience = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const actual = await ask();
    try {
      assert.deepEqual(actual, expected);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The extension's diagnostics of a file, in the order of the text. */
export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'sf-deliverability')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** `13 error boolean-value "True"`: line, severity, rule and the text that is underlined. */
export const problemsIn = (uri: vscode.Uri): string[] =>
  diagnosticsOf(uri).map((one) => {
    const text = textIn(uri, one.range);
    const severity = vscode.DiagnosticSeverity[one.severity];
    return `${one.range.start.line + 1} ${severity} ${ruleOf(one)} "${text}"`;
  });

export const rulesIn = (uri: vscode.Uri): string[] => diagnosticsOf(uri).map(ruleOf);

export function ruleOf({ code }: vscode.Diagnostic): string {
  assert.ok(code === undefined || typeof code === 'object', 'a code without a target');
  return String(code?.value);
}

/** The one finding of that rule. */
export function diagnosticOf(uri: vscode.Uri, rule: string): vscode.Diagnostic {
  const [found, ...more] = diagnosticsOf(uri).filter((one) => ruleOf(one) === rule);
  assert.ok(found, `${uri.path} has no ${rule}, but ${rulesIn(uri).join(', ')}`);
  assert.equal(more.length, 0, `${uri.path} has more than one ${rule}`);
  return found;
}

/** What stands in a range, of the editor or else of the disk, without opening the file. */
function textIn(uri: vscode.Uri, range: vscode.Range): string {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (open) return open.getText(range);
  const text = readText(uri);
  if (text === undefined) return '(no file)';
  const lines = text.split('\n').slice(range.start.line, range.end.line + 1);
  const last = lines.length - 1;
  return lines
    .map((line, index) => (index === last ? line.slice(0, range.end.character) : line))
    .map((line, index) => (index === 0 ? line.slice(range.start.character) : line))
    .join('\n');
}

export interface TestProject {
  readonly folder: vscode.Uri;
  readonly uri: (file: string) => vscode.Uri;
  /** Writes to the disk behind the editor's back. */
  readonly write: (file: string, content: string | Uint8Array) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** An SFDX project of its own inside the workspace, so that no test meets the findings of another. */
export async function testProject(
  name: string,
  files: Readonly<Record<string, string>>,
  parent = folder(),
): Promise<TestProject> {
  const base = vscode.Uri.joinPath(parent, name);
  const uri = (file: string): vscode.Uri => vscode.Uri.joinPath(base, file);
  const write = (file: string, content: string | Uint8Array): Promise<void> => writeFile(uri(file), content);
  const manifest = { packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '66.0' };
  for (const [file, text] of Object.entries({ [MANIFEST]: JSON.stringify(manifest), ...files }))
    await write(file, text);
  await checkAgain();
  return {
    folder: base,
    uri,
    write,
    remove: async () => {
      await closeAll();
      // The manifest goes last: without it the rest would be a project of another kind for a moment.
      for (const file of Object.keys(files)) await remove(uri(file));
      await remove(base);
      await checkAgain();
    },
  };
}

/** A project whose domain list is in force. */
export const listProject = (name: string, tlsSetting: string, ...domains: readonly string[]): Promise<TestProject> =>
  testProject(name, { [SETTINGS]: settingsXml(restrict(true)), [RECORD]: recordJson(tlsSetting, ...domains) });

/**
 * The project of the `describe` that it is called in: there before the first test and gone after the last. Editors and
 * notifications are closed after each. Only tests and hooks can use it, as the suite is described before it is run.
 */
export function useProject(make: () => Promise<TestProject>): TestProject {
  let made: TestProject | undefined;
  const project = (): TestProject => made ?? assert.fail('the project of this suite is not there');
  before(async () => {
    await (await api()).ready();
    made = await make();
  });
  afterEach(clearAway);
  // Without a project there is a failure already, which a second one would hide.
  after(() => made?.remove());
  return {
    get folder() {
      return project().folder;
    },
    uri: (file) => project().uri(file),
    write: (file, content) => project().write(file, content),
    remove: () => project().remove(),
  };
}

/** The watcher would tell of new files too, but not when the extension has read them. */
export async function checkAgain(): Promise<void> {
  await (await api()).checkAgain();
}

export const settingsXml = (...elements: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">
${elements.map((one) => `    ${one}\n`).join('')}</EmailAdministrationSettings>
`;

export const element = (name: string, value: boolean | string): string => `<${name}>${String(value)}</${name}>`;

export const restrict = (value: boolean): string => element('enableRestrictTlsToDomains', value);

export const recordJson = (tlsSetting: string, ...domains: readonly string[]): string =>
  `{\n  "tlsSetting": "${tlsSetting}"${domains.length > 0 ? `,\n  "restrictTlsToDomains": [\n${domains.map((one) => `    "${one}"`).join(',\n')}\n  ]` : ''}\n}\n`;

/** With the cursor at `at`: setting `editor.selection` would not wait until the window has it. */
export async function show(uri: vscode.Uri, at = new vscode.Position(0, 0)): Promise<vscode.TextEditor> {
  const selection = new vscode.Range(at, at);
  // Not by `showTextDocument`: it keeps the document open for minutes after its tab is closed.
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false, selection });
  const editor = await until(`the editor of ${uri.path}`, () => {
    const active = vscode.window.activeTextEditor;
    return active?.document.uri.toString() === uri.toString() ? active : undefined;
  });
  // A panel that was just closed may have had the keyboard.
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return editor;
}

/** Replaces a text that stands once in the editor, as typing does: nothing is saved. */
export async function change(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const range = rangeOf(editor.document, from);
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(range, to);
    }),
    'the editor took no change',
  );
}

export async function setText(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const all = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(all, text);
    }),
    'the editor took no change',
  );
}

export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `"${text}" does not stand in ${document.uri.path}`);
  assert.equal(document.getText().indexOf(text, start + 1), -1, `"${text}" stands twice in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Closes every editor, without saving. */
export async function closeAll(): Promise<void> {
  for (const editor of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(editor);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Closes every editor and every notification. */
export async function clearAway(): Promise<void> {
  await closeAll();
  await vscode.commands.executeCommand('notifications.clearAll');
}

/** Runs a command of ours. */
export const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`sfDeliverability.${command}`, ...args);

/** Runs with a user setting, and takes it back. */
export async function withSetting(name: string, value: unknown, run: () => Promise<void>): Promise<void> {
  const set = (to: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration().update(name, to, vscode.ConfigurationTarget.Global);
  await set(value);
  try {
    await run();
  } finally {
    await set(undefined);
  }
}
