import { placeOf } from '../project/facts.ts';
import { tlsPolicies } from '../project/policy.ts';
import { findSetting, inHolder, putSetting } from '../project/settingEdits.ts';
import { bouncesWithoutTls, tlsSettingLabel } from '../tls/setting.ts';
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
    for (const { level, holder } of tlsPolicies(project)) {
      if (!level || !holder) continue;
      const { setting } = level;
      if (setting === undefined || !bouncesWithoutTls(setting)) continue;
      const handle = findSetting(holder, HANDLE);
      const resend = findSetting(holder, RESEND);
      if (handle?.boolean !== true || resend?.boolean === true) continue;
      report({
        at: placeOf(holder.source, (resend ?? handle).valueRange),
        message: `The sender is not told when mail bounces for lack of TLS: bounces go to Salesforce, and ${RESEND} is not true. Turn it on, or look into the Email Log regularly.`,
        related: [{ at: level.place, message: `the TLS setting is ${tlsSettingLabel(setting)}` }],
        fixes: [preferredFix(`Set ${RESEND} to true`, inHolder(holder, putSetting(holder, RESEND, true)))],
      });
    }
  },
};
