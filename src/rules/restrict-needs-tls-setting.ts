import { listsNothing } from '../project/domains/domainList.ts';
import { bouncesGoUnseen, RESTRICT, tlsPolicies, type TlsPolicy } from '../project/settings/tlsPolicy.ts';
import { replaceRecordedTls } from '../project/settings/recordEdits.ts';
import { checkBoxes, groupBy, removeList, RESTRICTED_HERE, turnOff } from './support/tlsPolicyFixes.ts';
import { fix, preferredFix, type Rule } from './rule.ts';

export const restrictNeedsTlsSetting: Rule = {
  id: 'restrict-needs-tls-setting',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: '`enableRestrictTlsToDomains` is true while the TLS setting is Preferred',
  guided: 'Enter what Setup shows…',
  check(project, report) {
    const faulty = tlsPolicies(project).filter(
      ({ recordedTls, restrict }) => recordedTls?.setting === 'Preferred' && restrict?.boolean === true,
    );
    for (const [recordedTls, policies] of groupBy(faulty, (policy) => policy.recordedTls)) {
      const listed = policies.some(({ list }) => !listsNothing(list));
      report({
        at: recordedTls.place,
        message: `Mail ${listed ? 'to the listed domains ' : ''}is sent unencrypted if the server has no TLS: ${RESTRICT} needs a TLS setting other than Preferred. Enter the setting that Setup > Deliverability shows.`,
        related: checkBoxes(policies, RESTRICTED_HERE),
        fixes: () => [
          // Required would bring a fault of its own where nobody is told of a bounce.
          listed && !policies.some(unseen)
            ? preferredFix('Change to Required here (and in Setup)', replaceRecordedTls(recordedTls, 'Required'))
            : undefined,
          listed
            ? fix(
                'Turn the restriction off and remove the list',
                ...turnOff(policies),
                ...removeList(project, policies),
              )
            : fix('Turn the restriction off', ...turnOff(policies)),
        ],
      });
    }
  },
};

const unseen = ({ emailSettings }: TlsPolicy): boolean => emailSettings !== undefined && bouncesGoUnseen(emailSettings);
