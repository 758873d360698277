/** What must hold of a project whatever stands in its files; for tests that mutate them. */
import { expect } from 'vitest';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { fixAll } from '../../src/rules/fixAll.ts';
import { lint } from '../../src/rules/lint.ts';
import type { Place } from '../../src/text/source.ts';
import { applyFix } from './projects.ts';

/** How many mutations a test tries: the first 2000 of those of CI, unless PROPERTY_RUNS says otherwise. */
export const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? (process.env['CI'] === undefined ? 2000 : 10_000));

/** No throw, all ranges inside the text, every fix applies, fix-all reaches a fixed point. */
export function expectSound(input: ProjectInput): void {
  const texts = new Map(input.texts.map(({ file, text }) => [file, text]));
  const inside = ({ file, range }: Place): void => {
    const length = texts.get(file)?.length ?? -1;
    if (!(range.start >= 0 && range.start <= range.end && range.end <= length))
      throw new Error(`${file}: ${range.start} to ${range.end} of ${length}`);
  };
  for (const finding of lint(readProject(input))) {
    inside(finding.at);
    for (const { at } of finding.related) inside(at);
    for (const fix of finding.fixes) applyFix(input, fix);
  }
  const fixed = fixAll(input);
  const after = { ...input, texts: input.texts.map((one) => ({ ...one, text: fixed.get(one.file) ?? one.text })) };
  expect(fixAll(after).size).toBe(0);
}
