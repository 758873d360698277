import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { ProjectInput } from '../../src/project/readProject.ts';
import { mutated } from '../support/mutations.ts';
import { projectOf } from '../support/projects.ts';
import { expectSound, PROPERTY_RUNS } from '../support/sound.ts';

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

describe('whatever stands in the files', () => {
  it('mutations are read, checked and repaired without a fault', { timeout: 120_000 }, () => {
    const inputs = fc.oneof(
      mutated(settingsText).map((text) => project(text, recordText, scratchText)),
      mutated(recordText).map((text) => project(settingsText, text, scratchText)),
      mutated(scratchText).map((text) => project(settingsText, recordText, text)),
      fc.tuple(mutated(settingsText), mutated(recordText), mutated(scratchText)).map((texts) => project(...texts)),
    );
    fc.assert(fc.property(inputs, expectSound), { seed: 20261123, numRuns: PROPERTY_RUNS });
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
    for (let end = 0; end <= text.length; end++) expectSound(make(text.slice(0, end)));
  });
});
