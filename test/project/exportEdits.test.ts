import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearField, removeField, setField } from '../../src/project/relays/exportEdits.ts';
import { readExport } from '../../src/project/relays/readExport.ts';
import { addAfter, removeItem, replaceItem } from '../../src/project/domains/listEdits.ts';
import type { DomainScope, ExportFile, ExportFieldName } from '../../src/project/relays/records.ts';
import { applyEdits, type FileEdit } from '../../src/text/edit.ts';
import type { Range } from '../../src/text/source.ts';
import { mutated } from '../support/mutations.ts';

const JSON_TEXT = `{
  "records": [
    {
      "attributes": { "type": "EmailRelay", "referenceId": "R1" },
      "Host": "relay.acme.example",
      "Port": 587,
      "Password": "hunter2-Gwy7"
    },
    { "attributes": { "type": "EmailDomainFilter" }, "EmailRelayId": "@R1", "ToDomain": "a.example, b.example", "PriorityNumber": "1" }
  ]
}
`;
const CSV_RELAYS =
  'Id,Host,Port,Password\r\n0cX1,relay.acme.example,587,hunter2-Gwy7\r\n0cX2,"b.example",25,"x,""y"\r\n';
const CSV_FILTERS = '"ToDomain",IsActive\na.example,true\n"a.example, b.example",false\n"c.example,\n  d.example",true';

