import type { DomainItem, DomainList, ProjectFacts } from '../project/facts.ts';
import { addItems } from '../project/listEdits.ts';
import { tlsPolicies } from '../project/policy.ts';
import { changeRecord } from '../project/recordEdits.ts';
import type { FileEdit } from '../text/edit.ts';
import { sameRange } from '../text/source.ts';
import { covers, domainPattern } from '../tls/domain.ts';
import { tlsSettingLabel, type OrgTlsSetting } from '../tls/setting.ts';
import { preflightBounces } from './preflight-bounces.ts';
import { removeEntries } from './removeEntry.ts';
import type { Finding, Fix } from './rule.ts';

/*
 * What preflights that are known say about a whole list: which of its domains to take out, and which to put in. Single
 * entries have fixes of their own.
 */

/** A domain that passes, and is not in the list. */
export interface Passing {
  readonly domain: string;
  /** When that was seen. */
  readonly seen: string;
  /** The entry that may cover it already: how far a `*` reaches is not documented. */
  readonly mayCover: string | undefined;
}

/** Takes out the domains to which all mail bounces. Undefined if there are none. */
export function removeBouncing(project: ProjectFacts, findings: readonly Finding[], list: DomainList): Fix | undefined {
  const items = bouncingItems(findings, list);
  const names = [...new Set(items.map(({ text }) => text.trim()))];
  const setting = settingOf(project, list);
  const under = setting === undefined ? '' : ` under ${tlsSettingLabel(setting)}`;
  const what = names.length > MOST_NAMES ? `${names.length} domains whose` : `${names.join(' and ')}, whose`;
  return items.length === 0 ? undefined : removeEntries(project, list, items, `${what} mail would bounce${under}`);
}

/** More are counted. */
const MOST_NAMES = 2;

/**
 * The entries with a `preflight-bounces`: what somebody has silenced stays. So does a wildcard, which may cover other
 * domains too, and what a wildcard covers: its mail would bounce as before.
 */
function bouncingItems(findings: readonly Finding[], list: DomainList): readonly DomainItem[] {
  const found = findings.filter(({ rule, at }) => rule === preflightBounces.id && at.file === list.source.file);
  return list.items.filter(({ pattern, range }) => {
    if (pattern.kind !== 'domain' || pattern.wildcard !== 'none') return false;
    if (!found.some(({ at }) => sameRange(at.range, range))) return false;
    return !list.items.some(
      (other) =>
        other.pattern.kind === 'domain' &&
        other.pattern.wildcard !== 'none' &&
        covers(other.pattern, pattern.base) === 'yes',
    );
  });
}

/** Domains that a preflight has seen to get TLS for sure under the recorded setting, and that the list leaves out. */
export function passingDomains(project: ProjectFacts, list: DomainList): readonly Passing[] {
  const setting = settingOf(project, list);
  // Under Preferred nothing can fail, so nothing passes.
  if (setting === undefined || setting === 'Preferred') return [];
  return project.preflights
    .filter(({ relayPort, outcomes }) => relayPort === undefined && outcomes[setting].join() === 'tls')
    .flatMap(({ domain, seen }) => {
      const pattern = domainPattern(domain);
      if (pattern.kind !== 'domain' || pattern.wildcard !== 'none' || pattern.base !== domain) return [];
      const coverage = list.items.map((item) => ({ item, covered: covers(item.pattern, domain) }));
      if (coverage.some(({ covered }) => covered === 'yes')) return [];
      const may = coverage.find(({ covered }) => covered === 'unknown');
      return [{ domain, seen, mayCover: may?.item.text.trim() }];
    })
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** Puts domains at the end of a list. Undefined where there is no telling how. */
export function addDomains(project: ProjectFacts, list: DomainList, domains: readonly string[]): FileEdit | undefined {
  const behind = addItems(list, domains);
  if (behind || project.record?.list !== list) return behind;
  return changeRecord(project, { restrictTlsToDomains: domains });
}

/** The setting that the list is recorded under. Undefined: none, or one for each of several orgs. */
export function settingOf(project: ProjectFacts, list: DomainList): OrgTlsSetting | undefined {
  const policies = tlsPolicies(project).filter((policy) => policy.list === list);
  const [only, ...more] = new Set(policies.flatMap(({ level }) => level?.setting ?? []));
  return more.length > 0 ? undefined : only;
}
