export interface Pace {
  /** Soon, however often it is asked for. */
  readonly soon: () => void;
  readonly now: () => void;
  readonly dispose: () => void;
}

/** For each millisecond of work, so many of rest: a long report must not keep the window from everything else. */
const REST = 4;

/** Work that follows changes which come in bursts. @param least milliseconds from a change to the work */
export function paced(work: () => void, least: number): Pace {
  let timer: NodeJS.Timeout | undefined;
  let rest = 0;
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const started = performance.now();
    work();
    rest = REST * (performance.now() - started);
  };
  return {
    soon: () => {
      timer ??= setTimeout(now, Math.max(least, rest));
    },
    now,
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
