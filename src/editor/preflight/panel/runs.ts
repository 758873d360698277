import { CancellationTokenSource, ProgressLocation, window } from 'vscode';
import type { PreflightTarget } from '../../../preflight/probe/run.ts';
import { networkOff, sayNetworkOff } from '../network.ts';
import type { RunState } from './model.ts';
import { problemText, type Runner } from '../runner.ts';

/** The checks that one panel has started. */
export interface PanelRuns {
  /** All of them together; undefined: none. */
  readonly state: () => RunState | undefined;
  /** @returns what there is to say of its end, if anything */
  readonly start: (targets: readonly PreflightTarget[]) => Promise<string | undefined>;
  readonly cancel: () => void;
}

interface Run {
  readonly source: CancellationTokenSource;
  readonly total: number;
  readonly relays: number;
  done: number;
  host: string;
}

export function panelRuns(runner: Runner, onChange: () => void): PanelRuns {
  const runs = new Set<Run>();
  const sum = (number: (run: Run) => number): number => [...runs].reduce((total, run) => total + number(run), 0);
  return {
    state: () =>
      runs.size === 0
        ? undefined
        : {
            total: sum(({ total }) => total),
            relays: sum(({ relays }) => relays),
            done: sum(({ done }) => done),
            host: [...runs].at(-1)?.host ?? '',
          },
    cancel: () => {
      for (const { source } of runs) source.cancel();
    },
    start: async (targets) => {
      const off = networkOff();
      if (off !== undefined) {
        await sayNetworkOff(off);
        return undefined;
      }
      const relays = targets.filter(({ kind }) => kind === 'relay').length;
      const run: Run = { source: new CancellationTokenSource(), total: targets.length, relays, done: 0, host: '' };
      runs.add(run);
      onChange();
      try {
        const options = { location: ProgressLocation.Window, title: 'Preflight' };
        const report = await window.withProgress(options, () =>
          runner.run(targets, run.source.token, (step) => {
            if (step.kind === 'done') run.done = step.done;
            if (step.kind === 'probe') run.host = step.host;
            onChange();
          }),
        );
        return report ? undefined : 'Cancelled: the results so far are shown.';
      } catch (error) {
        return problemText(error);
      } finally {
        runs.delete(run);
        run.source.dispose();
        onChange();
      }
    },
  };
}
