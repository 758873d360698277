import { placeOf, type ProjectFacts } from '../../project/facts.ts';
import { enforcedSetting, type TlsPolicy } from '../../project/settings/tlsPolicy.ts';
import { removeRecordList, replaceRecordedTls } from '../../project/settings/recordEdits.ts';
import { editsOf, removeSettings, setValue } from '../../project/settings/settingEdits.ts';
import type { FileEdit } from '../../text/edit.ts';
import type { Related } from '../rule.ts';

/** Edits that several TLS rules need: each leaves a policy that holds together. */

/** Turns the restriction off in every one of the settings files. */
export const turnOff = (policies: readonly TlsPolicy[]): readonly (FileEdit | undefined)[] =>
  policies.flatMap(({ emailSettings, restrict }) =>
    emailSettings && restrict?.boolean === true ? [setValue(emailSettings, restrict, false)] : [],
  );

/**
 * Back to Preferred for all mail: without the restriction, any other level would apply to every domain, so both go
 * together.
 */
export function backToPreferred(policies: readonly TlsPolicy[]): readonly (FileEdit | undefined)[] {
  const levels = new Set(
    policies.flatMap((policy) => (policy.recordedTls && enforcedSetting(policy) ? [policy.recordedTls] : [])),
  );
  return [...turnOff(policies), ...[...levels].map((level) => replaceRecordedTls(level, 'Preferred'))];
}

/** Takes the domain list out of wherever it stands. */
export function removeList(project: ProjectFacts, policies: readonly TlsPolicy[]): readonly (FileEdit | undefined)[] {
  const edits: (FileEdit | undefined)[] = [];
  const { record } = project;
  if (record?.list && policies.some(({ list }) => list === record.list)) edits.push(removeRecordList(record));
  for (const { emailSettings, list } of policies) {
    if (!emailSettings || !list || list !== emailSettings.inline.list) continue;
    const settings = emailSettings.inline.elements
      .filter(({ meaning }) => meaning === 'list')
      .map(({ setting }) => setting);
    edits.push(editsOf(emailSettings, ...removeSettings(emailSettings, settings).edits));
  }
  return edits;
}

/** The settings files' check boxes, shown with a finding that is as much theirs. */
export const checkBoxes = (policies: readonly TlsPolicy[], message: string): readonly Related[] =>
  policies.flatMap(({ emailSettings, restrict }) =>
    emailSettings && restrict
      ? [{ at: placeOf(emailSettings.source, restrict.valueRange), message, mirror: true }]
      : [],
  );

/** Policies with the same fault, in groups that share what must change. */
export function groupBy<T>(
  policies: readonly TlsPolicy[],
  key: (policy: TlsPolicy) => T | undefined,
): ReadonlyMap<T, TlsPolicy[]> {
  const groups = new Map<T, TlsPolicy[]>();
  for (const policy of policies) {
    const value = key(policy);
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), policy]);
  }
  return groups;
}

export const RESTRICTED_HERE = 'TLS is restricted to the listed domains here';
