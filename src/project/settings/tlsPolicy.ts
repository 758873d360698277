import type { OrgTlsSetting } from '../../mail/tlsSetting.ts';
import type { DeliverabilityRecord, ProjectFacts, Setting, SettingsHolder, TlsLevel } from '../facts.ts';
import { findSetting } from './settingEdits.ts';
import type { DomainList } from '../domains/model.ts';

export const RESTRICT = 'enableRestrictTlsToDomains';

/**
 * What one org is meant to do with TLS, as one settings file and the record say it: which setting, and which domains.
 * Whether the list is in force is said by all settings files together: `routing/listState.ts`.
 */
export interface TlsPolicy {
  readonly holder: SettingsHolder | undefined;
  readonly level: TlsLevel | undefined;
  readonly list: DomainList | undefined;
  /** The setting as it stands; absent where the file does not name it. */
  readonly restrict: Setting | undefined;
  /** It is that of the scratch org which a definition describes, not the org's. */
  readonly scratch: boolean;
}

/**
 * One policy for each settings file. A scratch org has a Setup of its own, which the record does not describe: a
 * definition counts only if it holds TLS values itself. With a record and no settings file, the record stands alone.
 */
export function tlsPolicies(project: ProjectFacts): readonly TlsPolicy[] {
  const { record } = project;
  const holders = project.settingsFiles.flatMap(({ holder }) => (holder ? [holder] : []));
  const files = holders.map((holder) => policy(holder, record, false));
  const scratch = project.scratchDefinitions.flatMap(({ holder }) =>
    holder && holder.inline.elements.length > 0 ? [policy(holder, undefined, true)] : [],
  );
  return [...files, ...scratch, ...(record && holders.length === 0 ? [alone(record)] : [])];
}

function policy(holder: SettingsHolder, record: DeliverabilityRecord | undefined, scratch: boolean): TlsPolicy {
  return {
    holder,
    // The record is the place for these values: where both have one, it counts.
    level: record?.level ?? holder.inline.level,
    list: record?.list ?? holder.inline.list,
    restrict: findSetting(holder, RESTRICT),
    scratch,
  };
}

const alone = ({ level, list }: DeliverabilityRecord): TlsPolicy => ({
  holder: undefined,
  level,
  list,
  restrict: undefined,
  scratch: false,
});

/** The policies of the org itself. */
export const orgPolicies = (project: ProjectFacts): readonly TlsPolicy[] =>
  tlsPolicies(project).filter(({ scratch }) => !scratch);

export type EnforcedTlsSetting = Exclude<OrgTlsSetting, 'Preferred'>;

/** The level if it is one that Salesforce knows and that does more than Preferred. */
export function enforcedSetting(policy: TlsPolicy): EnforcedTlsSetting | undefined {
  const setting = policy.level?.setting;
  return setting === 'Preferred' ? undefined : setting;
}

/** Bounces go to Salesforce, and nothing here forwards them to the sender. */
export const bouncesGoUnseen = (holder: SettingsHolder): boolean =>
  findSetting(holder, 'enableHandleBouncedEmails')?.boolean === true &&
  findSetting(holder, 'enableResendBouncedEmails')?.boolean !== true;

/** What is written down of Setup's values, in the record or, for want of it, in a settings file. */
export function recordedTls({ record, settingsFiles }: ProjectFacts): Pick<TlsPolicy, 'level' | 'list'> {
  const inline = settingsFiles.flatMap(({ holder }) => (holder ? [holder.inline] : []));
  return {
    level: record?.level ?? inline.find(({ level }) => level)?.level,
    list: record?.list ?? inline.find(({ list }) => list)?.list,
  };
}
