import { listsNothing } from '../project/domainList.ts';
import { placeOf } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies } from '../project/policy.ts';
import { replaceLevel } from '../project/recordEdits.ts';
import { inHolder, setValue } from '../project/settingEdits.ts';
import { fix, type Rule } from './rule.ts';

export const restrictWithoutDomains: Rule = {
  id: 'restrict-without-domains',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: '`enableRestrictTlsToDomains` is true and the domain list is empty',
  check(project, report) {
    for (const policy of tlsPolicies(project)) {
      const { level, list, restrict, holder } = policy;
      if (restrict?.boolean !== true || !holder || !listsNothing(list) || (!level && !list)) continue;
      const at = list ? placeOf(list.source, list.range) : level?.place;
      if (!at) continue;
      // Without the restriction, another level than Preferred would apply to all mail: both go together.
      const release =
        level && enforcedSetting(policy) !== undefined
          ? fix(
              'Turn the restriction off and record Preferred',
              inHolder(holder, setValue(holder, restrict, false)),
              replaceLevel(level, 'Preferred'),
            )
          : fix('Turn the restriction off', inHolder(holder, setValue(holder, restrict, false)));
      report({
        at,
        message: `Mail to every domain is sent as under Preferred: ${RESTRICT} is true and no domain is listed. List the domains here and in Setup > Deliverability.`,
        related: [
          {
            at: placeOf(holder.source, restrict.valueRange),
            message: 'TLS is restricted to the listed domains here',
            mirror: true,
          },
        ],
        fixes: [release],
      });
    }
  },
};
