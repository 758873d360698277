import { listsNothing } from '../project/domainList.ts';
import { placeOf, type DomainList, type ProjectFacts } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies, type TlsPolicy } from '../project/policy.ts';
import { changeRecord } from '../project/recordEdits.ts';
import { inHolder, putSetting } from '../project/settingEdits.ts';
import { METADATA_NAMESPACE, ROOT_ELEMENT } from '../tls/elements.ts';
import { tlsSettingLabel } from '../tls/setting.ts';
import type { FileEdit } from '../text/edit.ts';
import type { Place } from '../text/source.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';

export const domainsNotRestricted: Rule = {
  id: 'domains-not-restricted',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'There is a domain list, but `enableRestrictTlsToDomains` is false or absent: the list is not in force',
  check(project, report) {
    for (const policy of tlsPolicies(project)) {
      const { list, restrict, holder } = policy;
      if (!list || listsNothing(list) || restrict?.boolean === true) continue;
      // A value that cannot be read is `boolean-value`'s finding; guessing on top of it would be a second one.
      if (restrict && restrict.boolean === undefined) continue;
      const at = placeToChange(policy, list);
      const listPlace = placeOf(list.source, list.range);
      report({
        at,
        message: `The domain list is not in force: ${whereMissing(policy)}. ${whatHappens(policy)}`,
        related: [holder ? { at: listPlace, message: 'the domain list', mirror: true } : undefined],
        fixes: fixes(project, policy),
      });
    }
  },
};

function placeToChange({ holder, restrict }: TlsPolicy, list: DomainList): Place {
  if (holder && restrict) return placeOf(holder.source, restrict.valueRange);
  if (holder?.layout.format === 'xml') return placeOf(holder.source, holder.layout.root.nameRange);
  return placeOf(list.source, list.range);
}

function whereMissing({ holder, restrict }: TlsPolicy): string {
  if (restrict) return `${RESTRICT} is false`;
  return holder ? `this file does not set ${RESTRICT}` : `no settings file of this project sets ${RESTRICT}`;
}

function whatHappens(policy: TlsPolicy): string {
  const setting = policy.level?.setting;
  if (setting === undefined) return `Set ${RESTRICT} to true.`;
  if (setting === 'Preferred') return 'The recorded TLS setting is Preferred, which no list changes.';
  return `${tlsSettingLabel(setting)} applies to mail to every domain. Set ${RESTRICT} to true.`;
}

function fixes(project: ProjectFacts, policy: TlsPolicy): readonly (Fix | undefined)[] {
  // Under Preferred, the restriction would itself be a fault: `restrict-needs-tls-setting`.
  if (policy.level && enforcedSetting(policy) === undefined)
    return [fix('Remove the domain list from the record', changeRecord(project, { restrictTlsToDomains: undefined }))];
  const { holder } = policy;
  if (!holder)
    return [
      preferredFix(`Create ${project.newSettingsPath} with ${RESTRICT} true`, newSettingsFile(project.newSettingsPath)),
    ];
  return [preferredFix(`Set ${RESTRICT} to true`, inHolder(holder, putSetting(holder, RESTRICT, true)))];
}

function newSettingsFile(file: string): FileEdit {
  const newText = `<?xml version="1.0" encoding="UTF-8"?>
<${ROOT_ELEMENT} xmlns="${METADATA_NAMESPACE}">
    <${RESTRICT}>true</${RESTRICT}>
</${ROOT_ELEMENT}>
`;
  return { file, create: true, edits: [{ range: { start: 0, end: 0 }, newText }] };
}
