import { pairUp, type Pair } from './pairing.ts';

/** What tells one project of a repository from another. */
export interface ProjectVersion {
  readonly root: string;
  readonly input: { readonly texts: readonly { readonly file: string; readonly text: string }[] };
}

/** Finds out which projects of two versions of a repository are the same, although they moved. */
export function pairProjects<T extends ProjectVersion>(before: readonly T[], after: readonly T[]): readonly Pair<T>[] {
  const pairs = pairUp(before, after, [
    ({ root, input }) => [root, ...input.texts.map(({ file }) => file)].join('\n'),
    ({ root, input }) => [root, input.texts[0]?.file].join('\n'),
    ({ root }) => root,
    ({ input }) => input.texts.map(({ text }) => text).join('\n'),
  ]);
  const gone = pairs.filter((pair) => !pair.after);
  const fresh = pairs.filter((pair) => !pair.before);
  const [one, other] = [gone[0], fresh[0]];
  // The only one that is gone is the only one that is new: it moved, and was changed.
  if (gone.length !== 1 || fresh.length !== 1 || !one || !other) return pairs;
  return [...pairs.filter((pair) => pair !== one && pair !== other), { before: one.before, after: other.after }];
}
