import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { findSetting } from '../project/settings/settingEdits.ts';
import type { Rule } from './rule.ts';

export const bccNeedsAddress: Rule = {
  id: 'bcc-needs-address',
  group: 'Settings file and scratch definition',
  severity: 'info',
  fix: 'none',
  summary: '`enableComplianceBcc` is true, and its address is set only in Setup',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      const bcc = findSetting(emailSettings, 'enableComplianceBcc');
      if (bcc?.boolean !== true) continue;
      report({
        at: placeOf(emailSettings.source, bcc.valueRange),
        message:
          'A copy of each outbound email goes to the compliance address, which is not part of the metadata. Set it in each org in Setup > Compliance BCC Email.',
      });
    }
  },
};
