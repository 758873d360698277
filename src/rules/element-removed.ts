import { placeOf } from '../project/facts.ts';
import { settingsHolders } from '../project/select.ts';
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
    for (const holder of settingsHolders(project)) {
      for (const setting of holder.settings) {
        const removedIn = setting.fact?.removedIn;
        if (removedIn === undefined || apiVersion < removedIn) continue;
        report({
          at: placeOf(holder.source, setting.nameRange),
          message: `${EXPECTED_TO_FAIL[holder.layout.format]}: ${setting.name} is gone since API ${removedIn}.0, and the project says ${apiVersion}.0. Remove it.`,
          fixes: () => [safeFix(`Remove ${setting.name}`, removeSettings(holder, [setting]))],
        });
      }
    }
  },
};
