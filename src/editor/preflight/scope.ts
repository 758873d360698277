import type { Uri } from 'vscode';
import type { PreflightTarget } from '../../preflight/run.ts';
import type { DomainPreflight } from '../../preflight/result.ts';
import { domainLists } from '../../project/select.ts';
import { timeText } from '../../report/knownPreflight.ts';
import type { KeptPreflight } from '../../report/preflightParse.ts';
import { targetsOf } from '../../report/preflightTargets.ts';
import type { NotProbed, PreflightView } from '../../report/preflightView.ts';
import type { Project } from '../bases.ts';
import type { Projects } from '../projects.ts';
import { networkOff } from './network.ts';
import type { Results } from './results.ts';
import { targetKey } from './runner.ts';
import { countsUnder, type SummaryCounts } from './summaryText.ts';
import { judgedSetting } from './targetAt.ts';

/** What a report is about. It can be written down, so that a panel can be restored. */
export type ReportScope =
  /** All of a project, by the URI of its record. */
  | { readonly kind: 'project'; readonly record: string }
  | { readonly kind: 'targets'; readonly targets: readonly PreflightTarget[]; readonly record?: string };

export const recordUri = (project: Project): Uri => project.uriOf(project.facts.recordPath);

export const projectScope = (project: Project): ReportScope => ({
  kind: 'project',
  record: recordUri(project).toString(),
});

/** The project that a scope names, while it is there. */
export const projectOf = (scope: ReportScope, projects: Projects): Project | undefined =>
  projects.all().find((project) => recordUri(project).toString() === scope.record);

export interface ScopeTargets {
  readonly targets: readonly PreflightTarget[];
  readonly notProbed: readonly NotProbed[];
}

/** What a preflight of a whole project probes. */
export function projectTargets({ facts }: Project): ScopeTargets {
  const entries = domainLists(facts).flatMap((list) => list.items.map(({ text }) => text));
  const { domains, notProbed } = targetsOf(entries);
  return { targets: domains.map((domain) => ({ kind: 'domain', domain })), notProbed };
}

export function scopeTargets(scope: ReportScope, projects: Projects): ScopeTargets {
  if (scope.kind === 'targets') return { targets: scope.targets, notProbed: [] };
  const project = projectOf(scope, projects);
  return project ? projectTargets(project) : { targets: [], notProbed: [] };
}

const kept = (targets: readonly PreflightTarget[], results: Results): readonly KeptPreflight[] =>
  targets.flatMap((target) => {
    const found = target.kind === 'domain' ? results.get(target.domain) : results.get(target.host, target.port);
    return found ?? [];
  });

/** What every format of a report is made from, out of the results that are known now. */
export function scopeView(scope: ReportScope, projects: Projects, results: Results): PreflightView {
  const { targets, notProbed } = scopeTargets(scope, projects);
  const known = kept(targets, results);
  const newest = known.toSorted((a, b) => b.at - a.at)[0];
  const { setting, recorded } = judgedSetting(projectOf(scope, projects)?.facts);
  const seen = new Set(known.map(({ result }) => resultKey(result)));
  const missing = targets.filter((target) => !seen.has(targetKey(target)));
  return {
    report: {
      version: 1,
      trustStore: newest?.trustStore ?? 'none yet',
      port25: newest?.port25 ?? 'unknown',
      domains: known.map(({ result }) => result),
    },
    setting,
    settingSource: recorded ? 'recorded' : 'default',
    notProbed: [...missing.map((target) => ({ entry: targetKey(target), reason: 'not checked yet' })), ...notProbed],
    notes: notesOn(known),
    generatedAt: new Date(newest?.at ?? Date.now()),
    surface: 'editor',
  };
}

const resultKey = ({ domain, relayPort }: DomainPreflight): string =>
  relayPort === undefined ? domain : `${domain}:${relayPort}`;

/** One time stands above the report: what is older, or from elsewhere, is said. */
function notesOn(known: readonly KeptPreflight[]): readonly string[] {
  const times = known.map(({ at }) => at);
  const [oldest, newest] = [Math.min(...times), Math.max(...times)];
  const files = [...new Set(known.flatMap(({ from }) => from ?? []))];
  const off = networkOff();
  return [
    ...(known.length > 0 && timeText(oldest) !== timeText(newest)
      ? [`These results are of different times; the oldest is from ${timeText(oldest)}.`]
      : []),
    ...files.map((file) => `Some of these results were imported from ${file}.`),
    ...(off === undefined ? [] : [off]),
  ];
}

/** How the targets of a project fare under its setting. */
export interface ProjectSummary {
  readonly total: number;
  readonly counts: SummaryCounts;
  /** How many have a result. */
  readonly checked: number;
  /** When the newest result was seen, in milliseconds since 1970. */
  readonly newest: number | undefined;
}

export function projectSummary(project: Project, results: Results): ProjectSummary {
  const { targets } = projectTargets(project);
  const known = kept(targets, results);
  const { setting } = judgedSetting(project.facts);
  const counts = countsUnder(
    known.map(({ result }) => result),
    setting,
  );
  const newest = known.length > 0 ? Math.max(...known.map(({ at }) => at)) : undefined;
  return { total: targets.length, counts, checked: known.length, newest };
}
