/**
 * Mocha takes every uncaught error of its process for a fault of the running test, but the extension host is not ours
 * alone: VS Code's own extensions run in it too, and their errors say nothing about this project.
 */
import type Mocha from 'mocha';

/** A frame that names a file, but not one inside of Node. */
const NAMES_FILE = /^\s+at (?!.*\bnode:).*:\d+:\d+\)?$/;

/**
 * Whether an uncaught error may come from our code.
 *
 * @param ours beginnings of the paths of our files: the extension's and the suite's
 */
export function mayBeOurs(error: unknown, ours: readonly string[]): boolean {
  if (!(error instanceof Error)) return true;
  const frames = (error.stack ?? '').split('\n').filter((line) => NAMES_FILE.test(line));
  if (frames.some((frame) => ours.some((start) => frame.includes(start)))) return true;
  // What the system reports later has no file in its stack. A pipe to a program breaks so; ours have a listener for that,
  // whereas a broken connection may well be one of ours.
  const named = frames.length > 0;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return !named && !(code === 'EPIPE' && syscall === 'write');
}

/** Keeps the errors of others from the running test; `tell` gets them instead. Call it before the run begins. */
export function ignoreErrorsOfOthers(
  runner: Pick<Mocha.Runner, 'uncaught'>,
  ours: readonly string[],
  tell: (error: Error) => void,
): void {
  const fail = runner.uncaught.bind(runner);
  runner.uncaught = (error: unknown) => {
    if (error instanceof Error && !mayBeOurs(error, ours)) tell(error);
    else fail(error);
  };
}
