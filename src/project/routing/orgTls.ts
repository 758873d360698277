import type { Domain } from '../../mail/domain.ts';
import { listCoverage, type Coverage } from '../domains/coverage.ts';
import { listsNothing } from '../domains/domainList.ts';
import type { DomainItem } from '../domains/model.ts';
import type { ProjectFacts } from '../facts.ts';
import { orgPolicies, type TlsPolicy } from '../settings/tlsPolicy.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import { orgRestriction, policyListState, recordedList, type ListState } from './listState.ts';

/** A TLS setting that a mail may get, and why. */
export interface PossibleTls {
  /** Undefined: one that is written down nowhere. */
  readonly setting: TlsSetting | undefined;
  readonly because: TlsReason;
  /** The entry that covers the domain, or may do so. */
  readonly item?: DomainItem | undefined;
}

export type TlsReason =
  /** The relay's own setting. */
  | 'relay'
  /** The relay is not known, or its setting is not exported or is none. */
  | 'relay-unknown'
  | 'relay-setting-unsaid'
  | 'relay-setting-invalid'
  /** The recorded setting is Preferred, which a restriction would not change. */
  | 'preferred-for-all'
  /** The setting is for all mail: no domain is listed, or the list is not in force. */
  | 'not-restricted'
  /** The list is in force, and the domain is listed, or surely is not. */
  | 'listed'
  | 'not-listed'
  | 'list-empty'
  /** The list is in force, and whether an entry covers the domain is not documented. */
  | 'maybe-listed'
  /** Whether the list is in force, or what is in it, is not known. */
  | 'list-unsaid'
  | 'list-unreadable'
  | 'restriction-differs'
  | 'restriction-unreadable'
  /** Nothing records the setting, or what is recorded is none. */
  | 'setting-unsaid'
  | 'setting-invalid';

/** Whether the org's own TLS setting, whichever it is, applies to mail for a domain; all other mail gets Preferred. */
interface SettingReach {
  readonly applies: Coverage;
  readonly because: Extract<
    TlsReason,
    | 'not-restricted'
    | 'listed'
    | 'not-listed'
    | 'list-empty'
    | 'maybe-listed'
    | 'list-unsaid'
    | 'list-unreadable'
    | 'restriction-differs'
    | 'restriction-unreadable'
  >;
  readonly item?: DomainItem | undefined;
}

/**
 * Which TLS setting Salesforce's own servers use for mail to a domain: the recorded one, Preferred for a domain that
 * is not listed while the list is in force, or each that is possible where the project leaves it open.
 */
export function orgTls(project: ProjectFacts): (domain: Domain) => readonly PossibleTls[] {
  const policies = orgPolicies(project).map((policy) => ({ policy, reach: policyReach(project, policy) }));
  return (domain) => {
    const found = policies.flatMap(({ policy, reach }) => policyTls(policy, reach(domain)));
    return found.length === 0 ? [{ setting: undefined, because: 'setting-unsaid' }] : withoutRepeats(found);
  };
}

function policyTls({ recordedTls }: TlsPolicy, { applies, because, item }: SettingReach): readonly PossibleTls[] {
  const setting = recordedTls?.setting;
  if (setting === 'Preferred') return [{ setting, because: 'preferred-for-all' }];
  const own: PossibleTls =
    setting === undefined
      ? { setting, because: recordedTls ? 'setting-invalid' : 'setting-unsaid', item }
      : { setting, because, item };
  const preferred: PossibleTls = { setting: 'Preferred', because, item };
  switch (applies) {
    case 'yes':
      return [own];
    case 'no':
      return [preferred];
    case 'unknown':
      return [own, preferred];
  }
}

/** How far the setting of one policy reaches. */
function policyReach(project: ProjectFacts, policy: TlsPolicy): (domain: Domain) => SettingReach {
  const state = policyListState(project, policy);
  const coverage = listCoverage(policy.list?.items ?? []);
  const why = reasonUnknown(project, policy);
  return (domain) => {
    if (state === 'none' || state === 'not-in-force') return { applies: 'yes', because: 'not-restricted' };
    const { covers, by } = coverage(domain);
    const [item] = by;
    if (covers === 'yes') return { applies: 'yes', because: 'listed', item };
    if (state === 'unknown') return { applies: 'unknown', because: why };
    if (covers === 'unknown') return { applies: 'unknown', because: 'maybe-listed', item };
    return { applies: 'no', because: listsNothing(policy.list) ? 'list-empty' : 'not-listed' };
  };
}

function reasonUnknown(project: ProjectFacts, policy: TlsPolicy): SettingReach['because'] {
  const restriction = orgRestriction(project);
  if (restriction === 'differs') return 'restriction-differs';
  if (restriction === 'unreadable') return 'restriction-unreadable';
  return recordedList(project, policy) === 'unreadable' ? 'list-unreadable' : 'list-unsaid';
}

/** The domain list of an org as far as it is known, and which mail the org's own TLS setting applies to. */
export interface SettingScope {
  readonly list: ListState;
  /** Every entry that is recorded. */
  readonly entries: readonly DomainItem[];
  /** Whether the setting, whichever it is, applies to mail for a domain. */
  readonly reach: (domain: Domain) => Coverage;
}

/**
 * The same without the setting, for who judges under one of their own choice. Several projects, or several settings
 * files without a record, may say different things: then it is not known. Undefined where no project says anything.
 */
export function settingScope(projects: readonly ProjectFacts[]): SettingScope | undefined {
  const policies = recordingPolicies(projects);
  const list = oneOf(policies.map(({ project, policy }) => policyListState(project, policy)));
  if (list === undefined) return undefined;
  const reaches = policies.map(({ project, policy }) => policyReach(project, policy));
  const lists = new Set(policies.flatMap(({ policy }) => policy.list ?? []));
  return {
    list,
    entries: [...lists].flatMap(({ items }) => items),
    reach: (domain) => oneOf(reaches.map((reach) => reach(domain).applies)) ?? 'unknown',
  };
}

/** Those that record a TLS setting or a list; where none does, all: a project beside them may only hold metadata. */
function recordingPolicies(
  projects: readonly ProjectFacts[],
): readonly { readonly project: ProjectFacts; readonly policy: TlsPolicy }[] {
  const all = projects.flatMap((project) => orgPolicies(project).map((policy) => ({ project, policy })));
  const recording = all.filter(({ policy: { recordedTls, list } }) => recordedTls !== undefined || list !== undefined);
  return recording.length > 0 ? recording : all;
}

/** What all say; where they do not agree, it is not known. */
function oneOf<T extends string>(all: readonly T[]): T | 'unknown' | undefined {
  const [first, ...others] = new Set(all);
  return others.length > 0 ? 'unknown' : first;
}

/** Several settings files of one project may say the same. */
const withoutRepeats = (all: readonly PossibleTls[]): readonly PossibleTls[] =>
  all.filter(
    (one, index) => all.findIndex((other) => other.setting === one.setting && other.because === one.because) === index,
  );
