import { expect, it } from 'vitest';
import { queuedOnce, serialQueue } from '../../../src/editor/projects/serialQueue.ts';

/** Work that says when it begins and ends, and goes on when it is told to. */
function piece(name: string, said: string[]) {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const work = async (): Promise<void> => {
    said.push(`${name} begins`);
    await gate;
    said.push(`${name} ends`);
  };
  return { work, go };
}

const noError = (error: unknown): never => {
  throw error;
};

it('starts no piece before the one before it has ended', async () => {
  const said: string[] = [];
  const { add, idle } = serialQueue(noError);
  const [first, second] = [piece('first', said), piece('second', said)];
  void add(first.work);
  void add(second.work);
  second.go();
  await Promise.resolve();
  expect(said).toEqual(['first begins']);
  first.go();
  await idle();
  expect(said).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

it('tells of a piece that fails, and goes on', async () => {
  const errors: unknown[] = [];
  const said: string[] = [];
  const { add } = serialQueue((error) => errors.push(error));
  const failed = add(() => Promise.reject(new Error('unreadable')));
  await add(() => Promise.resolve(void said.push('next')));
  await failed;
  expect(errors).toEqual([new Error('unreadable')]);
  expect(said).toEqual(['next']);
});

it('does once what is asked for several times before it begins, and again what is asked for while it runs', async () => {
  const said: string[] = [];
  const queue = serialQueue(noError);
  const before = piece('other', said);
  void queue.add(before.work);
  let times = 0;
  const { work, go } = piece('search', said);
  const search = queuedOnce(queue, () => {
    times++;
    return work();
  });
  expect(search()).toBe(search());
  before.go();
  while (times === 0) await Promise.resolve();
  void search();
  go();
  await queue.idle();
  expect(times).toBe(2);
});
