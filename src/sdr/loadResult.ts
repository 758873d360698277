import { Lifecycle } from '@salesforce/core';

/** What came of asking Salesforce's own tools; where they refuse, their words. */
export type LoadResult<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** What they say while they work. */
let heard: Set<string> | undefined;

Lifecycle.getInstance().onWarning((warning) => {
  if (heard) heard.add(warning);
  // Other extensions in the same process have this very instance, and their warnings go where they went before.
  else process.emitWarning(warning);
  return Promise.resolve();
});

/** They throw at the first file that they cannot place. One attempt at a time: what they say bears no name. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<LoadResult<T>> {
  const warnings = (heard = new Set<string>());
  try {
    return { ok: true, value: await work(), warnings: [...warnings].map(withoutStop) };
  } catch (error) {
    return { ok: false, message: withoutStop(error instanceof Error ? error.message : String(error)) };
  } finally {
    heard = undefined;
  }
}

/** One line, without the full stop that the sentence around it has. */
const withoutStop = (text: string): string =>
  text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
