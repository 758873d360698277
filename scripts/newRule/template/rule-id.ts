import { placeOf } from '../../../src/project/facts.ts';
import { allEmailSettings } from '../../../src/project/select.ts';
import { findSetting } from '../../../src/project/settings/settingEdits.ts';
import type { Rule } from '../../../src/rules/rule.ts';

export const ruleId: Rule = {
  id: 'rule-id',
  group: 'Settings file and scratch definition',
  severity: 'warning',
  fix: 'none',
  summary: 'TODO: one line for the tables: `enableHandleBouncedEmails` is false',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      const bounces = findSetting(emailSettings, 'enableHandleBouncedEmails');
      if (bounces?.boolean !== false) continue;
      report({
        at: placeOf(emailSettings.source, bounces.valueRange),
        message: 'TODO: say what happens to mail. Say what to do.',
      });
    }
  },
};
