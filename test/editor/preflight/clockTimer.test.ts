import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clockTimer } from '../../../src/editor/preflight/clockTimer.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const HOUR = 3_600_000;

/** A clock that is set by hand, unlike the timers. */
function timer() {
  const clock = { now: 0 };
  return { clock, onTime: vi.fn(), ...clockTimer(() => clock.now) };
}

it('calls within a minute after the clock has come to the time, however it came there', () => {
  const { clock, onTime, set } = timer();
  set(5 * HOUR, onTime);
  vi.advanceTimersByTime(10 * HOUR);
  expect(onTime).not.toHaveBeenCalled();
  clock.now = 5 * HOUR;
  vi.advanceTimersByTime(60_000);
  expect(onTime).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

it('calls at once for a time that is over', () => {
  const { clock, onTime, set } = timer();
  clock.now = HOUR;
  set(0, onTime);
  vi.advanceTimersByTime(1);
  expect(onTime).toHaveBeenCalledOnce();
});

it('forgets a time when another is set, or none', () => {
  const { clock, onTime, set, clear } = timer();
  const other = vi.fn();
  set(HOUR, other);
  set(2 * HOUR, onTime);
  clock.now = HOUR;
  vi.advanceTimersByTime(HOUR);
  expect(other).not.toHaveBeenCalled();
  clear();
  clock.now = 2 * HOUR;
  vi.advanceTimersByTime(HOUR);
  expect(onTime).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
