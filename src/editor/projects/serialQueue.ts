export interface SerialQueue {
  /** Starts the work when all work before it has ended. Resolves when this one has ended too, and never rejects. */
  readonly add: (work: () => Promise<void>) => Promise<void>;
  /** Resolves when all work that was added so far has ended. */
  readonly idle: () => Promise<void>;
}

/** Work that is done one piece after the other. @param onError is told why a piece has failed; the next one starts */
export function serialQueue(onError: (error: unknown) => void): SerialQueue {
  let last = Promise.resolve();
  return {
    add: (work) => (last = last.then(work).catch(onError)),
    idle: () => last,
  };
}

/** Adds the work to the queue, unless it already waits there: however often it is asked for meanwhile, it is done once. */
export function queuedOnce({ add }: SerialQueue, work: () => Promise<void>): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  return () =>
    (waiting ??= add(() => {
      waiting = undefined;
      return work();
    }));
}
