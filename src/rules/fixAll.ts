import { readProject, type ProjectInput } from '../project/readProject.ts';
import { applyEdits, compatible, type TextEdit } from '../text/edit.ts';
import { lint } from './lint.ts';

/** Each pass repairs at least one thing; real files need one or two. */
const MAX_PASSES = 50;

/**
 * Applies the safe fixes until none is left. Fixes that would touch each other wait for the next pass.
 *
 * @returns the new text of each file that changed, by file name
 */
export function fixAll(input: ProjectInput, rule?: string): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  let current = input;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const edits = safeEdits(current, rule);
    if (edits.size === 0) break;
    const texts = current.texts.map((one) => {
      const own = edits.get(one.file);
      if (!own) return one;
      const text = applyEdits(one.text, own);
      changed.set(one.file, text);
      return { ...one, text };
    });
    current = { ...current, texts };
  }
  return changed;
}

/** The safe fixes that can be applied together, by file. */
export function safeEdits(input: ProjectInput, rule: string | undefined): ReadonlyMap<string, readonly TextEdit[]> {
  const taken = new Map<string, readonly TextEdit[]>();
  for (const finding of lint(readProject(input))) {
    if (rule !== undefined && finding.rule !== rule) continue;
    const fix = finding.fixes.find((one) => one.safe);
    if (!fix?.edits.every(({ file, edits }) => compatible(taken.get(file) ?? [], edits))) continue;
    for (const { file, edits } of fix.edits) taken.set(file, [...(taken.get(file) ?? []), ...edits]);
  }
  return taken;
}
