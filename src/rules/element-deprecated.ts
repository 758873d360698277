import { placeOf } from '../project/facts.ts';
import { settingsHolders } from '../project/select.ts';
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
    for (const holder of settingsHolders(project)) {
      for (const setting of holder.settings) {
        const deprecated = setting.fact?.deprecated;
        if (deprecated === undefined) continue;
        report({
          at: placeOf(holder.source, setting.nameRange),
          message: `${setting.name} is deprecated: ${deprecated}. Remove it.`,
          fixes: () => [preferredFix(`Remove ${setting.name}`, removeSettings(holder, [setting]))],
        });
      }
    }
  },
};
