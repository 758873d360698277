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

const RELAYS_JSON = 'data/EmailRelay.json';
const RELAYS_CSV = 'data/EmailRelay.csv';
const FILTERS_JSON = 'data/EmailDomainFilter.json';
const FILTERS_CSV = 'data/EmailDomainFilter.csv';

const relayRecord = (id: string, more: object) => ({
  attributes: { type: 'EmailRelay', referenceId: `EmailRelayRef${id}` },
  Id: `0cX00000000000${id}AAA`,
  ...more,
});
const filterRecord = (relay: string, from: string | null, to: string, priority: number | null, active = true) => ({
  attributes: { type: 'EmailDomainFilter' },
  EmailRelayId: relay,
  FromDomain: from,
  ToDomain: to,
  IsActive: active,
  PriorityNumber: priority,
});
/** Most of what the rules about relays and filters find. */
const RELAYS = [
  relayRecord('1', {
    Host: 'Relay.example.',
    Port: 465,
    TlsSetting: 'Required Verify',
    IsRequireAuth: true,
    Username: null,
  }),
  relayRecord('2', {
    Host: '192.0.2.1',
    Port: 25,
    TlsSetting: 'RequiredVerify',
    IsRequireAuth: false,
    Password: 'xyz',
  }),
  relayRecord('3', { Host: 'smtp://a.example:25/', Port: '2525', TlsSetting: 'Off', Password: 'a "b", c' }),
];
const FILTERS = [
  filterRecord('0cX000000000001AAA', null, 'Globex.example, *.globex.example,globex.example', 10),
  filterRecord('@EmailRelayRef2', '*', 'mail.globex.example, a@b.example', 20),
  filterRecord('0cX000000000009AAA', '*.acme.example', '*, 192.0.2.9', 20, false),
  filterRecord('@EmailRelayRef3', 'acme.example,,', '*.com', null),
];
type Value = string | number | boolean | null | undefined;
const csvCell = (value: Value): string => {
  const text = String(value ?? '');
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csvOf = (records: readonly object[], fields: readonly string[]): string =>
  [fields, ...records.map((record) => fields.map((name) => (record as Record<string, Value>)[name]))]
    .map((row) => `${row.map(csvCell).join()}\r\n`)
    .join('');

const relaysJson = JSON.stringify({ status: 0, result: { records: RELAYS } }, undefined, 2);
const filtersJson = JSON.stringify(FILTERS);
const relaysCsv = csvOf(RELAYS, ['Id', 'Host', 'Port', 'TlsSetting', 'IsRequireAuth', 'Username', 'Password']);
const filtersCsv = csvOf(FILTERS, ['EmailRelayId', 'FromDomain', 'ToDomain', 'IsActive', 'PriorityNumber']);

const exported = (relays: string, filters: string, format: 'json' | 'csv'): ProjectInput =>
  projectOf([
    { file: format === 'json' ? RELAYS_JSON : RELAYS_CSV, role: 'export', text: relays },
    { file: format === 'json' ? FILTERS_JSON : FILTERS_CSV, role: 'export', text: filters },
    { file: SETTINGS, role: 'settings', text: settingsText },
  ]);

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

  it('so are ten thousand of exported relays and filters', { timeout: 120_000 }, () => {
    const inputs = fc.oneof(
      mutated(relaysJson).map((text) => exported(text, filtersJson, 'json')),
      mutated(filtersJson).map((text) => exported(relaysJson, text, 'json')),
      mutated(relaysCsv).map((text) => exported(text, filtersCsv, 'csv')),
      mutated(filtersCsv).map((text) => exported(relaysCsv, text, 'csv')),
    );
    fc.assert(fc.property(inputs, checkAll), { seed: 20261124, numRuns: 10_000 });
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
    ['relay export', relaysJson, (text: string) => exported(text, filtersJson, 'json')],
    ['filter export', filtersJson, (text: string) => exported(relaysJson, text, 'json')],
    ['relay export in CSV', relaysCsv, (text: string) => exported(text, filtersCsv, 'csv')],
    ['filter export in CSV', filtersCsv, (text: string) => exported(relaysCsv, text, 'csv')],
  ] as const)('every prefix of a %s is', { timeout: 60_000 }, (_, text, make) => {
    for (let end = 0; end <= text.length; end++) checkAll(make(text.slice(0, end)));
  });
});
