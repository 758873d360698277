import { CodeLens, languages, type CodeLensProvider } from 'vscode';
import { vscodeRange } from '../convert.ts';
import { SETTINGS_FILES, type Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';

/** Above the settings of a project without a record: the way to one. */
export function registerCodeLens(projects: Projects): Registration[] {
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: projects.onDidChange,
    provideCodeLenses(document) {
      const found = projects.find(document.uri);
      if (!found || found.project.facts.record) return [];
      const settingsFile = found.project.facts.settingsFiles.find(({ source }) => source.file === found.file);
      if (!settingsFile?.emailSettings || !settingsFile.root) return [];
      return [
        new CodeLens(vscodeRange(settingsFile.source, settingsFile.root.startTag), {
          title: 'Not checked yet: the TLS setting and the domain list exist only in Setup. Enter them…',
          command: 'sfDeliverability.createRecord',
          arguments: [document.uri],
        }),
      ];
    },
  };
  return [languages.registerCodeLensProvider([...SETTINGS_FILES], provider)];
}
