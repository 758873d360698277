import { CodeLens, EventEmitter, languages, LanguageStatusSeverity, window, type CodeLensProvider } from 'vscode';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { vscodeRange } from '../convert.ts';
import { JSON_FILES, OUR_FILES, type Registration } from '../projects/documents.ts';
import { loadEditorPreflight } from './lazy.ts';
import { networkOff } from './network.ts';
import type { PreflightServices } from './services.ts';

/** In the status bar's language menu: how the project's domains fare, and the way to the report. */
export function registerPreflightStatus({ projects, results }: PreflightServices): Registration[] {
  const item = languages.createLanguageStatusItem('sfDeliverability.preflight', []);
  item.name = 'Email Preflight';
  const show = async (): Promise<void> => {
    const uri = window.activeTextEditor?.document.uri;
    const project = uri && projects.find(uri)?.project;
    if (!project) {
      item.selector = [];
      return;
    }
    const { judgedSetting, projectSummary, recordUri, summaryText } = await loadEditorPreflight();
    // Another editor may have become the active one meanwhile.
    if (uri.toString() !== window.activeTextEditor?.document.uri.toString()) return;
    const summary = projectSummary(project, results);
    // A project without domains and relays has nothing to check, and needs no item that says so.
    item.selector = summary.domains + summary.relays > 0 ? [...OUR_FILES] : [];
    item.text = summaryText(summary, tlsSettingLabel(judgedSetting(project.facts).setting));
    item.severity = summary.counts.bounce > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    const record = recordUri(project).toString();
    item.command =
      summary.checked > 0
        ? { command: 'sfDeliverability.showPreflightReport', title: 'Report', arguments: [record] }
        : { command: 'sfDeliverability.preflightProject', title: 'Check them', arguments: [record] };
  };
  const update = (): void => void show();
  update();
  return [item, window.onDidChangeActiveTextEditor(update), projects.onDidChange(update), results.onDidChange(update)];
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
    async provideCodeLenses(document) {
      const found = projects.find(document.uri);
      const list = found?.project.facts.record?.list;
      if (!found || list?.source.file !== found.file) return [];
      const { lensTitles, projectSummary, recordUri } = await loadEditorPreflight();
      const summary = projectSummary(found.project, results);
      if (summary.newest !== undefined) tick ??= setTimeout(fire, TICK_MS);
      const range = vscodeRange(list.source, list.range);
      return lensTitles(summary, Date.now(), networkOff() !== undefined).map(
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
