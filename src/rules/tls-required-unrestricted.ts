import { listsNothing } from '../project/domainList.ts';
import { placeOf } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies, type EnforcedTlsSetting } from '../project/policy.ts';
import { replaceLevel } from '../project/recordEdits.ts';
import { tlsSettingLabel } from '../tls/setting.ts';
import { fix, type Rule } from './rule.ts';

export const tlsRequiredUnrestricted: Rule = {
  id: 'tls-required-unrestricted',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'The TLS setting is not Preferred and applies to all outbound mail',
  check(project, report) {
    for (const policy of tlsPolicies(project)) {
      const { level, list, restrict, holder } = policy;
      const setting = enforcedSetting(policy);
      if (!level || setting === undefined || restrict?.boolean === true || !listsNothing(list)) continue;
      report({
        at: level.place,
        severity: setting === 'PreferredVerify' ? 'warning' : 'error',
        message: `${WHAT_HAPPENS[setting]}: the setting is ${tlsSettingLabel(setting)} and not restricted to domains. List the domains that need it, and set ${RESTRICT} to true.`,
        related: [
          restrict && holder
            ? {
                at: placeOf(holder.source, restrict.valueRange),
                message: 'TLS is not restricted to the listed domains here',
                mirror: true,
              }
            : undefined,
        ],
        fixes: [
          fix('Record Preferred instead (set it in Setup > Deliverability too)', replaceLevel(level, 'Preferred')),
        ],
      });
    }
  },
};

/** Worded after facts that Salesforce documents; for PreferredVerify its documents disagree. */
const WHAT_HAPPENS: Readonly<Record<EnforcedTlsSetting, string>> = {
  Required: 'Mail to every domain bounces if its server has no TLS',
  RequiredVerify: 'Mail to every domain bounces if its server has no TLS or its certificate does not verify',
  PreferredVerify:
    "Mail to every domain goes out in clear or is not delivered (Salesforce's documents disagree) if its server's certificate does not verify",
};
