import { CodeLens, EventEmitter, languages, LanguageStatusSeverity, window, type CodeLensProvider } from 'vscode';
import { ageText } from '../../report/knownPreflight.ts';
import { counted } from '../../report/words.ts';
import { tlsSettingLabel } from '../../tls/setting.ts';
import { vscodeRange } from '../convert.ts';
import { JSON_FILES, OUR_FILES, type Registration } from '../files.ts';
import type { PreflightServices } from './commands.ts';
import { networkOff } from './network.ts';
import { projectSummary, recordUri, type ProjectSummary } from './scope.ts';
import { judgedSetting } from './targetAt.ts';

/** In the status bar's language menu: how the project's domains fare, and the way to the report. */
export function registerPreflightStatus({ projects, results }: PreflightServices): Registration[] {
  const item = languages.createLanguageStatusItem('sfDeliverability.preflight', []);
  item.name = 'Email Preflight';
  const show = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const project = uri && projects.find(uri)?.project;
    const summary = project && projectSummary(project, results);
    // A project without domains has nothing to check, and needs no item that says so.
    item.selector = summary && summary.total > 0 ? [...OUR_FILES] : [];
    if (!project || !summary) return;
    item.text = summaryText(summary, tlsSettingLabel(judgedSetting(project.facts).setting));
    item.severity = summary.counts.bounce > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    const record = recordUri(project).toString();
    item.command =
      summary.checked > 0
        ? { command: 'sfDeliverability.showPreflightReport', title: 'Report', arguments: [record] }
        : { command: 'sfDeliverability.preflightProject', title: 'Check them', arguments: [record] };
  };
  show();
  return [item, window.onDidChangeActiveTextEditor(show), projects.onDidChange(show), results.onDidChange(show)];
}

/** `3 of 12 domains would bounce under Required`; never more than was seen. */
export function summaryText({ total, counts, checked }: ProjectSummary, setting: string): string {
  const domains = counted(total, 'domain');
  if (checked === 0) return `${domains} not checked`;
  const rest = [
    ...(counts.depends > 0 ? [`${counts.depends} may`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} could not be tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  const bounce = counts.bounce === 0 ? 'None' : String(counts.bounce);
  return [`${bounce} of ${domains} would bounce under ${setting}`, ...rest].join('; ');
}

/** Ages grow by themselves. */
const TICK_MS = 60_000;

/** Above the domain list: check it, when that was last done, and what came out. */
export function registerPreflightLens({ projects, results, runner }: PreflightServices): Registration[] {
  const changed = new EventEmitter<void>();
  let tick: NodeJS.Timeout | undefined;
  const fire = (): void => {
    clearTimeout(tick);
    tick = undefined;
    changed.fire();
  };
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const found = projects.find(document.uri);
      const list = found?.project.facts.record?.list;
      if (!found || list?.source.file !== found.file) return [];
      const summary = projectSummary(found.project, results);
      if (summary.newest !== undefined) tick ??= setTimeout(fire, TICK_MS);
      const range = vscodeRange(list.source, list.range);
      return lensTitles(summary, Date.now()).map(
        ({ title, command }) =>
          new CodeLens(range, { title, command, arguments: [recordUri(found.project).toString()] }),
      );
    },
  };
  return [
    changed,
    languages.registerCodeLensProvider([...JSON_FILES], provider),
    projects.onDidChange(fire),
    results.onDidChange(fire),
    runner.onDidChange(fire),
    {
      dispose: () => {
        clearTimeout(tick);
      },
    },
  ];
}

const CHECK = 'sfDeliverability.preflightProject';
const REPORT = 'sfDeliverability.showPreflightReport';

interface LensTitle {
  readonly title: string;
  readonly command: string;
}

function lensTitles({ total, counts, checked, newest }: ProjectSummary, now: number): readonly LensTitle[] {
  if (total === 0) return [];
  const off = networkOff();
  const start = {
    title: `Preflight ${counted(total, 'domain')}${off === undefined ? '' : ' (off here)'}`,
    command: CHECK,
  };
  if (newest === undefined) return [start];
  const outcome = counts.bounce > 0 ? `${counts.bounce} would bounce` : 'none would bounce';
  const parts = [
    outcome,
    ...(counts.depends > 0 ? [`${counts.depends} may`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} not tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  return [
    start,
    { title: `last run ${ageText(newest, now)}`, command: REPORT },
    { title: parts.join(', '), command: REPORT },
  ];
}
