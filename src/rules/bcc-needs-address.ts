import { placeOf } from '../project/facts.ts';
import { allEmailSettings } from '../project/select.ts';
import { findSetting } from '../project/settings/settingEdits.ts';
import type { Rule } from './rule.ts';

export const bccNeedsAddress: Rule = {
  id: 'bcc-needs-address',
  group: 'Settings file and scratch definition',
  severity: 'info',
  fix: 'none',
  summary: '`enableComplianceBcc` is true, and the address is set only in Setup',
  check(project, report) {
    for (const emailSettings of allEmailSettings(project)) {
      const bcc = findSetting(emailSettings, 'enableComplianceBcc');
      if (bcc?.boolean !== true) continue;
      report({
        at: placeOf(emailSettings.source, bcc.valueRange),
        message:
          'Salesforce sends a copy of each outbound email to the compliance address, and the metadata does not contain that address. Set it in each org in Setup > Compliance BCC Email.',
      });
    }
  },
};
