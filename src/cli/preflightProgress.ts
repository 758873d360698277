import type { PreflightProgress } from '../preflight/probe/options.ts';
import { countedTargets, targetCounts } from '../preflight/report/words.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './io.ts';
import { counted, nameList } from '../output/words.ts';

/** Tells on stderr how far a preflight is: on a terminal all the time, elsewhere in one line at the end. */
export interface Progress {
  readonly on: (progress: PreflightProgress) => void;
  /** Takes the line away. */
  readonly clear: () => void;
  /** Says what was done. */
  readonly finish: () => void;
  /** Whether the run has begun, so that whatever fails now is no wrong call. */
  readonly begun: () => boolean;
}

const REDRAW_MS = 200;
const CLEAR_LINE = '\r\x1b[K';

/**
 * @param now milliseconds from any start
 * @param relays how many of the targets are relays
 */
export function progressOn(io: Io, now: () => number, relays: number): Progress {
  const began = now();
  const state = { begun: false, done: 0, total: 0, relays, probes: 0, host: '' };
  const columns = io.columns.err;
  const draw = (): void => {
    if (columns === undefined || !state.begun) return;
    io.err(CLEAR_LINE + progressLine(state, now() - began).slice(0, columns - 1));
  };
  const timer = columns === undefined ? undefined : setInterval(draw, REDRAW_MS);
  const clear = (): void => {
    clearInterval(timer);
    if (columns !== undefined && state.begun) io.err(CLEAR_LINE);
  };
  return {
    on(progress) {
      state.begun = true;
      if (progress.kind === 'start') state.total = progress.total;
      else if (progress.kind === 'done') state.done = progress.done;
      else {
        state.probes++;
        state.host = progress.host;
      }
    },
    clear,
    finish() {
      clear();
      const { total, probes } = state;
      const what = [...targetCounts(total - relays, relays), counted(probes, 'mail server')];
      io.err(`${nameList(what)} probed in ${((now() - began) / 1000).toFixed(1)} s\n`);
    },
    begun: () => state.begun,
  };
}

export interface ProgressState {
  readonly done: number;
  readonly total: number;
  readonly relays?: number;
  readonly host: string;
}

/** `12 of 40 domains, about 8 s left: mx.example.com` */
export function progressLine({ done, total, relays = 0, host }: ProgressState, elapsedMs: number): string {
  const left = done === 0 ? undefined : Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  const time = left === undefined ? '' : `, about ${left < 120 ? `${left} s` : `${Math.ceil(left / 60)} min`} left`;
  return `${done} of ${countedTargets(total - relays, relays)}${time}${host === '' ? '' : `: ${printable(host)}`}`;
}
