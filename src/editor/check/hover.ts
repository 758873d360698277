import { Hover, languages, MarkdownString, type CancellationToken } from 'vscode';
import { offsetAt, vscodeRange } from '../convert.ts';
import { OUR_FILES, type Registration } from '../projects/documents.ts';
import type { FileInProject } from '../projects/folderStore.ts';
import type { Projects } from '../projects/projects.ts';
import { loadEditorOnDemand } from '../onDemand/lazy.ts';

const CREATE_RECORD = 'sfDeliverability.createRecord';

/** More to say about a place, above the documentation; undefined where there is nothing. */
export type HoverPart = (
  found: FileInProject,
  offset: number,
  token: CancellationToken,
) => Promise<MarkdownString | undefined>;

/** Explains elements, TLS settings and domain patterns where they are written. */
export function registerHover(projects: Projects, parts: readonly HoverPart[] = []): Registration[] {
  const provider = languages.registerHoverProvider([...OUR_FILES], {
    async provideHover(document, position, token) {
      const found = projects.find(document.uri);
      const source = found?.project.sources.get(found.file);
      if (!found || !source) return undefined;
      const { project, file } = found;
      const offset = offsetAt(source, position);
      const { hoverText } = await loadEditorOnDemand();
      const text = hoverText(project.facts, file, offset);
      const all = await Promise.all(parts.map((part) => part(found, offset, token)));
      const first = all.filter((part) => part !== undefined);
      if (!text) return first.length > 0 ? new Hover(first) : undefined;
      const markdown = new MarkdownString(text.markdown);
      if (text.linksToRecord) {
        markdown.isTrusted = { enabledCommands: [CREATE_RECORD] };
        const argument = encodeURIComponent(JSON.stringify([document.uri.toString()]));
        const label = project.facts.record ? 'Open the deliverability file' : 'Enter them to have them checked';
        markdown.appendMarkdown(`\n\n[${label}](command:${CREATE_RECORD}?${argument})`);
      }
      const contents = [...first, markdown];
      return new Hover(contents, vscodeRange(source, text.range));
    },
  });
  return [provider];
}
