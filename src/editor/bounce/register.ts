import { commands, languages, type DocumentFilter } from 'vscode';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { registerReadOnlyFiles } from '../readOnlyFiles.ts';
import { loadEditorSoql } from '../soql/lazy.ts';
import { loadEditorBounce } from './lazy.ts';

/** What a bounce means, as a page that nobody keeps. */
const BOUNCE_SCHEME = 'sf-deliverability-bounce';

const GONE =
  'This explanation is no longer available: bounces may name people, so they are not stored. Explain the bounce again.\n';

/** Where bounces are read: anywhere else a number of three digits is just that. */
const BOUNCE_FILES: readonly DocumentFilter[] = [{ pattern: '**/*.{log,csv,eml,smtp-transcript}' }];

/** Explains bounces, by hover and by command, and writes the queries for them. */
export function registerBounces(projects: Projects): Registration[] {
  const pages = new Map<string, string>();
  return [
    ...registerReadOnlyFiles(BOUNCE_SCHEME, ({ path }) => pages.get(path) ?? GONE),
    languages.registerHoverProvider([...BOUNCE_FILES], {
      provideHover: async (document, position) => (await loadEditorBounce()).bounceHover(document, position),
    }),
    commands.registerCommand('sfDeliverability.explainBounce', async (given: unknown) => {
      await (await loadEditorBounce()).explainBounce(BOUNCE_SCHEME, pages, given);
    }),
    commands.registerCommand('sfDeliverability.writeBounceQueries', async (target: unknown) => {
      await (await loadEditorSoql()).writeBounceQueries(projects, target);
    }),
  ];
}
