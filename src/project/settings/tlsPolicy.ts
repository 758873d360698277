import type { OrgTlsSetting } from '../../mail/tlsSetting.ts';
import type { DeliverabilityRecord, ProjectFacts, Setting, EmailSettings, RecordedTls } from '../facts.ts';
import { findSetting } from './settingEdits.ts';
import type { DomainList } from '../domains/model.ts';

export const RESTRICT = 'enableRestrictTlsToDomains';

/**
 * What one org is meant to do with TLS, as one settings file and the record say it: which setting, and which domains.
 * Whether the list is in force is said by all settings files together: `routing/listState.ts`.
 */
export interface TlsPolicy {
  readonly emailSettings: EmailSettings | undefined;
  readonly recordedTls: RecordedTls | undefined;
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
  const emailSettings = project.settingsFiles.flatMap(({ emailSettings }) => (emailSettings ? [emailSettings] : []));
  const files = emailSettings.map((emailSettings) => policy(emailSettings, record, false));
  const scratch = project.scratchDefinitions.flatMap(({ emailSettings }) =>
    emailSettings && emailSettings.inline.elements.length > 0 ? [policy(emailSettings, undefined, true)] : [],
  );
  return [...files, ...scratch, ...(record && emailSettings.length === 0 ? [alone(record)] : [])];
}

function policy(emailSettings: EmailSettings, record: DeliverabilityRecord | undefined, scratch: boolean): TlsPolicy {
  return {
    emailSettings,
    // The record is the place for these values: where both have one, it counts.
    recordedTls: record?.recordedTls ?? emailSettings.inline.recordedTls,
    list: record?.list ?? emailSettings.inline.list,
    restrict: findSetting(emailSettings, RESTRICT),
    scratch,
  };
}

const alone = ({ recordedTls, list }: DeliverabilityRecord): TlsPolicy => ({
  emailSettings: undefined,
  recordedTls,
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
  const setting = policy.recordedTls?.setting;
  return setting === 'Preferred' ? undefined : setting;
}

/** Bounces go to Salesforce, and nothing here forwards them to the sender. */
export const bouncesGoUnseen = (emailSettings: EmailSettings): boolean =>
  findSetting(emailSettings, 'enableHandleBouncedEmails')?.boolean === true &&
  findSetting(emailSettings, 'enableResendBouncedEmails')?.boolean !== true;

/** What is written down of Setup's values, in the record or, for want of it, in a settings file. */
export function recordedPolicy({ record, settingsFiles }: ProjectFacts): Pick<TlsPolicy, 'recordedTls' | 'list'> {
  const inline = settingsFiles.flatMap(({ emailSettings }) => (emailSettings ? [emailSettings.inline] : []));
  return {
    recordedTls: record?.recordedTls ?? inline.find(({ recordedTls }) => recordedTls)?.recordedTls,
    list: record?.list ?? inline.find(({ list }) => list)?.list,
  };
}
