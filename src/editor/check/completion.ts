import { CompletionItem, CompletionItemKind, languages, MarkdownString, SnippetString } from 'vscode';
import { offsetAt, vscodeRange } from '../convert.ts';
import { SETTINGS_FILES, type Registration } from '../projects/documents.ts';
import { loadEditorOnDemand } from '../onDemand/lazy.ts';
import type { Projects } from '../projects/projects.ts';

/** Element names and values in the settings file. The record has its schema. */
export function registerCompletion(projects: Projects): Registration[] {
  const provider = languages.registerCompletionItemProvider(
    [...SETTINGS_FILES],
    {
      async provideCompletionItems(document, position) {
        const { elementFact, elementText, settingsCompletions } = await loadEditorOnDemand();
        const found = projects.find(document.uri);
        const source = found?.project.sources.get(found.file);
        if (!found || !source) return undefined;
        const { apiVersion } = found.project.facts;
        return settingsCompletions(source.text, offsetAt(source, position), apiVersion).map((completion) => {
          const kind = completion.kind === 'element' ? CompletionItemKind.Property : CompletionItemKind.Value;
          const item = new CompletionItem(completion.label, kind);
          item.insertText = new SnippetString(completion.snippet);
          item.range = vscodeRange(source, completion.range);
          // The typed `<` is part of what is replaced, so it must match the filter.
          item.filterText = source.text.slice(completion.range.start, completion.range.end).startsWith('<')
            ? `<${completion.label}`
            : completion.label;
          const fact = elementFact(completion.label);
          if (fact) item.documentation = new MarkdownString(elementText(fact));
          return item;
        });
      },
    },
    '<',
    '>',
    '/',
  );
  return [provider];
}
