import { env, ThemeIcon, Uri, window, type QuickInputButton } from 'vscode';
import { showMarkdown } from '../showMarkdown.ts';
import { explained, namesBounce } from '../../language/bounceText.ts';

/** The oldest go first. */
const MAX_PAGES = 50;

/**
 * Explains what is selected, what a hover hands over, or what somebody enters.
 *
 * @param scheme of the pages
 * @param pages by path
 */
export async function explainBounce(scheme: string, pages: Map<string, string>, given: unknown): Promise<void> {
  const text = typeof given === 'string' ? given : (selected() ?? (await askBounce(await lineAtCursor())));
  if (text === undefined || text.trim() === '') return;
  // The folder is not shown; with the same address as before, VS Code would show the page of before.
  const uri = Uri.from({ scheme, path: `/${crypto.randomUUID()}/Bounce.md` });
  pages.set(uri.path, await explained(text));
  for (const path of [...pages.keys()].slice(0, Math.max(0, pages.size - MAX_PAGES))) pages.delete(path);
  await showMarkdown(uri);
}

function selected(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) return undefined;
  const text = editor.document.getText(editor.selection);
  return text.trim() === '' ? undefined : text;
}

/** Longer lines are data. */
const MAX_LINE_LENGTH = 2000;

/** A line is suggested if it names a bounce. */
async function lineAtCursor(): Promise<string> {
  const editor = window.activeTextEditor;
  const line = editor?.document.lineAt(editor.selection.active.line).text.trim() ?? '';
  if (line === '' || line.length > MAX_LINE_LENGTH) return '';
  return (await namesBounce(line)) ? line : '';
}

const PASTE: QuickInputButton = {
  iconPath: new ThemeIcon('clippy'),
  tooltip: 'Explain the text in the clipboard (all lines)',
};

/** One line; a whole notification has many, and comes through the button. Undefined if the person went away. */
function askBounce(value: string): Promise<string | undefined> {
  const box = window.createInputBox();
  box.title = 'Explain a bounce';
  box.prompt = 'Bounce text, SMTP reply or code. For a whole notification, copy it and press the button above.';
  box.placeholder = '451 4.7.5 [internal] TLS negotiation failed';
  box.value = value;
  box.buttons = [PASTE];
  // The text is fetched from elsewhere.
  box.ignoreFocusOut = true;
  return new Promise<string | undefined>((resolve) => {
    box.onDidAccept(() => {
      resolve(box.value);
    });
    box.onDidTriggerButton(() => {
      env.clipboard.readText().then(resolve, () => {
        resolve(undefined);
      });
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    box.show();
  }).finally(() => {
    box.dispose();
  });
}
