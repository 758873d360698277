import type { RecordedTls } from '../project/facts.ts';
import { replaceRecordedTls } from '../project/settings/recordEdits.ts';
import { allEmailSettings } from '../project/select.ts';
import { nearestTlsSetting, ORG_TLS_SETTINGS } from '../mail/tlsSetting.ts';
import { excerpt } from '../text/printable.ts';
import { preferredFix, type Rule } from './rule.ts';

export const tlsSettingValue: Rule = {
  id: 'tls-setting-value',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'The TLS setting is a value that Salesforce does not know',
  check(project, report) {
    const levels = [project.record?.recordedTls, ...allEmailSettings(project).map(({ inline }) => inline.recordedTls)];
    for (const level of levels) {
      if (!level || level.exact) continue;
      const nearest = level.setting ?? nearestTlsSetting(level.text);
      report({
        at: level.place,
        message: message(level),
        // A word that is like none of them tells nothing: guessing could weaken what Setup holds.
        fixes: () =>
          nearest === undefined ? [] : [preferredFix(`Change to ${nearest}`, replaceRecordedTls(level, nearest))],
      });
    }
  },
};

function message({ setting, text }: RecordedTls): string {
  if (setting !== undefined) return `Read as ${setting}. Use the API's spelling: ${setting}.`;
  return `It is not known what happens to mail: ${excerpt(text.replace(/^"(.*)"$/s, '$1'))} is not a TLS setting. Use ${ORG_TLS_SETTINGS.join(', ')}.`;
}
