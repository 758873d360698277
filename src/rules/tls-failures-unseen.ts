import { placeOf } from '../project/facts.ts';
import { bouncesGoUnseen, tlsPolicies } from '../project/settings/tlsPolicy.ts';
import { findSetting, putSetting } from '../project/settings/settingEdits.ts';
import { bouncesWithoutTls, tlsSettingLabel } from '../mail/tlsSetting.ts';
import { preferredFix, type Rule } from './rule.ts';

const HANDLE = 'enableHandleBouncedEmails';
const RESEND = 'enableResendBouncedEmails';

export const tlsFailuresUnseen: Rule = {
  id: 'tls-failures-unseen',
  group: 'TLS policy',
  severity: 'info',
  fix: 'fix',
  summary: 'Mail can bounce because TLS is missing, and senders usually get no notice',
  check(project, report) {
    for (const { recordedTls, emailSettings } of tlsPolicies(project)) {
      if (
        !recordedTls?.setting ||
        !emailSettings ||
        !bouncesWithoutTls(recordedTls.setting) ||
        !bouncesGoUnseen(emailSettings)
      )
        continue;
      const resend = findSetting(emailSettings, RESEND);
      const where = resend ?? findSetting(emailSettings, HANDLE);
      if (!where) continue;
      report({
        at: placeOf(emailSettings.source, where.valueRange),
        message: resend
          ? `Senders usually get no notice when mail bounces because TLS is missing: bounces go to Salesforce, and ${RESEND} is not true. Set it to true, or check the Email Log regularly.`
          : `Senders may get no notice when mail bounces because TLS is missing: bounces go to Salesforce, and this file does not set ${RESEND}. Set it to true, or check the Email Log regularly.`,
        related: [{ at: recordedTls.place, message: `the TLS setting is ${tlsSettingLabel(recordedTls.setting)}` }],
        fixes: () => [preferredFix(`Set ${RESEND} to true`, putSetting(emailSettings, RESEND, true))],
      });
    }
  },
};
