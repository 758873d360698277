import { placeOf, type InlineElement, type ProjectFacts, type SettingsHolder } from '../project/facts.ts';
import { changeRecord, type RecordChange } from '../project/recordEdits.ts';
import { inHolder, removeSetting } from '../project/settingEdits.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';
import { settingsHolders } from '../project/select.ts';

export const tlsSettingInMetadata: Rule = {
  id: 'tls-setting-in-metadata',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'A TLS level or domain list stands in the metadata, where Salesforce has no element for it',
  check(project, report) {
    for (const holder of settingsHolders(project)) {
      for (const element of holder.inline.elements) {
        const what = element.meaning === 'level' ? 'the TLS setting' : 'the domain list';
        report({
          at: placeOf(holder.source, element.setting.nameRange),
          message: `Mail is not affected by this: ${what} is not part of the metadata in any API version. Set it in Setup > Deliverability, and write it down in ${project.recordPath}.`,
          fixes: [moveToRecord(project, holder, element)],
        });
      }
    }
  },
};

/** Level and list move together, so that no rule sees one without the other. */
function moveToRecord(project: ProjectFacts, holder: SettingsHolder, element: InlineElement): Fix | undefined {
  const { record, recordPath } = project;
  const { inline } = holder;
  const belongsToRecord = project.settingsFiles.some((file) => file.holder === holder);
  const removal = inHolder(holder, ...inline.elements.map(({ setting }) => removeSetting(holder, setting)));
  const change: RecordChange = {
    ...(inline.level && !record?.level ? { tlsSetting: inline.level.text } : {}),
    ...(inline.list && !record?.list
      ? { restrictTlsToDomains: inline.list.items.map((item) => item.text.trim()) }
      : {}),
  };
  const one = inHolder(holder, removeSetting(holder, element.setting));
  // The record describes the org that the settings files go to, not a scratch org.
  if (!belongsToRecord) return fix(`Remove ${element.setting.name}`, one);
  if (Object.keys(change).length === 0)
    return preferredFix(`Remove ${element.setting.name}: ${recordPath} has a value of its own`, one);
  return preferredFix(`Move the TLS values to ${recordPath}`, removal, changeRecord(project, change));
}
