import { listsNothing } from '../project/domainList.ts';
import { placeOf } from '../project/facts.ts';
import { RESTRICT, tlsPolicies } from '../project/policy.ts';
import { changeRecord, replaceLevel } from '../project/recordEdits.ts';
import { inHolder, setValue } from '../project/settingEdits.ts';
import { fix, preferredFix, type Rule } from './rule.ts';

export const restrictNeedsTlsSetting: Rule = {
  id: 'restrict-needs-tls-setting',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: '`enableRestrictTlsToDomains` is true while the recorded TLS setting is Preferred',
  check(project, report) {
    for (const { level, list, restrict, holder } of tlsPolicies(project)) {
      if (level?.setting !== 'Preferred' || restrict?.boolean !== true || !holder) continue;
      const off = inHolder(holder, setValue(holder, restrict, false));
      report({
        at: level.place,
        message: `Mail to the listed domains is sent in clear if their server has no TLS: ${RESTRICT} needs a TLS setting other than Preferred. Record the setting that Setup > Deliverability shows.`,
        related: [
          {
            at: placeOf(holder.source, restrict.valueRange),
            message: 'TLS is restricted to the listed domains here',
            mirror: true,
          },
        ],
        fixes: listsNothing(list)
          ? [fix('Turn the restriction off', off)]
          : [
              preferredFix('Record Required', replaceLevel(level, 'Required')),
              fix(
                'Turn the restriction off and remove the list',
                off,
                changeRecord(project, { restrictTlsToDomains: undefined }),
              ),
            ],
      });
    }
  },
};
