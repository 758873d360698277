import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { ProjectInput } from '../../src/project/readProject.ts';
import { mutated } from '../support/mutations.ts';
import { projectOf } from '../support/projects.ts';
import { expectSound, PROPERTY_RUNS } from '../support/sound.ts';

const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
const settingsText = readFileSync(path.join(import.meta.dirname, '../../samples/acme', SETTINGS), 'utf8');

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

describe('whatever stands in exported relays and filters', () => {
  it('mutations are read, checked and repaired without a fault', { timeout: 120_000 }, () => {
    const inputs = fc.oneof(
      mutated(relaysJson).map((text) => exported(text, filtersJson, 'json')),
      mutated(filtersJson).map((text) => exported(relaysJson, text, 'json')),
      mutated(relaysCsv).map((text) => exported(text, filtersCsv, 'csv')),
      mutated(filtersCsv).map((text) => exported(relaysCsv, text, 'csv')),
    );
    fc.assert(fc.property(inputs, expectSound), { seed: 20261124, numRuns: PROPERTY_RUNS });
  });

  it.each([
    ['relay export', relaysJson, (text: string) => exported(text, filtersJson, 'json')],
    ['filter export', filtersJson, (text: string) => exported(relaysJson, text, 'json')],
    ['relay export in CSV', relaysCsv, (text: string) => exported(text, filtersCsv, 'csv')],
    ['filter export in CSV', filtersCsv, (text: string) => exported(relaysCsv, text, 'csv')],
  ] as const)('every prefix of a %s is', { timeout: 60_000 }, (_, text, make) => {
    for (let end = 0; end <= text.length; end++) expectSound(make(text.slice(0, end)));
  });
});
