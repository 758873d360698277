import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import { exportSets } from '../project/relays/orgs.ts';
import { relayLinks } from '../project/relays/relayOfFilter.ts';
import type { FilterRecord, RelayRecord } from '../project/relays/records.ts';
import { relayAddress } from '../project/relays/relayAddress.ts';
import { domainLists, filters, relays } from '../project/select.ts';
import type { ProjectFacts } from '../project/facts.ts';
import type { PreflightTarget } from '../preflight/probe/run.ts';
import { ASSUMED, planFor } from '../preflight/plan/plan.ts';
import { targetName } from '../preflight/plan/relays.ts';
import { settingOf } from '../rules/support/listChanges.ts';
import { contains, type Range } from '../text/source.ts';
import { isPublicSuffix } from '../mail/publicSuffix.ts';
import type { Judged } from '../output/judgedSetting.ts';
import type { DomainList, DomainItem } from '../project/domains/model.ts';

/** Something that can be probed, where it is written. */
export interface TargetAt {
  readonly target: PreflightTarget;
  readonly range: Range;
  /** What is written there, where it is not the target itself. */
  readonly through?: Through;
  readonly judged: Judged;
  /** What to think of the result: sentences. */
  readonly notes: readonly string[];
}

export type Through =
  | { readonly kind: 'wildcard'; readonly written: string }
  /** A filter, which sends mail to the target. */
  | { readonly kind: 'filter'; readonly active: boolean | undefined };

interface Found extends Pick<TargetAt, 'target' | 'range'> {
  readonly through?: Through;
  /** The domain list that it stands in. */
  readonly list?: DomainList;
}

/** What stands at an offset of a project's file and has mail servers; undefined if there is nothing such. */
export function targetAt(project: ProjectFacts, file: string, offset: number): TargetAt | undefined {
  const found = inLists(project, file, offset) ?? inExports(project, file, offset);
  if (!found) return undefined;
  const { list, ...target } = found;
  const base = list ? judgedIn(project, list) : judgedSetting(project);
  // A scratch org has a Setup of its own, and no relays that anybody exports.
  if (list && isOfScratch(project, list)) return { ...target, judged: base, notes: [] };
  const { settingByName, notes } = planFor([project], [found.target], base);
  return { ...target, judged: settingByName.get(targetName(found.target)) ?? base, notes };
}

const isOfScratch = ({ scratchDefinitions }: ProjectFacts, list: DomainList): boolean =>
  scratchDefinitions.some(({ emailSettings }) => emailSettings?.inline.list === list);

function inLists(project: ProjectFacts, file: string, offset: number): Found | undefined {
  for (const list of domainLists(project)) {
    const item = itemAt([list], file, offset);
    const found = item && ofItem(item);
    if (item) return found && { ...found, list };
  }
  return undefined;
}

/** The host of a relay, or a pattern of a filter, which stands for the relay that it sends mail to. */
function inExports(project: ProjectFacts, file: string, offset: number): Found | undefined {
  for (const relay of relays(project)) {
    const item = relay.host && itemAt([relay.host], file, offset);
    if (item) return ofRelay(relay, item.range);
  }
  for (const set of exportSets(project))
    for (const filter of filters(set)) {
      const item = itemAt(patternsOf(filter), file, offset);
      if (!item) continue;
      const link = relayLinks(set)(filter);
      const found = link.kind === 'relay' ? ofRelay(link.relay, item.range) : undefined;
      return found && { ...found, through: { kind: 'filter', active: filter.active } };
    }
  return undefined;
}

const patternsOf = ({ from, to }: FilterRecord): readonly DomainList[] =>
  [from, to].flatMap((scope) => (scope.kind === 'list' ? [scope.list] : []));

function itemAt(lists: readonly DomainList[], file: string, offset: number): DomainItem | undefined {
  for (const list of lists)
    for (const item of list.source.file === file ? list.items : []) if (contains(item.range, offset)) return item;
  return undefined;
}

function ofItem({ pattern, range, text }: DomainItem): Found | undefined {
  if (pattern.kind !== 'domain' || pattern.wildcard === 'all' || pattern.wildcard === 'elsewhere') return undefined;
  const apex = pattern.wildcard === 'subdomains';
  // Nobody receives mail at a whole public suffix.
  if (apex && isPublicSuffix(pattern.base)) return undefined;
  return {
    target: { kind: 'domain', domain: pattern.base },
    range,
    ...(apex ? { through: { kind: 'wildcard', written: text.trim() } } : {}),
  };
}

function ofRelay(relay: RelayRecord, range: Range): Found | undefined {
  const address = relayAddress(relay);
  return typeof address === 'string' ? undefined : { target: { kind: 'relay', ...address }, range };
}

/** A scratch definition and each settings file may have a setting of its own; a list that is not in force has none. */
function judgedIn(project: ProjectFacts, list: DomainList): Judged {
  const setting = settingOf(project, list);
  return setting === undefined ? judgedSetting(project) : { setting, source: 'recorded' };
}

/** The setting that verdicts about the project's domains are under, if routing or their list does not say better. */
export function judgedSetting(project: ProjectFacts | undefined): Judged {
  const setting = project && recordedPolicy(project).recordedTls?.setting;
  return setting === undefined ? ASSUMED : { setting, source: 'recorded' };
}