const isCsv = (text: string): boolean => !/^\s*[[{]/.test(text);
const read = (text: string): ExportFile => readExport(isCsv(text) ? 'x.csv' : 'x.json', text);
const applied = (text: string, edit: FileEdit | undefined): string | undefined => edit && applyEdits(text, edit.edits);
const recordsOf = ({ relays, filters }: ExportFile) => [...relays, ...filters];

describe('a field', () => {
  it.each<[string, number, ExportFieldName, string | number | boolean, string]>([
    ['[{"Port": 26}]', 0, 'Port', 25, '[{"Port": 25}]'],
    ['[{"Port": "26"}]', 0, 'Port', 25, '[{"Port": "25"}]'],
    ['[{"port": null}]', 0, 'Port', 25, '[{"port": 25}]'],
    ['[{"Port": 1, "Port": 2}]', 0, 'Port', 25, '[{"Port": 1, "Port": 25}]'],
    [
      '[\n\t{\n\t\t"Port": 25\n\t}\n]',
      0,
      'TlsSetting',
      'Required',
      '[\n\t{\n\t\t"Port": 25,\n\t\t"TlsSetting": "Required"\n\t}\n]',
    ],
    ['[{"IsActive": false}]', 0, 'IsActive', true, '[{"IsActive": true}]'],
    ['Host,Port\r\na,26\r\n', 0, 'Port', 25, 'Host,Port\r\na,25\r\n'],
    ['Host;"Port"\na;"26"\n', 0, 'Port', 25, 'Host;"Port"\na;"25"\n'],
    [
      'ToDomain,IsActive\n,true',
      0,
      'ToDomain',
      'a.example, b.example',
      'ToDomain,IsActive\n"a.example, b.example",true',
    ],
    ['ToDomain;IsActive\n;true', 0, 'ToDomain', 'a.example, b.example', 'ToDomain;IsActive\na.example, b.example;true'],
    ['Host,Port\na,25\n\nb,26', 1, 'TlsSetting', 'Required', 'Host,Port,TlsSetting\na,25,\n\nb,26,Required'],
    ['"Host","Port"\r\n"a","25"\r\n', 0, 'TlsSetting', 'Off', '"Host","Port","TlsSetting"\r\n"a","25","Off"\r\n'],
    ['Host,Port\na,25,\nb\n', 0, 'TlsSetting', 'Off', 'Host,Port,TlsSetting\na,25,Off\nb\n'],
  ])('%j, record %i: %s becomes %j', (text, index, name, value, expected) => {
    const record = recordsOf(read(text))[index];
    expect(applied(text, record && setField(record, name, value))).toBe(expected);
  });

  it.each<[string, number, string | undefined]>([
    ['[{"Host": "a", "Password": "x"}]', 0, '[{"Host": "a"}]'],
    ['[{"Password": "x", "Host": "a"}]', 0, '[{"Host": "a"}]'],
    ['[{"Password": "x"}]', 0, '[{}]'],
    ['[{"Password": "x", "password": "y"}]', 0, '[{}]'],
    ['[{"Password": "x", "Host": "a", "password": "y"}]', 0, '[{"Host": "a"}]'],
    ['[{"Password": "x", "password": "y", "Host": "a"}]', 0, '[{"Host": "a"}]'],
    ['[{"Host": "a"}]', 0, undefined],
    ['Host,Password\r\na,x\r\nb,"y,z"\r\n', 1, 'Host,Password\r\na,x\r\nb,\r\n'],
    ['Host\na', 0, undefined],
  ])('%j, record %i: the password goes', (text, index, expected) => {
    const record = recordsOf(read(text))[index];
    expect(applied(text, record && clearField(record, 'Password'))).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    [
      '[{"Host": "a", "Password": "x"}, {"Password": "y", "Host": "b"}, {"Host": "c"}]',
      '[{"Host": "a"}, {"Host": "b"}, {"Host": "c"}]',
    ],
    ['Host,Password\r\na,x\r\nb,"y,\r\nz"\r\n', 'Host\r\na\r\nb\r\n'],
    ['Password,Host\na,x\n', 'Host\nx\n'],
    ['Id,Password,Host\n1,a,x\n2\n', 'Id,Host\n1,x\n2\n'],
    ['Host\na', undefined],
  ])('%j: all passwords go', (text, expected) => {
    expect(applied(text, removeField(read(text), 'Password'))).toBe(expected);
  });
});

const listOf = (scope: DomainScope | undefined) => (scope?.kind === 'list' ? scope.list : undefined);

describe('domains of a filter', () => {
  it.each([
    // Item, removed, replaced by two, followed by one.
    ['a.example', 0, '', '"x.example, y.example"', '"a.example, z.example"'],
    ['"a.example"', 0, '""', '"x.example, y.example"', '"a.example, z.example"'],
    [' a.example ', 0, '', '"x.example, y.example"', '" a.example, z.example "'],
    ['"a.example,b.example"', 0, '"b.example"', '"x.example,y.example,b.example"', '"a.example,z.example,b.example"'],
    [
      '"a.example, b.example"',
      1,
      '"a.example"',
      '"a.example, x.example, y.example"',
      '"a.example, b.example, z.example"',
    ],
    [
      '"a.example,\n  b.example"',
      1,
      '"a.example"',
      '"a.example,\n  x.example, y.example"',
      '"a.example,\n  b.example, z.example"',
    ],
  ])('%j: item %i removed, replaced, followed', (cell, index, removed, replaced, followed) => {
    const before = 'IsActive,ToDomain,Id\ntrue,';
    const text = `${before}${cell},1\n`;
    const list = listOf(read(text).filters[0]?.to);
    const item = list?.items[index];
    if (!list || !item) throw new Error('no such item');
    const after = (edit: FileEdit): string => applyEdits(text, edit.edits).slice(before.length, -3);
    expect(after(removeItem(list, item))).toBe(removed);
    expect(after(replaceItem(list, item, ['x.example', 'y.example']))).toBe(replaced);
    expect(after(addAfter(list, item, 'z.example'))).toBe(followed);
  });

  it('need no quotes where the delimiter is another', () => {
    const text = 'IsActive;ToDomain\ntrue;a.example\n';
    const list = listOf(read(text).filters[0]?.to);
    const item = list?.items[0];
    expect(list && item && applied(text, addAfter(list, item, 'b.example'))).toBe(
      'IsActive;ToDomain\ntrue;a.example, b.example\n',
    );
  });
});

/** Every value of the file that is no password, by record. */
const valuesOf = (file: ExportFile): (string | undefined)[][] =>
  recordsOf(file).map(({ fields }) =>
    [...fields.values()].map(({ name, text, state }) => `${name}=${state}:${text ?? ''}`),
  );

function checkFile(text: string): void {
  const file = read(text);
  const inside = ({ start, end }: Range): void => {
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`${start} to ${end} of ${text.length}`);
  };
  expect(file.shown.text).toHaveLength(text.length);
  for (const { range } of file.problems) inside(range);
  for (const [index, record] of recordsOf(file).entries()) {
    [record.range, record.shownRange].forEach(inside);
    for (const { nameRange, range, shownRange } of record.fields.values())
      [nameRange, range, shownRange].forEach(inside);
    checkEdits(text, file, index);
  }
}

/** Ten of the records stand for the others. */
function checkEdits(text: string, file: ExportFile, index: number): void {
  const record = recordsOf(file)[index];
  if (!record || index >= 10 || file.problems.length > 0) return;
  const name = record.object === 'EmailRelay' ? 'TlsSetting' : 'ToDomain';
  const value = 'x.example, "y"\nz';
  const set = applied(text, setField(record, name, value));
  if (set !== undefined) {
    const after = read(set);
    const others = (from: ExportFile) => valuesOf(from).map((one) => one.filter((own) => !own?.startsWith(`${name}=`)));
    expect(others(after)).toEqual(others(file));
    expect(recordsOf(after)[index]?.fields.get(name)?.text).toBe(value);
  }
  const cleared = applied(text, clearField(record, 'Password'));
  if (cleared !== undefined) expect(read(cleared).relays.length).toBeLessThanOrEqual(file.relays.length);
  for (const list of record.object === 'EmailRelay' ? [record.host] : [listOf(record.from), listOf(record.to)])
    for (const item of list?.items ?? []) {
      if (!list) continue;
      inCellOnly(text, removeItem(list, item), list.items[0]?.segment.outer);
      inCellOnly(text, replaceItem(list, item, ['x.example', '*.x.example']), list.items[0]?.segment.outer);
      inCellOnly(text, addAfter(list, item, 'z.example'), list.items[0]?.segment.outer);
    }
}

function inCellOnly(text: string, edit: FileEdit, cell: Range | undefined): void {
  applyEdits(text, edit.edits);
  for (const { range } of edit.edits)
    expect(cell !== undefined && range.start >= cell.start && range.end <= cell.end).toBe(true);
}

describe('whatever stands in an export', () => {
  it('six thousand mutations are read and edited without a fault', { timeout: 120_000 }, () => {
    const texts = fc.oneof(mutated(JSON_TEXT), mutated(CSV_RELAYS), mutated(CSV_FILTERS));
    fc.assert(fc.property(texts, checkFile), { seed: 20261123, numRuns: 6000 });
  });

  it.each([JSON_TEXT, CSV_RELAYS, CSV_FILTERS])('every prefix is', { timeout: 60_000 }, (text) => {
    for (let end = 0; end <= text.length; end++) checkFile(text.slice(0, end));
  });
});
