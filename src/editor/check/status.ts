import { languages, LanguageStatusSeverity, window } from 'vscode';
import { recordStatus } from '../../language/recordStatus.ts';
import { OUR_FILES, type Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';

/** In the status bar's language menu: what the project records, and the way to it. */
export function registerStatus(projects: Projects): Registration[] {
  const item = languages.createLanguageStatusItem('sfDeliverability.status', []);
  item.name = 'Email Deliverability';
  const show = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const found = uri && projects.find(uri);
    // JSON files of every kind are candidates: only those of a project get the item.
    item.selector = found ? [...OUR_FILES] : [];
    if (!found) return;
    item.text = recordStatus(found.project.facts);
    item.severity = found.project.facts.record?.recordedTls
      ? LanguageStatusSeverity.Information
      : LanguageStatusSeverity.Warning;
    item.command = {
      command: 'sfDeliverability.createRecord',
      title: found.project.facts.record ? 'Open deliverability file' : 'Enter TLS settings…',
      arguments: [uri],
    };
  };
  show();
  return [item, window.onDidChangeActiveTextEditor(show), projects.onDidChange(show)];
}
