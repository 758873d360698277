export interface Debounced {
  /** Does the work once nobody has asked for it again for the length of the pause. */
  readonly soon: () => void;
  readonly dispose: () => void;
}

/** What is asked for several times in a row is done once, after the last time. */
export function debounced(work: () => void, pauseMs: number): Debounced {
  let timer: NodeJS.Timeout | undefined;
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(work, pauseMs);
    },
    dispose: () => {
      clearTimeout(timer);
    },
  };
}
