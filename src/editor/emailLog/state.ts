import { EventEmitter, type Event } from 'vscode';
import type { EmailLog } from '../../emailLog/model.ts';

/** What was analysed last. It is in memory alone, and no more of a person in it than the domain of an address. */
interface AnalysedLog {
  readonly log: EmailLog;
  readonly at: Date;
  /** The project it is compared with, by the URI of its record; undefined: none, or the only one. */
  readonly record: string | undefined;
}

export interface LogState {
  readonly get: () => AnalysedLog | undefined;
  readonly set: (log: AnalysedLog | undefined) => void;
  readonly onDidChange: Event<void>;
  readonly dispose: () => void;
}

export function logState(): LogState {
  const changed = new EventEmitter<void>();
  let analysed: AnalysedLog | undefined;
  return {
    get: () => analysed,
    set: (log) => {
      analysed = log;
      changed.fire();
    },
    onDidChange: changed.event,
    dispose: () => {
      changed.dispose();
    },
  };
}
