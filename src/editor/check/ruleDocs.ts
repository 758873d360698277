import { commands, env, Uri, window, type ExtensionContext } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import { loadEditorCheck } from './lazy.ts';
import { showMarkdown } from '../showMarkdown.ts';

let extensionId = '';

/** A link that VS Code hands to the extension's URI handler, so it works offline. */
export const ruleUri = (rule: string): Uri => Uri.parse(`${env.uriScheme}://${extensionId}/rules/${rule}`);

/** Opens the rule pages that ship with the extension. */
export function registerRuleDocs(context: ExtensionContext): Registration[] {
  extensionId = context.extension.id;
  const open = async (rule: unknown): Promise<void> => {
    const id = typeof rule === 'string' ? rule : await pickRule();
    // The name comes from a link or another extension: only our own pages are opened.
    const { isRuleId } = await loadEditorCheck();
    if (id === undefined || !isRuleId(id)) return;
    const page = Uri.joinPath(context.extensionUri, 'docs', 'rules', `${id}.md`);
    await showMarkdown(page);
  };
  return [
    commands.registerCommand('sfDeliverability.openRuleDocs', open),
    window.registerUriHandler({
      handleUri: (uri) => open(/^\/rules\/([a-z0-9-]+)$/.exec(uri.path)?.[1] ?? ''),
    }),
  ];
}

async function pickRule(): Promise<string | undefined> {
  const { RULES } = await loadEditorCheck();
  const items = RULES.map(({ id, summary }) => ({ label: id, description: summary.replaceAll('`', '') }));
  const picked = await window.showQuickPick(items, {
    placeHolder: 'Rule whose documentation to open',
    matchOnDescription: true,
  });
  return picked?.label;
}
