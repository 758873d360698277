/** Two versions of one thing; one side is absent for what is new or gone. */
export interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * Finds out which of two lists' elements are the same thing: by the first key that tells, then what is left over by
 * the next. Of several with one key, the first goes with the first. `last`: what remains goes together in order.
 */
export function pairUp<T>(
  before: readonly T[],
  after: readonly T[],
  keys: readonly ((one: T) => string | undefined)[],
  last = false,
): readonly Pair<T>[] {
  let [old, now] = [[...before], [...after]];
  const found: { readonly before: T; readonly after: T }[] = [];
  for (const key of last ? [...keys, () => ''] : keys) {
    const open = new Map<string, T[]>();
    for (const one of old) {
      const name = key(one);
      if (name === undefined) continue;
      const same = open.get(name);
      if (same) same.push(one);
      else open.set(name, [one]);
    }
    const taken = new Set<T>();
    now = now.filter((one) => {
      const name = key(one);
      const match = name === undefined ? undefined : open.get(name)?.shift();
      if (match === undefined) return true;
      taken.add(match);
      found.push({ before: match, after: one });
      return false;
    });
    old = old.filter((one) => !taken.has(one));
  }
  // As in the files after the change; what is gone comes last.
  const order = new Map(after.map((one, index) => [one, index]));
  return [
    ...[...found, ...now.map((one) => ({ before: undefined, after: one }))].sort(
      (a, b) => (order.get(a.after) ?? 0) - (order.get(b.after) ?? 0),
    ),
    ...old.map((one) => ({ before: one, after: undefined })),
  ];
}
