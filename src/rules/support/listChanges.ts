import { listsNothing } from '../../project/domains/domainList.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import { property } from '../../formats/json.ts';
import { isExact, listCoverage } from '../../project/domains/coverage.ts';
import { addItems } from '../../project/domains/listEdits.ts';
import { orgRestriction } from '../../project/routing/listState.ts';
import { recordedPolicy, tlsPolicies } from '../../project/settings/tlsPolicy.ts';
import { readProject, type ProjectInput } from '../../project/readProject.ts';
import { changeRecord } from '../../project/settings/recordEdits.ts';
import { applyEdits, smallestEdit, type FileEdit } from '../../text/edit.ts';
import type { Domain } from '../../mail/domain.ts';
import { knownRecipients } from '../../project/select.ts';
import { tlsSettingLabel, type OrgTlsSetting } from '../../mail/tlsSetting.ts';
import { preflightBounces } from '../preflight-bounces.ts';
import { removeEntries } from './removeEntry.ts';
import type { Finding, Fix } from '../rule.ts';
import type { DomainList, DomainItem } from '../../project/domains/model.ts';

/*
 * Changes of a domain list that follow from what preflights or an Email Log say: of a whole list, which of its domains to take out and
 * which to put in; of one domain, to put it in or take it out. Single entries have fixes of their own.
 */

/** How a project's domain list stands to a domain. */
export type Listing =
  | { readonly kind: 'listed' }
  /** Through a wildcard, as written. */
  | { readonly kind: 'covered'; readonly by: string }
  | { readonly kind: 'absent' };

export function listingsOf(project: ProjectFacts): (domain: Domain) => Listing {
  const coverage = listCoverage(recordedPolicy(project).list?.items ?? []);
  return (domain) => {
    const { covers, by } = coverage(domain);
    const [first] = by;
    if (covers !== 'yes' || !first) return { kind: 'absent' };
    return by.some(isExact) ? { kind: 'listed' } : { kind: 'covered', by: first.text.trim() };
  };
}

/** Why the list cannot be changed; undefined: it can. */
export function listProblem({ record, recordPath, occupied }: ProjectFacts): string | undefined {
  if (!record)
    return occupied.includes(recordPath)
      ? `The domain list cannot be changed here: ${recordPath} could not be read.`
      : undefined;
  if (record.source.text.trim() === '') return undefined;
  if (record.problem)
    return `The domain list cannot be changed here: ${recordPath} cannot be read (${record.problem.message}). Fix that first.`;
  return property(record.object, 'restrictTlsToDomains') && !record.list
    ? `The domain list cannot be changed here: restrictTlsToDomains in ${recordPath} is neither an array nor a string.`
    : undefined;
}

/** What a change of the list does, with one edit a file. */
export interface ListChange {
  readonly edits: readonly FileEdit[];
  /** What goes with the last domain, such as `the restriction is off`. */
  readonly besides: readonly string[];
}

/** Puts a domain behind the others, in the list that counts; into a record of its own if there is none. */
export function addDomain(input: ProjectInput, domain: Domain): ListChange | undefined {
  const project = readProject(input);
  if (listingsOf(project)(domain).kind === 'listed') return undefined;
  const edit = listDomains(project, [domain]);
  return edit && { edits: [edit], besides: [] };
}

/** Puts domains that are not listed behind the others, all at once, as `addDomain` does with one. */
export function listDomains(project: ProjectFacts, domains: readonly string[]): FileEdit | undefined {
  if (listProblem(project) !== undefined) return undefined;
  const { list } = recordedPolicy(project);
  return (list && addDomains(project, list, domains)) ?? changeRecord(project, { restrictTlsToDomains: domains });
}

/** Takes every entry that names the domain out of the list that counts. */
export function removeDomain(input: ProjectInput, domain: Domain): ListChange | undefined {
  const before = readProject(input);
  const { list } = recordedPolicy(before);
  const items = list ? listCoverage(list.items)(domain).by.filter(isExact) : [];
  if (!list || items.length === 0 || listProblem(before) !== undefined) return undefined;
  const now = applied(input, removeEntries(before, list, items, domain)?.edits ?? []);
  const edits = differences(input, now);
  return edits.length === 0 ? undefined : { edits, besides: released(before, readProject(now)) };
}

function applied(input: ProjectInput, edits: readonly FileEdit[]): ProjectInput {
  const texts = input.texts.map((one) => {
    const own = edits.filter(({ file }) => file === one.file).flatMap((edit) => edit.edits);
    return own.length === 0 ? one : { ...one, text: applyEdits(one.text, own) };
  });
  return { ...input, texts };
}

