/** How a wait ended. */
export type Waited<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'timeout' };

/**
 * Waits for `start`'s promise for at most `ms` milliseconds. `start` gets a signal that fires when the time is over or
 * the run is aborted; whatever it opened must be closed on that signal. Its promise may then end as it likes.
 *
 * @throws the reason of `signal` when that aborts, or what the promise rejects with
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<Waited<T>> {
  signal.throwIfAborted();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const stopped = new Promise<Waited<T>>((resolve, reject) => {
    timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      controller.abort();
    }, ms);
    abort = () => {
      reject(abortReason(signal));
      controller.abort(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    const started = start(controller.signal).then((value): Waited<T> => ({ kind: 'value', value }));
    // Once the wait is over nobody listens any more: a late rejection must not end the process.
    started.catch(() => undefined);
    return await Promise.race([started, stopped]);
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener('abort', abort);
  }
}

/** @throws the reason of `signal` */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await within(ms, signal, () => new Promise<never>(() => undefined));
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}
