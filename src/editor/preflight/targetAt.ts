import { recordedTls } from '../../project/policy.ts';
import { domainLists } from '../../project/select.ts';
import type { DomainItem, DomainList, ProjectFacts } from '../../project/facts.ts';
import type { PreflightTarget } from '../../preflight/run.ts';
import type { JudgedSetting } from '../../report/preflightHover.ts';
import { settingOf } from '../../rules/listChanges.ts';
import { contains, type Range } from '../../text/source.ts';
import { isPublicSuffix } from '../../tls/publicSuffix.ts';
import type { TlsSetting } from '../../tls/setting.ts';

/** Something that can be probed, where it is written. */
export interface TargetAt {
  readonly target: PreflightTarget;
  readonly range: Range;
  /** The wildcard through which it is meant, as written. */
  readonly wildcard?: string;
  readonly judged: JudgedSetting;
}

/** What stands at an offset of a project's file and has mail servers; undefined if there is nothing such. */
export function targetAt(project: ProjectFacts, file: string, offset: number): TargetAt | undefined {
  for (const list of domainLists(project))
    for (const item of list.source.file === file ? list.items : [])
      if (contains(item.range, offset)) return ofItem(project, list, item);
  return undefined;
}

function ofItem(project: ProjectFacts, list: DomainList, { pattern, range, text }: DomainItem): TargetAt | undefined {
  if (pattern.kind !== 'domain' || pattern.wildcard === 'all' || pattern.wildcard === 'elsewhere') return undefined;
  const apex = pattern.wildcard === 'subdomains';
  // Nobody receives mail at a whole public suffix.
  if (apex && isPublicSuffix(pattern.base)) return undefined;
  return {
    target: { kind: 'domain', domain: pattern.base },
    range,
    ...(apex ? { wildcard: text.trim() } : {}),
    judged: judgedIn(project, list),
  };
}

/** Without a record, the question is what a switch to Required would do. */
const ASSUMED: TlsSetting = 'Required';

/** A scratch definition and each settings file may have a setting of its own; a list that is not in force has none. */
function judgedIn(project: ProjectFacts, list: DomainList): JudgedSetting {
  const setting = settingOf(project, list);
  return setting === undefined ? judgedSetting(project) : { setting, recorded: true };
}

/** The setting that verdicts about the project's listed domains are under. */
export function judgedSetting(project: ProjectFacts | undefined): JudgedSetting {
  const setting = project && recordedTls(project).level?.setting;
  return setting === undefined ? { setting: ASSUMED, recorded: false } : { setting, recorded: true };
}
