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
  summary: 'Mail can bounce for lack of TLS, and the sender gets no copy of the bounce',
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
          ? `The sender is not told when mail bounces for lack of TLS: bounces go to Salesforce, and ${RESEND} is not true. Turn it on, or look into the Email Log regularly.`
          : `The sender may not be told when mail bounces for lack of TLS: bounces go to Salesforce, and this file does not set ${RESEND}. Turn it on, or look into the Email Log regularly.`,
        related: [{ at: recordedTls.place, message: `the TLS setting is ${tlsSettingLabel(recordedTls.setting)}` }],
        fixes: () => [preferredFix(`Set ${RESEND} to true`, putSetting(emailSettings, RESEND, true))],
      });
    }
  },
};
