import { Uri, workspace } from 'vscode';
import { asDomain } from '../../../mail/domain.ts';
import { listingsOf, listProblem, type Listing } from '../../../rules/support/listChanges.ts';
import type { Project } from '../../projects/folder.ts';
import { networkOff } from '../network.ts';
import { targetKey } from '../runner.ts';
import { projectOf, recordUri, scopeTargets, scopeView, type ReportScope } from '../scope.ts';
import type { Nothing, PanelServices, PanelState, ReportState, RunState } from './model.ts';

/** All that the page is made from, as it is at this moment. */
export function panelState(
  { scope, said }: ReportState,
  services: PanelServices,
  run: RunState | undefined,
): PanelState {
  const { projects, results, runner } = services;
  const project = projectOf(scope, projects);
  const { targets } = scopeTargets(scope, projects);
  const byKey = new Map(targets.map((target) => [targetKey(target), target]));
  return {
    view: scopeView(scope, projects, results),
    targets: [...byKey.keys()],
    relays: new Set(targets.flatMap((target) => (target.kind === 'relay' ? targetKey(target) : []))),
    isRunning: (key) => {
      const target = byKey.get(key);
      if (!target) return false;
      return target.kind === 'domain' ? runner.isRunning(target.domain) : runner.isRunning(target.host, target.port);
    },
    run,
    networkOff: networkOff(),
    listOff: targets.some(({ kind }) => kind === 'domain') ? listOff(scope, services) : undefined,
    listingOf: project ? listingFinder(project) : () => ABSENT,
    said: said && { text: said.text, undo: said.undo !== undefined },
    nothing: nothingOf(scope, services),
  };
}

const ABSENT: Listing = { kind: 'absent' };

function listingFinder({ facts }: Project): (name: string) => Listing {
  const listingOf = listingsOf(facts);
  return (name) => {
    const domain = asDomain(name);
    return domain === undefined ? ABSENT : listingOf(domain);
  };
}

function listOff(scope: ReportScope, { projects }: PanelServices): string | undefined {
  const project = projectOf(scope, projects);
  if (project) return listProblem(project.facts);
  const why =
    scope.record !== undefined
      ? 'the project of this report is not open'
      : projects.all().length === 0
        ? 'no project with email settings is open'
        : 'several projects are open, and this report belongs to none of them';
  return `The domain list cannot be changed here: ${why}.`;
}

function nothingOf(scope: ReportScope, { projects }: PanelServices): Nothing {
  if (scope.kind === 'targets') return { kind: 'empty' };
  const project = projectOf(scope, projects);
  const record = workspace.asRelativePath(project ? recordUri(project) : Uri.parse(scope.record));
  return { kind: project ? 'unlisted' : 'gone', record };
}
