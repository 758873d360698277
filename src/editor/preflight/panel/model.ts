import type { ReportScope } from '../scope.ts';
import type { ChangedList } from './list.ts';
import type { WebviewPanel } from 'vscode';
import type { PreflightServices } from '../services.ts';

/** What a panel is about, and what the last action in it has done. */
export interface Report {
  scope: ReportScope;
  said: ChangedList | undefined;
}

/** One panel, from the first look to its end. */
export interface OpenReport {
  readonly panel: WebviewPanel;
  /** Brings it to the front, about this. */
  readonly show: (scope: ReportScope) => void;
}

export type PanelServices = Omit<PreflightServices, 'showReport'>;
