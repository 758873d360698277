import type { Uri } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import type { KeptPreflight } from '../../preflight/read/parse.ts';
import { planFor, preflightPlan } from '../../preflight/plan/plan.ts';
import type { NotProbed, PreflightPlan, PreflightView } from '../../preflight/view.ts';
import type { Project } from '../projects/folder.ts';
import type { Projects } from '../projects/projects.ts';
import { networkOff } from './network.ts';
import { keyOf } from './resultStore.ts';
import type { Results } from './results.ts';
import { targetKey } from './runner.ts';
import type { ProjectSummary } from '../../language/preflightLens.ts';
import { kindCounts } from '../../preflight/report/words.ts';
import { judgedSetting } from '../../language/targetAt.ts';
import { timeText } from '../../output/time.ts';

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

/** Facts change with the text, so a plan holds as long as its facts. */
const plans = new WeakMap<ProjectFacts, PreflightPlan>();

/** What a preflight of a whole project probes: listed domains, and the relays that mail goes through. */
export function projectTargets({ facts }: Project): PreflightPlan {
  const known = plans.get(facts);
  if (known) return known;
  const plan = preflightPlan([facts], [], judgedSetting(facts));
  plans.set(facts, plan);
  return plan;
}

export const scopeTargets = (scope: ReportScope, projects: Projects): ScopeTargets => planOf(scope, projects);

function planOf(scope: ReportScope, projects: Projects): PreflightPlan {
  const project = projectOf(scope, projects);
  if (scope.kind === 'targets')
    return planFor(project ? [project.facts] : [], scope.targets, judgedSetting(project?.facts));
  return project ? projectTargets(project) : { targets: [], notProbed: [], settingByName: new Map(), notes: [] };
}

const kept = (targets: readonly PreflightTarget[], results: Results): readonly KeptPreflight[] =>
  targets.flatMap((target) => {
    const found = target.kind === 'domain' ? results.get(target.domain) : results.get(target.host, target.port);
    return found ?? [];
  });

/** What every format of a report is made from, out of the results that are known now. */
export function scopeView(scope: ReportScope, projects: Projects, results: Results): PreflightView {
  const { targets, notProbed, settingByName, notes } = planOf(scope, projects);
  const known = kept(targets, results);
  const newest = known.toSorted((a, b) => b.at - a.at)[0];
  const facts = projectOf(scope, projects)?.facts;
  const { setting, source } = judgedSetting(facts);
  const seen = new Set(known.map(({ result }) => keyOf(result.domain, result.relayPort)));
  const missing = targets.filter((target) => !seen.has(targetKey(target)));
  return {
    report: {
      version: 1,
      trustStore: newest?.trustStore ?? 'none yet',
      port25: newest?.port25 ?? 'unknown',
      domains: known.map(({ result }) => result),
    },
    setting,
    settingSource: source,
    settingByName,
    list: facts && settingScope([facts])?.list,
    notProbed: [...missing.map((target) => ({ entry: targetKey(target), reason: 'not checked yet' })), ...notProbed],
    notes: [...notes, ...notesOn(known)],
    generatedAt: new Date(newest?.at ?? Date.now()),
    surface: 'editor',
  };
}

/** One time stands above the report: what is older, or from elsewhere, is said. */
function notesOn(known: readonly KeptPreflight[]): readonly string[] {
  const times = known.map(({ at }) => at);
  const [oldest, newest] = [Math.min(...times), Math.max(...times)];
  const files = [...new Set(known.flatMap(({ from }) => from ?? []))];
  const off = networkOff();
  return [
    ...(known.length > 0 && timeText(oldest) !== timeText(newest)
      ? [`These results are from different times; the oldest is from ${timeText(oldest)}.`]
      : []),
    ...files.map((file) => `Some of these results were imported from ${file}.`),
    ...(off === undefined ? [] : [off]),
  ];
}

export function projectSummary(project: Project, results: Results): ProjectSummary {
  const { targets, settingByName } = projectTargets(project);
  const known = kept(targets, results);
  const { setting, source } = judgedSetting(project.facts);
  const domains = known.map(({ result }) => result);
  const relays = targets.filter(({ kind }) => kind === 'relay').length;
  return {
    domains: targets.length - relays,
    relays,
    counts: kindCounts({ report: { domains }, setting, settingSource: source, settingByName }),
    alike: settingByName.size === 0,
    checked: known.length,
    newest: known.length > 0 ? Math.max(...known.map(({ at }) => at)) : undefined,
  };
}
