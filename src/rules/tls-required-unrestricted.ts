import { policyListState } from '../project/routing/listState.ts';
import { enforcedSetting, RESTRICT, tlsPolicies } from '../project/settings/tlsPolicy.ts';
import { replaceRecordedTls } from '../project/settings/recordEdits.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { UNRESTRICTED } from './support/consequence.ts';
import { checkBoxes, groupBy } from './support/tlsPolicyFixes.ts';
import { fix, type Rule } from './rule.ts';

export const tlsRequiredUnrestricted: Rule = {
  id: 'tls-required-unrestricted',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'The TLS setting is not Preferred and applies to all outbound mail',
  guided: 'Restrict TLS to listed domains…',
  check(project, report) {
    const faulty = tlsPolicies(project).filter(
      (policy) =>
        enforcedSetting(policy) !== undefined &&
        // Where a value or a file cannot be read, another rule speaks; guessing on top of it would be a second finding.
        policyListState(project, policy) === 'none',
    );
    for (const [recordedTls, policies] of groupBy(faulty, (policy) => policy.recordedTls)) {
      const setting = recordedTls.setting;
      if (setting === undefined || setting === 'Preferred') continue;
      report({
        at: recordedTls.place,
        severity: setting === 'PreferredVerify' ? 'warning' : 'error',
        message: `${UNRESTRICTED[setting]}: the TLS setting is ${tlsSettingLabel(setting)} and not restricted to domains. List the domains that need it, and set ${RESTRICT} to true.`,
        related: checkBoxes(policies, 'the restriction is off here'),
        fixes: () => [fix('Change to Preferred here (and in Setup)', replaceRecordedTls(recordedTls, 'Preferred'))],
      });
    }
  },
};
