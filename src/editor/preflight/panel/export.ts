import { Uri, workspace } from 'vscode';
import { preflightCsv } from '../../../preflight/report/csv.ts';
import { preflightHtml } from '../../../preflight/report/html/page.ts';
import { preflightJson } from '../../../preflight/report/json.ts';
import { preflightMarkdown } from '../../../preflight/report/markdown.ts';
import type { PreflightView } from '../../../preflight/view.ts';
import { exportReport, type ExportFormat } from '../../panel/exportReport.ts';
import { withoutNetworkNote, type PanelServices, type ReportState } from './model.ts';
import { panelState } from './state.ts';

/** The same as the command line writes. */
const PREFLIGHT_FORMATS: readonly ExportFormat<PreflightView>[] = [
  { label: 'HTML', description: 'one page to read, print and send', extension: 'html', text: preflightHtml },
  {
    label: 'JSON',
    description: 'to import elsewhere, and for check --results',
    extension: 'json',
    text: preflightJson,
  },
  { label: 'CSV', description: 'for a spreadsheet', extension: 'csv', text: preflightCsv },
  { label: 'Markdown', description: 'for a pull request or an issue', extension: 'md', text: preflightMarkdown },
];

/** Writes the report into a file that the person chooses. */
export const exportPanel = (report: ReportState, services: PanelServices): Promise<void> =>
  exportReport(
    PREFLIGHT_FORMATS,
    withoutNetworkNote(panelState(report, services, undefined)),
    'preflight',
    folderOf(report),
  );

/** Where the file is suggested to go: the workspace folder of the report's project. */
function folderOf({ scope }: ReportState): Uri | undefined {
  const ofProject = scope.record === undefined ? undefined : workspace.getWorkspaceFolder(Uri.parse(scope.record));
  return (ofProject ?? workspace.workspaceFolders?.[0])?.uri;
}
