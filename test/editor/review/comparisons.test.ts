import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { comparisons } from '../../../src/editor/review/comparisons.ts';
import type { Compared } from '../../../src/editor/review/compare.ts';
import type { GitApi, Repository } from '../../../src/editor/review/gitApi.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const API = {} as GitApi;

/** A repository whose news are told by hand. */
function repository(root: string) {
  const listeners = new Set<() => unknown>();
  const onDidChange = (listener: () => unknown) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  const found = {
    rootUri: { toString: () => root },
    state: { HEAD: undefined, onDidChange },
    getRefs: () => Promise.resolve([]),
  } as unknown as Repository;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return { found, listeners, tell };
}

function opened() {
  const compare = vi.fn(() => Promise.resolve({} as Compared));
  const onNews = vi.fn();
  return { compare, onNews, held: comparisons({ compare, onNews }) };
}

it('compares with each version once, however often it is asked', async () => {
  const { compare, held } = opened();
  const { found } = repository('/acme');
  const [first, again, other] = await Promise.all(['main', 'main', 'HEAD'].map((ref) => held.get(API, found, { ref })));
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(compare).toHaveBeenCalledTimes(2);
});

it('compares anew once git has news of the repository, and says so once', async () => {
  const { compare, onNews, held } = opened();
  const [acme, other] = [repository('/acme'), repository('/other')];
  for (const { found } of [acme, other]) await held.get(API, found, { ref: undefined });
  acme.tell();
  vi.advanceTimersByTime(200);
  acme.tell();
  vi.advanceTimersByTime(299);
  expect(onNews).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onNews.mock.calls).toEqual([['/acme']]);
  for (const { found } of [acme, other]) await held.get(API, found, { ref: undefined });
  expect(compare).toHaveBeenCalledTimes(3);
});

it('compares anew after it was told to forget', async () => {
  const { compare, held } = opened();
  const { found } = repository('/acme');
  await held.get(API, found, { ref: 'main' });
  held.forget('/acme');
  await held.get(API, found, { ref: 'main' });
  expect(compare).toHaveBeenCalledTimes(2);
});

it('listens to a repository once, and no longer once it is disposed of', async () => {
  const { onNews, held } = opened();
  const { found, listeners, tell } = repository('/acme');
  await held.get(API, found, { ref: 'main' });
  await held.get(API, found, { ref: 'HEAD' });
  expect(listeners.size).toBe(1);
  tell();
  held.dispose();
  expect(listeners.size).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(onNews).not.toHaveBeenCalled();
});
