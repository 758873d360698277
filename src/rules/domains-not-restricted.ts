import { listsNothing } from '../project/domains/domainList.ts';
import { placeOf, type ProjectFacts, type EmailSettings } from '../project/facts.ts';
import { orgRestriction, policyListState } from '../project/routing/listState.ts';
import { putSetting } from '../project/settings/settingEdits.ts';
import { enforcedSetting, RESTRICT, tlsPolicies, type TlsPolicy } from '../project/settings/tlsPolicy.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';
import { UNRESTRICTED } from './support/consequence.ts';
import { removeList } from './support/tlsPolicyFixes.ts';

export const domainsNotRestricted: Rule = {
  id: 'domains-not-restricted',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'A domain list exists, but `enableRestrictTlsToDomains` is false: the list is not in force',
  check(project, report) {
    for (const policy of tlsPolicies(project)) {
      const { emailSettings, list, restrict } = policy;
      // Only a `false` that stands there counts: what the project leaves out, the org keeps as it is.
      if (!emailSettings || restrict?.boolean !== false || !list || listsNothing(list)) continue;
      // Which of two files that differ is deployed last decides.
      const differs = !policy.scratch && orgRestriction(project) === 'differs';
      if (!differs && policyListState(project, policy) !== 'not-in-force') continue;
      report({
        at: placeOf(emailSettings.source, restrict.valueRange),
        message: differs ? DIFFERS : message(policy),
        related: [{ at: placeOf(list.source, list.range), message: 'the domain list', mirror: true }],
        fixes: () => fixes(project, policy, emailSettings),
      });
    }
  },
};

const DIFFERS = `It is not known whether the domain list is in force: ${RESTRICT} is false here and true in another settings file of this project. Set it to true in both.`;

function message(policy: TlsPolicy): string {
  const setting = enforcedSetting(policy);
  if (setting !== undefined)
    return `${UNRESTRICTED[setting]}: the domain list is not in force because ${RESTRICT} is false. Set it to true.`;
  if (policy.recordedTls?.setting === undefined)
    return `The domain list is not in force: ${RESTRICT} is false. Set it to true.`;
  return `The domain list is not in force: ${RESTRICT} is false, and the TLS setting in your deliverability file is Preferred. Remove the list, or enter the setting that Setup > Deliverability shows.`;
}

function fixes(project: ProjectFacts, policy: TlsPolicy, emailSettings: EmailSettings): readonly (Fix | undefined)[] {
  // Under Preferred, the restriction would itself be a fault: `restrict-needs-tls-setting`.
  if (policy.recordedTls?.setting === 'Preferred')
    return [fix('Remove the domain list', ...removeList(project, [policy]))];
  return [preferredFix(`Set ${RESTRICT} to true`, putSetting(emailSettings, RESTRICT, true))];
}
