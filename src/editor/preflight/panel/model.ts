import type { WebviewPanel } from 'vscode';
import type { PreflightView } from '../../../preflight/view.ts';
import type { Listing } from '../../../rules/support/listChanges.ts';
import type { ReportScope } from '../scope.ts';
import type { PreflightServices } from '../services.ts';
import type { ChangedList } from './list.ts';

/** What a panel is about, and what the last action in it has done. */
export interface ReportState {
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

/** What the report panel shows: the results, and what can be done about them at this moment. */
export interface PanelState {
  readonly view: PreflightView;
  /** What the report is about: `acme.com`, `relay.acme.com:587`. */
  readonly targets: readonly string[];
  /** Those of them that are relays. */
  readonly relays: ReadonlySet<string>;
  readonly isRunning: (target: string) => boolean;
  /** The run that was started here and can be cancelled here. */
  readonly run: RunState | undefined;
  /** Why nothing may be looked up; undefined: it may. */
  readonly networkOff: string | undefined;
  /** Why the domain list cannot be changed; undefined: it can. */
  readonly listOff: string | undefined;
  readonly listingOf: (domain: string) => Listing;
  /** What the last action did, and whether it can be taken back. */
  readonly said: { readonly text: string; readonly undo: boolean } | undefined;
  /** Why there is nothing to check, where there is nothing. */
  readonly nothing: Nothing;
}

export interface RunState {
  readonly total: number;
  /** How many of them are relays. */
  readonly relays: number;
  readonly done: number;
  /** The server that was turned to last. */
  readonly host: string;
}

export type Nothing =
  /** The project's record lists no domain. */
  | { readonly kind: 'unlisted'; readonly record: string }
  /** The project is not there, or not any more. */
  | { readonly kind: 'gone'; readonly record: string }
  /** What was imported was about nothing. */
  | { readonly kind: 'empty' };

/** It stands above the buttons that it explains; once is enough. */
export const withoutNetworkNote = ({ view, networkOff }: PanelState): PreflightView => ({
  ...view,
  notes: view.notes.filter((note) => note !== networkOff),
});
