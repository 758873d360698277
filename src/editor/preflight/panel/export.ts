import { Uri, workspace } from 'vscode';
import { PREFLIGHT_FORMATS } from '../../../preflight/report/formats.ts';
import { exportReport } from '../../panel/exportReport.ts';
import { withoutNetworkNote, type PanelServices, type ReportState } from './model.ts';
import { panelState } from './state.ts';

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
