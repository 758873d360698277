/** Timers stand still while a machine sleeps, and clocks are set: the time is looked at again. */
const MAX_WAIT_MS = 60_000;

export interface ClockTimer {
  /** Calls back soon after the clock has come to this time; a time that was set before counts no more. */
  readonly set: (time: number, onTime: () => void) => void;
  readonly clear: () => void;
}

/** A timer that goes by a clock. @param now milliseconds since 1970 */
export function clockTimer(now: () => number): ClockTimer {
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    clearTimeout(timer);
  };
  const set = (time: number, onTime: () => void): void => {
    clear();
    const wait = Math.min(Math.max(time - now(), 0) + 1, MAX_WAIT_MS);
    timer = setTimeout(() => {
      if (now() < time) set(time, onTime);
      else onTime();
    }, wait);
  };
  return { set, clear };
}
