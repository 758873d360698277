import { Hover, languages, MarkdownString } from 'vscode';
import { offsetAt, vscodeRange } from './convert.ts';
import { OUR_FILES, type Registration } from './files.ts';
import { hoverText } from './hoverText.ts';
import type { Projects } from './projects.ts';

const CREATE_RECORD = 'sfDeliverability.createRecord';

/** Explains elements, TLS settings and domain patterns where they are written. */
export function registerHover(projects: Projects): Registration[] {
  const provider = languages.registerHoverProvider([...OUR_FILES], {
    provideHover(document, position) {
      const found = projects.find(document.uri);
      const source = found?.project.sources.get(found.file);
      if (!found || !source) return undefined;
      const { project, file } = found;
      const text = hoverText(project.facts, file, offsetAt(source, position));
      if (!text) return undefined;
      const markdown = new MarkdownString(text.markdown);
      if (text.linksToRecord) {
        markdown.isTrusted = { enabledCommands: [CREATE_RECORD] };
        const argument = encodeURIComponent(JSON.stringify([document.uri.toString()]));
        const label = project.facts.record ? 'Open the record' : 'Record them to have them checked';
        markdown.appendMarkdown(`\n\n[${label}](command:${CREATE_RECORD}?${argument})`);
      }
      return new Hover(markdown, vscodeRange(source, text.range));
    },
  });
  return [provider];
}
