import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { fixAll } from '../../src/rules/fixAll.ts';
import { lint } from '../../src/rules/lint.ts';
import type { Place } from '../../src/text/source.ts';
import { mutated } from '../support/mutations.ts';
import { applyFix, projectOf } from '../support/projects.ts';

const sample = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../samples/acme', file), 'utf8');
const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
const RECORD = 'config/email-deliverability.json';
const SCRATCH = 'config/project-scratch-def.json';

const settingsText = sample(SETTINGS);
const recordText = sample(RECORD);
const scratchText = sample(SCRATCH);

const project = (settings: string, record: string, scratch: string): ProjectInput =>
  projectOf(
    [
      { file: SETTINGS, role: 'settings', text: settings },
      { file: RECORD, role: 'record', text: record },
      { file: SCRATCH, role: 'scratch', text: scratch },
    ],
    66,
  );

/** No throw, all ranges inside the text, every fix applies, fix-all reaches a fixed point. */
function checkAll(input: ProjectInput): void {
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

describe('whatever stands in the files', () => {
  it('ten thousand mutations are read, checked and repaired without a fault', { timeout: 120_000 }, () => {
    const inputs = fc.oneof(
      mutated(settingsText).map((text) => project(text, recordText, scratchText)),
      mutated(recordText).map((text) => project(settingsText, text, scratchText)),
      mutated(scratchText).map((text) => project(settingsText, recordText, text)),
      fc.tuple(mutated(settingsText), mutated(recordText), mutated(scratchText)).map((texts) => project(...texts)),
    );
    fc.assert(fc.property(inputs, checkAll), { seed: 20261123, numRuns: 10_000 });
  });

  it.each([
    ['settings file', settingsText, (text: string) => project(text, recordText, scratchText)],
    [
      'settings file with CRLF',
      settingsText.replaceAll('\n', '\r\n'),
      (text: string) => project(text, recordText, scratchText),
    ],
    ['record', recordText, (text: string) => project(settingsText, text, scratchText)],
    ['scratch definition', scratchText, (text: string) => project(settingsText, recordText, text)],
  ] as const)('every prefix of a %s is', { timeout: 60_000 }, (_, text, make) => {
    for (let end = 0; end <= text.length; end++) checkAll(make(text.slice(0, end)));
  });
});
