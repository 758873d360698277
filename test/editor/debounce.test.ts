import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { debounced } from '../../src/editor/debounce.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('does the work once, a pause after it was last asked for', () => {
  const work = vi.fn();
  const { soon } = debounced(work, 30);
  soon();
  vi.advanceTimersByTime(20);
  soon();
  vi.advanceTimersByTime(29);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledOnce();
  soon();
  vi.advanceTimersByTime(30);
  expect(work).toHaveBeenCalledTimes(2);
});

it('does nothing more once it is disposed of', () => {
  const work = vi.fn();
  const { soon, dispose } = debounced(work, 30);
  soon();
  dispose();
  vi.advanceTimersByTime(100);
  expect(work).not.toHaveBeenCalled();
});
