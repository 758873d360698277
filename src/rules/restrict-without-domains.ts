import { listsNothing } from '../project/domains/domainList.ts';
import { policyListState } from '../project/routing/listState.ts';
import { placeOf } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies, type TlsPolicy } from '../project/settings/tlsPolicy.ts';
import { backToPreferred, checkBoxes, groupBy, RESTRICTED_HERE } from './support/tlsPolicyFixes.ts';
import { fix, type Rule } from './rule.ts';

export const restrictWithoutDomains: Rule = {
  id: 'restrict-without-domains',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: '`enableRestrictTlsToDomains` is true and the domain list is empty',
  guided: 'List the domains…',
  check(project, report) {
    const faulty = tlsPolicies(project).filter(
      ({ restrict, list }) => restrict?.boolean === true && listsNothing(list),
    );
    const isKnown = (policy: TlsPolicy): boolean => policyListState(project, policy) === 'in-force';
    // What nobody has written down at all is `tls-setting-unrecorded`'s business.
    for (const [where, policies] of groupBy(faulty, ({ list, recordedTls }) => list ?? recordedTls)) {
      const enforced = policies.some((policy) => enforcedSetting(policy) !== undefined);
      report({
        at: 'items' in where ? placeOf(where.source, where.range) : where.place,
        message: policies.every(isKnown)
          ? `All mail is sent with Preferred: ${RESTRICT} is true, and the domain list is empty. Add the domains here and in Setup > Deliverability.`
          : `It is not known which mail gets the TLS setting: ${RESTRICT} is true, and your deliverability file has no domain list. Enter the list that Setup > Deliverability shows.`,
        related: checkBoxes(policies, RESTRICTED_HERE),
        fixes: () => [
          fix(`Turn the restriction off${enforced ? ' and record Preferred' : ''}`, ...backToPreferred(policies)),
        ],
      });
    }
  },
};
