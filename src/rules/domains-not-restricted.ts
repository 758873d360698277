import { listsNothing } from '../project/domains/domainList.ts';
import { placeOf, type ProjectFacts } from '../project/facts.ts';
import { enforcedSetting, RESTRICT, tlsPolicies, type TlsPolicy } from '../project/settings/tlsPolicy.ts';
import { putSetting } from '../project/settings/settingEdits.ts';
import { METADATA_NAMESPACE, ROOT_ELEMENT } from '../project/settings/elements.ts';
import type { FileEdit } from '../text/edit.ts';
import type { Place } from '../text/source.ts';
import { UNRESTRICTED } from './support/consequence.ts';
import { removeList } from './support/tlsPolicyFixes.ts';
import { fix, preferredFix, type Fix, type Rule } from './rule.ts';
import type { DomainList } from '../project/domains/model.ts';

export const domainsNotRestricted: Rule = {
  id: 'domains-not-restricted',
  group: 'TLS policy',
  severity: 'error',
  fix: 'fix',
  summary: 'There is a domain list, but `enableRestrictTlsToDomains` is false or absent: the list is not in force',
  check(project, report) {
    for (const policy of tlsPolicies(project)) {
      const { list, restrict } = policy;
      if (!list || listsNothing(list) || restrict?.boolean === true) continue;
      if (!restrict && policy.restrictElsewhere) continue;
      // A value that cannot be read is `boolean-value`'s finding; guessing on top of it would be a second one.
      if (restrict && restrict.boolean === undefined) continue;
      const at = placeToChange(policy, list);
      const listPlace = placeOf(list.source, list.range);
      report({
        at,
        message: message(policy),
        related: [
          at.range === listPlace.range ? undefined : { at: listPlace, message: 'the domain list', mirror: true },
        ],
        fixes: () => fixes(project, policy),
      });
    }
  },
};

function placeToChange({ holder, restrict }: TlsPolicy, list: DomainList): Place {
  if (holder && restrict) return placeOf(holder.source, restrict.valueRange);
  if (holder?.layout.format === 'xml') return placeOf(holder.source, holder.layout.root.nameRange);
  return placeOf(list.source, list.range);
}

function message(policy: TlsPolicy): string {
  const { holder, restrict, level } = policy;
  const cause = restrict
    ? `${RESTRICT} is false`
    : `${holder ? 'this file does not set' : 'no settings file of this project sets'} ${RESTRICT}, which is false by default`;
  const setting = enforcedSetting(policy);
  // What the project leaves out, the org may have: only a `false` that stands there is sure.
  if (setting !== undefined && !restrict)
    return `${UNRESTRICTED[setting]}, unless the org has the list in force: ${cause}. Set it to true.`;
  if (setting !== undefined)
    return `${UNRESTRICTED[setting]}: the domain list is not in force, since ${cause}. Set it to true.`;
  if (level?.setting === undefined)
    return `${restrict ? 'The domain list is not in force' : 'Nothing here puts the domain list in force'}: ${cause}. Set it to true.`;
  return `The domain list is not in force, since ${cause} and the recorded TLS setting is Preferred. Remove the list, or record the setting that Setup > Deliverability shows.`;
}

function fixes(project: ProjectFacts, policy: TlsPolicy): readonly (Fix | undefined)[] {
  // Under Preferred, the restriction would itself be a fault: `restrict-needs-tls-setting`.
  if (policy.level?.setting === 'Preferred') return [fix('Remove the domain list', ...removeList(project, [policy]))];
  const { holder } = policy;
  if (holder) return [preferredFix(`Set ${RESTRICT} to true`, putSetting(holder, RESTRICT, true))];
  const file = project.newSettingsPath;
  // Something is there: ignored, not to be read, or without a root that could be understood.
  if (project.occupied.includes(file) || project.settingsFiles.some(({ source }) => source.file === file)) return [];
  return [preferredFix(`Create ${file} with ${RESTRICT} true`, newSettingsFile(file))];
}

function newSettingsFile(file: string): FileEdit {
  const newText = `<?xml version="1.0" encoding="UTF-8"?>
<${ROOT_ELEMENT} xmlns="${METADATA_NAMESPACE}">
    <${RESTRICT}>true</${RESTRICT}>
</${ROOT_ELEMENT}>
`;
  return { file, create: true, edits: [{ range: { start: 0, end: 0 }, newText }] };
}
