import { CodeActionKind, languages, type CodeActionProvider } from 'vscode';
import { loadEditorCheck } from './lazy.ts';
import { OUR_FILES, type Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { FIX_ALL, type FindingActions } from './codeActionKinds.ts';

/** What can be done about the findings at a place: see `findingActions.ts`. */
export function registerCodeActions(projects: Projects, more: readonly FindingActions[] = []): Registration[] {
  const provider: CodeActionProvider = {
    async provideCodeActions({ uri }, range, context) {
      const found = projects.find(uri);
      return found && (await loadEditorCheck()).findingActions(found, more, range, context);
    },
  };
  const metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] };
  return [languages.registerCodeActionsProvider([...OUR_FILES], provider, metadata)];
}