const differences = (before: ProjectInput, after: ProjectInput): readonly FileEdit[] =>
  before.texts.flatMap(({ file, text }, index) => {
    const now = after.texts[index]?.text ?? text;
    return now === text ? [] : [{ file, edits: [smallestEdit(text, now)] }];
  });

function released(before: ProjectFacts, after: ProjectFacts): readonly string[] {
  const isOn = (facts: ProjectFacts): boolean => orgRestriction(facts) === 'on';
  const isPreferred = (facts: ProjectFacts): boolean => recordedPolicy(facts).recordedTls?.setting === 'Preferred';
  return [
    ...(isOn(before) && !isOn(after) ? ['the restriction to listed domains is off'] : []),
    ...(!isPreferred(before) && isPreferred(after) ? ['Preferred is recorded'] : []),
  ];
}

/** A domain that passes, and is not in the list. */
export interface Passing {
  readonly domain: string;
  /** When that was seen. */
  readonly seen: string;
  /** The entry that may already cover it: how far a `*` reaches is not documented. */
  readonly maybeCoveredBy: string | undefined;
}

/** Takes out the domains to which all mail bounces. Undefined if there are none. */
export function removeBouncing(project: ProjectFacts, findings: readonly Finding[], list: DomainList): Fix | undefined {
  if (cannotChange(project, list)) return undefined;
  const items = bouncingItems(findings, list);
  const names = [...new Set(items.map(({ text }) => text.trim()))];
  const setting = settingOf(project, list);
  const under = setting === undefined ? '' : ` under ${tlsSettingLabel(setting)}`;
  const what = names.length > MAX_NAMES ? `${names.length} domains whose` : `${names.join(' and ')}, whose`;
  return items.length === 0 ? undefined : removeEntries(project, list, items, `${what} mail would bounce${under}`);
}

/** More are counted. */
const MAX_NAMES = 2;

/** A list with errors is not edited. A list outside the record does not depend on it. */
const cannotChange = (project: ProjectFacts, list: DomainList): boolean =>
  project.record?.list === list && listProblem(project) !== undefined;

/**
 * The entries with a `preflight-bounces`: what somebody has silenced stays. So does a wildcard, which may cover other
 * domains too, and what a wildcard covers: its mail would bounce as before.
 */
function bouncingItems(findings: readonly Finding[], list: DomainList): readonly DomainItem[] {
  const found = new Set(
    findings
      .filter(({ rule, at }) => rule === preflightBounces.id && at.file === list.source.file)
      .map(({ at }) => `${at.range.start} ${at.range.end}`),
  );
  if (found.size === 0) return [];
  const coverage = listCoverage(list.items);
  return list.items.filter(
    ({ pattern, range }) =>
      pattern.kind === 'domain' &&
      pattern.wildcard === 'none' &&
      found.has(`${range.start} ${range.end}`) &&
      coverage(pattern.base).by.every(isExact),
  );
}

/** Domains that a preflight has seen to get TLS for sure under the recorded setting, and that the list leaves out. */
export function passingDomains(project: ProjectFacts, list: DomainList): readonly Passing[] {
  const setting = settingOf(project, list);
  // Under Preferred nothing can fail, so nothing passes.
  if (setting === undefined || setting === 'Preferred' || project.preflights.length === 0) return [];
  const coverage = listCoverage(list.items);
  return knownRecipients(project)
    .filter(({ outcomes }) => outcomes[setting].join() === 'tls')
    .flatMap(({ recipient: domain, seen }) => {
      const { covers, by } = coverage(domain);
      if (covers === 'yes') return [];
      return [{ domain, seen, maybeCoveredBy: by[0]?.text.trim() }];
    })
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** Puts domains at the end of a list. Undefined where there is no telling how. */
export function addDomains(project: ProjectFacts, list: DomainList, domains: readonly string[]): FileEdit | undefined {
  if (cannotChange(project, list)) return undefined;
  const isRecord = project.record?.list === list;
  // Blank entries would stay in front: they are written over.
  const isBlank = isRecord && list.items.length > 0 && listsNothing(list);
  const added = isBlank ? undefined : addItems(list, domains);
  if (added || !isRecord) return added;
  return changeRecord(project, { restrictTlsToDomains: domains });
}

/** The setting that the list is recorded under. Undefined: none, or one for each of several orgs. */
export function settingOf(project: ProjectFacts, list: DomainList): OrgTlsSetting | undefined {
  const policies = tlsPolicies(project).filter((policy) => policy.list === list);
  const [only, ...more] = new Set(policies.flatMap(({ recordedTls }) => recordedTls?.setting ?? []));
  return more.length > 0 ? undefined : only;
}
