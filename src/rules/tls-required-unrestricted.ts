import { listsNothing } from '../project/domainList.ts';
import { placeOf } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies } from '../project/policy.ts';
import { replaceLevel } from '../project/recordEdits.ts';
import { tlsSettingLabel } from '../tls/setting.ts';
import { UNRESTRICTED } from './consequence.ts';
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
        message: `${UNRESTRICTED[setting]}: the setting is ${tlsSettingLabel(setting)} and not restricted to domains. List the domains that need it, and set ${RESTRICT} to true.`,
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
