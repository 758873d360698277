import { placeOf, type ProjectFacts, type EmailSettings } from '../project/facts.ts';
import { changeRecord, type RecordChange } from '../project/settings/recordEdits.ts';
import { allEmailSettings } from '../project/select.ts';
import { editsOf, removeSettings } from '../project/settings/settingEdits.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';

export const tlsSettingInMetadata: Rule = {
  id: 'tls-setting-in-metadata',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'A TLS setting or domain list is written in the metadata, where Salesforce has no element for it',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      for (const { setting, meaning } of emailSettings.inline.elements) {
        const what = meaning === 'level' ? 'the TLS setting' : 'the domain list';
        report({
          at: placeOf(emailSettings.source, setting.nameRange),
          message: `A deployment cannot set this: ${what} is not part of the metadata in any API version. Set it in Setup > Deliverability, and note it in ${project.recordPath}.`,
          fixes: () => [moveToRecord(project, emailSettings)],
        });
      }
    }
  },
};

/** Level and list move together, so that no rule sees one without the other. */
function moveToRecord(project: ProjectFacts, emailSettings: EmailSettings): Fix | undefined {
  const { record, recordPath } = project;
  const { recordedTls, list, elements } = emailSettings.inline;
  const { edits } = removeSettings(
    emailSettings,
    elements.map(({ setting }) => setting),
  );
  const removal = editsOf(emailSettings, ...edits);
  const names = elements.map(({ setting }) => setting.name).join(', ');
  // The record describes the org that the settings files go to, not a scratch org.
  if (!project.settingsFiles.some((file) => file.emailSettings === emailSettings))
    return fix(`Remove ${names}`, removal);
  const change: RecordChange = {
    ...(recordedTls && recordedTls.text !== '' && !record?.recordedTls ? { tlsSetting: recordedTls.text } : {}),
    ...(list && !record?.list ? { restrictTlsToDomains: list.items.map((item) => item.text.trim()) } : {}),
  };
  if (Object.keys(change).length > 0)
    return preferredFix(`Move the TLS values to ${recordPath}`, removal, changeRecord(project, change));
  return preferredFix(`Remove ${names}${record ? `: ${recordPath} has values of its own` : ''}`, removal);
}
