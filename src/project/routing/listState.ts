/**
 * Whether the recorded domain list is in force: the one answer, for rules, routes, preflights, logs, reviews and hovers.
 *
 * Setup holds the list beside the check box that puts it in force. The check box is in the metadata
 * (`enableRestrictTlsToDomains`), the list is recorded in the deliverability file. Only the settings files of the
 * project's package directories speak for the org; a scratch org has a Setup of its own.
 */
import { property } from '../../formats/json.ts';
import { listsNothing } from '../domains/domainList.ts';
import type { ProjectFacts, SettingsFile, EmailSettings } from '../facts.ts';
import { findSetting } from '../settings/settingEdits.ts';
import { RESTRICT, type TlsPolicy } from '../settings/tlsPolicy.ts';

/** In JSON too. `none`: no domain is listed, so the TLS setting is for all mail. */
export type ListState = 'in-force' | 'not-in-force' | 'none' | 'unknown';

/** What the settings files say of the check box. `unreadable`: a file, or the value in it, cannot be read. */
export type Restriction = 'on' | 'off' | 'unsaid' | 'differs' | 'unreadable';

/** What is recorded of the list. `unreadable`: something is there that is no list. */
export type RecordedList = 'domains' | 'empty' | 'unrecorded' | 'unreadable';

/** Where no file sets the check box, a recorded list is what Setup shows beside it, so it is in force. */
const STATES: Readonly<Record<Restriction, Readonly<Record<RecordedList, ListState>>>> = {
  on: { domains: 'in-force', empty: 'in-force', unrecorded: 'unknown', unreadable: 'unknown' },
  off: { domains: 'not-in-force', empty: 'none', unrecorded: 'none', unreadable: 'not-in-force' },
  unsaid: { domains: 'in-force', empty: 'none', unrecorded: 'none', unreadable: 'unknown' },
  differs: { domains: 'unknown', empty: 'unknown', unrecorded: 'unknown', unreadable: 'unknown' },
  unreadable: { domains: 'unknown', empty: 'unknown', unrecorded: 'unknown', unreadable: 'unknown' },
};

const listState = (restriction: Restriction, list: RecordedList): ListState => STATES[restriction][list];

/** Facts never change, and a project may have thousands of files that all ask. */
const restrictions = new WeakMap<ProjectFacts, Restriction>();

/** What all settings files of the project say together. */
export function orgRestriction(project: ProjectFacts): Restriction {
  const known = restrictions.get(project) ?? togetherSaid(project);
  restrictions.set(project, known);
  return known;
}

function togetherSaid({ settingsFiles }: ProjectFacts): Restriction {
  const said = new Set(settingsFiles.filter(speaksForOrg).map(fileRestriction));
  if (said.has('unreadable')) return 'unreadable';
  if (said.has('on') && said.has('off')) return 'differs';
  return said.has('on') ? 'on' : said.has('off') ? 'off' : 'unsaid';
}

/** A file without a readable root may be one of ours: only another root shows that it is not. */
const speaksForOrg = ({ emailSettings, root }: SettingsFile): boolean =>
  emailSettings !== undefined || root === undefined;

const fileRestriction = ({ emailSettings, problem }: SettingsFile): Restriction =>
  problem || !emailSettings ? 'unreadable' : restrictionIn(emailSettings);

function restrictionIn(emailSettings: EmailSettings): Restriction {
  const setting = findSetting(emailSettings, RESTRICT);
  if (!setting) return 'unsaid';
  return setting.boolean === undefined ? 'unreadable' : setting.boolean ? 'on' : 'off';
}

/** The state of a policy's list: the org's, or that of the scratch org which a definition describes. */
export function policyListState(project: ProjectFacts, policy: TlsPolicy): ListState {
  const restriction =
    policy.scratch && policy.emailSettings ? restrictionIn(policy.emailSettings) : orgRestriction(project);
  return listState(restriction, recordedList(project, policy));
}

/** What the record or, without one, the policy's own file says of the list. */
export function recordedList({ record }: ProjectFacts, { list, scratch }: TlsPolicy): RecordedList {
  // A file that breaks off may hold half of the list.
  if (record?.problem && !scratch) return 'unreadable';
  if (list) return listsNothing(list) ? 'empty' : 'domains';
  return record && property(record.object, 'restrictTlsToDomains') ? 'unreadable' : 'unrecorded';
}
