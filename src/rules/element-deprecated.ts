import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { removeSettings } from '../project/settings/settingEdits.ts';
import { preferredFix, type Rule } from './rule.ts';

export const elementDeprecated: Rule = {
  id: 'element-deprecated',
  group: 'Settings file and scratch definition',
  severity: 'warning',
  fix: 'fix',
  summary: 'The element is deprecated',
  tag: 'deprecated',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      for (const setting of emailSettings.settings) {
        const deprecated = setting.fact?.deprecated;
        if (deprecated === undefined) continue;
        report({
          at: placeOf(emailSettings.source, setting.nameRange),
          message: `${setting.name} is deprecated: ${deprecated}. Remove it.`,
          fixes: () => [preferredFix(`Remove ${setting.name}`, removeSettings(emailSettings, [setting]))],
        });
      }
    }
  },
};
