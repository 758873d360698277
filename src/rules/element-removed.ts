import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { removeSettings } from '../project/settings/settingEdits.ts';
import { EXPECTED_TO_FAIL } from './support/consequence.ts';
import { safeFix, type Rule } from './rule.ts';

export const elementRemoved: Rule = {
  id: 'element-removed',
  group: 'Settings file and scratch definition',
  severity: 'error',
  fix: 'safe',
  summary: "The element no longer exists in the project's API version",
  tag: 'deprecated',
  check(project, report) {
    const { apiVersion } = project;
    if (apiVersion === undefined) return;
    for (const emailSettings of allEmailSettings(project)) {
      for (const setting of emailSettings.settings) {
        const removedIn = setting.fact?.removedIn;
        if (removedIn === undefined || apiVersion < removedIn) continue;
        report({
          at: placeOf(emailSettings.source, setting.nameRange),
          message: `${EXPECTED_TO_FAIL[emailSettings.layout.format]}: ${setting.name} was removed in API ${removedIn}.0, and this project uses ${apiVersion}.0. Remove it.`,
          fixes: () => [safeFix(`Remove ${setting.name}`, removeSettings(emailSettings, [setting]))],
        });
      }
    }
  },
};
