import { commands, EventEmitter, languages, type CodeLensProvider, type LogOutputChannel } from 'vscode';
import { JSON_FILES, type Registration } from '../projects/documents.ts';
import type { PreflightSource, Projects } from '../projects/projects.ts';
import { registerReadOnlyFiles } from '../readOnlyFiles.ts';
import { loadEditorReview } from './lazy.ts';
import type { Reviews } from './reviews.ts';

/** The whole review as a document. */
const REVIEW_SCHEME = 'sf-deliverability-review';

/** What a change since another version in git does to mail. */
export function registerReview(log: LogOutputChannel, projects: Projects, { known }: PreflightSource): Registration[] {
  const changed = new EventEmitter<void>();
  let loading: Promise<Reviews> | undefined;
  const reviews = (): Promise<Reviews> =>
    (loading ??= loadEditorReview().then(({ openReviews }) =>
      openReviews({
        log,
        projects,
        known,
        scheme: REVIEW_SCHEME,
        changed: () => {
          changed.fire();
        },
      }),
    ));
  const lens: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses({ uri }) {
      const found = projects.find(uri);
      if (!found || found.project.facts.record?.source.file !== found.file) return [];
      return [...(await (await reviews()).lenses(uri))];
    },
  };
  let shown: boolean | undefined;
  const tell = (): void => {
    const some = projects.all().length > 0;
    if (some !== shown) void commands.executeCommand('setContext', 'sfDeliverability.hasProjects', some);
    shown = some;
  };
  return [
    changed,
    commands.registerCommand('sfDeliverability.reviewChanges', async (target: unknown, base: unknown) => {
      await (await reviews()).review(target, base);
    }),
    commands.registerCommand('sfDeliverability.clearReview', async () => {
      (await reviews()).clear();
    }),
    languages.registerCodeLensProvider([...JSON_FILES], lens),
    ...registerReadOnlyFiles(REVIEW_SCHEME, async (uri) => (await reviews()).documentText(uri), changed.event),
    projects.onDidChange(tell),
    { dispose: () => loading?.then(({ dispose }) => dispose()) },
  ];
}
