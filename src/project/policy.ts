import type { OrgTlsSetting } from '../tls/setting.ts';
import type { DomainList, ProjectFacts, Setting, SettingsHolder, TlsLevel } from './facts.ts';
import { findSetting } from './settingEdits.ts';

export const RESTRICT = 'enableRestrictTlsToDomains';

/**
 * What one org is meant to do with TLS: the settings file says whether the list is in force; the record (or TLS
 * elements in the settings file) says which level and which domains.
 */
export interface TlsPolicy {
  readonly holder: SettingsHolder | undefined;
  readonly level: TlsLevel | undefined;
  readonly list: DomainList | undefined;
  /** The setting as it stands; absent where the file does not name it. */
  readonly restrict: Setting | undefined;
}

/**
 * One policy for each settings file. A scratch org has a Setup of its own, which the record does not describe: a
 * definition counts only if it holds TLS values itself. With a record and no settings file, the record stands alone.
 */
export function tlsPolicies(project: ProjectFacts): readonly TlsPolicy[] {
  const { record } = project;
  const files = project.settingsFiles.flatMap(({ holder }) =>
    holder ? [policy(holder, record?.level, record?.list)] : [],
  );
  const scratch = project.scratchDefinitions.flatMap(({ holder }) =>
    holder && holder.inline.elements.length > 0 ? [policy(holder, undefined, undefined)] : [],
  );
  const alone: TlsPolicy[] =
    record && project.settingsFiles.length === 0
      ? [{ holder: undefined, level: record.level, list: record.list, restrict: undefined }]
      : [];
  return [...files, ...scratch, ...alone];
}

function policy(holder: SettingsHolder, level: TlsLevel | undefined, list: DomainList | undefined): TlsPolicy {
  return {
    holder,
    // The record is the place for these values: where both have one, it counts.
    level: level ?? holder.inline.level,
    list: list ?? holder.inline.list,
    restrict: findSetting(holder, RESTRICT),
  };
}

export type EnforcedTlsSetting = Exclude<OrgTlsSetting, 'Preferred'>;

/** The level if it is one that Salesforce knows and that does more than Preferred. */
export function enforcedSetting(policy: TlsPolicy): EnforcedTlsSetting | undefined {
  const setting = policy.level?.setting;
  return setting === 'Preferred' ? undefined : setting;
}
