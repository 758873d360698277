import { CodeActionKind, languages, type CodeAction, type CodeActionProvider } from 'vscode';
import type { Finding } from '../rules/rule.ts';
import type { Project } from './bases.ts';
import { checker } from './checker.ts';
import { OUR_FILES, type Registration } from './files.ts';
import type { Projects } from './projects.ts';

export const FIX_ALL = CodeActionKind.SourceFixAll.append('sfDeliverability');

/** Repairs of a finding that are more than an edit. */
export type FindingActions = (project: Project, finding: Finding) => Promise<readonly CodeAction[]>;

/** What can be done about the findings at a place: see `findingActions.ts`. */
export function registerCodeActions(projects: Projects, more: readonly FindingActions[] = []): Registration[] {
  const provider: CodeActionProvider = {
    async provideCodeActions({ uri }, range, context) {
      const found = projects.find(uri);
      return found && (await checker()).findingActions(found, more, range, context);
    },
  };
  const metadata = { providedCodeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] };
  return [languages.registerCodeActionsProvider([...OUR_FILES], provider, metadata)];
}
