import { languages, LanguageStatusSeverity, window } from 'vscode';
import type { ProjectFacts } from '../../project/facts.ts';
import { recordedTls } from '../../project/settings/tlsPolicy.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { OUR_FILES, type Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import type { DomainList } from '../../project/domains/model.ts';

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
    item.text = statusText(found.project.facts);
    item.severity = found.project.facts.record?.level
      ? LanguageStatusSeverity.Information
      : LanguageStatusSeverity.Warning;
    item.command = {
      command: 'sfDeliverability.createRecord',
      title: found.project.facts.record ? 'Open record' : 'Record them',
      arguments: [uri],
    };
  };
  show();
  return [item, window.onDidChangeActiveTextEditor(show), projects.onDidChange(show)];
}

/** `TLS: Required, 3 domains` */
export function statusText(facts: ProjectFacts): string {
  const { level, list } = recordedTls(facts);
  if (level?.setting === undefined) return 'TLS setting not recorded';
  return `TLS: ${tlsSettingLabel(level.setting)}, ${domains(list)}`;
}

function domains(list: DomainList | undefined): string {
  const count = list?.items.filter(({ text }) => text.trim() !== '').length ?? 0;
  if (count === 0) return 'no domains';
  return count === 1 ? '1 domain' : `${count} domains`;
}
