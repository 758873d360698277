import { CodeActionKind, languages, type CodeActionProvider } from 'vscode';
import { OUR_FILES, type Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { loadEditorPreflight } from './lazy.ts';
import type { FindingActions } from '../check/codeActionKinds.ts';

/** Offers to ask the DNS for the name of an address; nothing is asked to offer it. */
export const hostNameActions: FindingActions = async (project, finding) =>
  finding.asks === 'host-name' ? (await loadEditorPreflight()).hostNameAction(project, finding) : [];

/** Anywhere in a domain list: what can be done about it as a whole. */
export function registerListActions(projects: Projects): Registration[] {
  const provider: CodeActionProvider = {
    async provideCodeActions({ uri }, range, { only }) {
      const found = projects.find(uri);
      if (!found) return [];
      const { listActions } = await loadEditorPreflight();
      return listActions(found, range).filter(({ kind }) => !only || (kind && only.contains(kind)));
    },
  };
  const metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] };
  return [languages.registerCodeActionsProvider([...OUR_FILES], provider, metadata)];
}
