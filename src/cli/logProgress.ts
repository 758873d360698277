import type { EmailLog } from '../emailLog/model.ts';
import type { Io } from './io.ts';
import { grouped, many } from '../output/words.ts';

/** Tells on stderr how far a log has been read: on a terminal all the time, elsewhere in one line at the end. */
export interface LogProgress {
  readonly on: (bytes: number, rows: number) => void;
  /** Takes the line away. */
  readonly clear: () => void;
  /** Says what was read. */
  readonly finish: (log: EmailLog) => void;
}

const REDRAW_MS = 200;
const CLEAR_LINE = '\r\x1b[K';

/** @param now milliseconds from any start */
export function logProgress(io: Io, now: () => number): LogProgress {
  const began = now();
  const columns = io.columns.err;
  let drawn = began;
  const clear = (): void => {
    if (columns !== undefined && drawn > began) io.err(CLEAR_LINE);
  };
  return {
    on(bytes, rows) {
      if (columns === undefined || now() - drawn < REDRAW_MS) return;
      drawn = now();
      const line = `${grouped(Math.floor(bytes / 1e6))} MB, ${many(rows, 'row')}`;
      io.err(CLEAR_LINE + line.slice(0, columns - 1));
    },
    clear,
    finish({ rows, parts }) {
      clear();
      io.err(
        `${many(rows, 'row')} of ${many(parts.length, 'file')} read in ${((now() - began) / 1000).toFixed(1)} s\n`,
      );
    },
  };
}
