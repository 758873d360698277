import { placeOf } from '../project/facts.ts';
import { bouncesGoUnseen, tlsPolicies } from '../project/settings/tlsPolicy.ts';
import { changeRecord } from '../project/settings/recordEdits.ts';
import { fix, type Rule } from './rule.ts';

export const tlsSettingUnrecorded: Rule = {
  id: 'tls-setting-unrecorded',
  group: 'TLS policy',
  severity: 'hint',
  fix: 'fix',
  summary: '`enableRestrictTlsToDomains` is true, and the project does not say which TLS setting and domain list apply',
  guided: 'Enter the TLS setting and domain list…',
  check(project, report) {
    for (const { recordedTls, list, restrict, emailSettings } of tlsPolicies(project)) {
      if (restrict?.boolean !== true || recordedTls || list || !emailSettings) continue;
      report({
        at: placeOf(emailSettings.source, restrict.valueRange),
        message: `It cannot be checked which mail needs TLS: the TLS setting and the domain list exist only in Setup > Deliverability. Note them in ${project.recordPath}.`,
        fixes: () => [
          fix(
            `Write example values to ${project.recordPath}, to be replaced by those of Setup`,
            changeRecord(project, {
              // An example that is a fault of its own would be a poor one.
              tlsSetting: bouncesGoUnseen(emailSettings) ? 'PreferredVerify' : 'Required',
              restrictTlsToDomains: ['example.com'],
            }),
          ),
        ],
      });
    }
  },
};
