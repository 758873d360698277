import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paced } from '../../../src/editor/panel/throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** How often work is done in ten seconds in which something changes every 10 ms. */
function times(cost: number): number {
  let count = 0;
  const pace = paced(() => {
    count++;
    clock += cost;
  }, 50);
  let clock = 0;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
  for (let step = 0; step < 1000; step++) {
    pace.soon();
    vi.advanceTimersByTime(10);
  }
  pace.dispose();
  now.mockRestore();
  return count;
}

it.each([
  ['that costs nothing follows at once', 1, 150, 200],
  ['that takes a second leaves most of the time to others', 1000, 1, 4],
])('work %s', (_, cost, least, most) => {
  const count = times(cost);
  expect(count).toBeGreaterThanOrEqual(least);
  expect(count).toBeLessThanOrEqual(most);
});

it('asked for at once is done once', () => {
  const work = vi.fn();
  const pace = paced(work, 50);
  pace.soon();
  pace.now();
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
  pace.soon();
  pace.dispose();
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
});
