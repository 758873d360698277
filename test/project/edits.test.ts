import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { insertChildren, removeChild, setProperty } from '../../src/formats/jsonEdits.ts';
import { addAfter, removeItem, replaceItem } from '../../src/project/domains/listEdits.ts';
import { changeRecord, changeRules, removeRecordList } from '../../src/project/settings/recordEdits.ts';
import { readProject } from '../../src/project/readProject.ts';
import { putSetting, removeSettings, renameSetting } from '../../src/project/settings/settingEdits.ts';
import { readScratchDefinition } from '../../src/project/settings/scratchDefinition.ts';
import { readSettingsFile } from '../../src/project/settings/settingsFile.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { projectOf } from '../support/projects.ts';

/** The first array or object of a text. */
function container(text: string) {
  const { root } = parseJson(text);
  if (!root) throw new Error(text);
  return root;
}

describe('JSON children', () => {
  it.each([
    ['["a", "b"]', 0, '["a", "x", "b"]'],
    ['["a","b"]', 0, '["a","x","b"]'],
    ['["a"]', 0, '["a", "x"]'],
    ['["a", "b"]', 1, '["a", "b", "x"]'],
    ['[\n  "a"\n]', 0, '[\n  "a",\n  "x"\n]'],
    ['[\r\n\t"a",\r\n\t"b"\r\n]', 0, '[\r\n\t"a",\r\n\t"x",\r\n\t"b"\r\n]'],
    ['[\n  "a", // one\n  "b" // two\n]', 0, '[\n  "a", // one\n  "x",\n  "b" // two\n]'],
    ['[\n  "a", // one\n  "b" // two\n]', 1, '[\n  "a", // one\n  "b", // two\n  "x"\n]'],
    ['[\n  "a",\n]', 0, '[\n  "a",\n  "x",\n]'],
  ])('into %j behind item %i', (text, index, expected) => {
    const array = container(text);
    expect(applyEdits(text, insertChildren(text, array, ['"x"'], array.children?.[index]))).toBe(expected);
  });

  it.each([
    ['["a", "b"]', 0, '["b"]'],
    ['["a", "b"]', 1, '["a"]'],
    ['["a"]', 0, '[]'],
    ['[ "a" ]', 0, '[]'],
    ['["a",]', 0, '[]'],
    ['[\n  "a",\n  "b"\n]', 0, '[\n  "b"\n]'],
    ['[\n  "a",\n  "b"\n]', 1, '[\n  "a"\n]'],
    ['[\r\n  "a",\r\n  "b",\r\n  "c"\r\n]', 1, '[\r\n  "a",\r\n  "c"\r\n]'],
    ['[\n  "a", // one\n  "b"\n]', 1, '[\n  "a" // one\n]'],
    ['[\n  // one\n  "a",\n  // two\n  "b"\n]', 0, '[\n  // one\n  // two\n  "b"\n]'],
    ['{ "a": 1, "b": 2 }', 0, '{ "b": 2 }'],
    ['{ "a": 1 }', 0, '{}'],
  ])('out of %j, number %i', (text, index, expected) => {
    const parent = container(text);
    const child = parent.children?.[index];
    if (!child) throw new Error('no such child');
    expect(applyEdits(text, removeChild(text, parent, child))).toBe(expected);
  });

  it.each([
    ['{}', '{\n  "k": 1\n}'],
    ['{ }', '{\n  "k": 1\n}'],
    ['{"a": 1}', '{"a": 1, "k": 1}'],
    ['{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"k": 1\n}'],
    ['{"k": 0, "a": 2}', '{"k": 1, "a": 2}'],
    ['{"k": 0, "k": 2}', '{"k": 0, "k": 1}'],
  ])('set in %j', (text, expected) => {
    expect(applyEdits(text, setProperty(text, container(text), 'k', '1'))).toBe(expected);
  });
});

const RECORD = 'config/email-deliverability.json';
const project = (record?: string) =>
  readProject(projectOf(record === undefined ? [] : [{ file: RECORD, role: 'record', text: record }]));

/** The record after an edit of it. */
function applied(text: string | undefined, edit: ReturnType<typeof changeRecord>): string | undefined {
  return edit && applyEdits(text ?? '', edit.edits);
}

describe('the record', () => {
  const change = { tlsSetting: 'Required', restrictTlsToDomains: ['a.example', 'b.example'] };
  it.each([
    [undefined, '{\n  "tlsSetting": "Required",\n  "restrictTlsToDomains": ["a.example", "b.example"]\n}\n'],
    ['', '{\n  "tlsSetting": "Required",\n  "restrictTlsToDomains": ["a.example", "b.example"]\n}\n'],
    ['{}', '{\n  "tlsSetting": "Required",\n  "restrictTlsToDomains": ["a.example", "b.example"]\n}'],
    ['{ "tlsSetting": "Off" }', '{ "tlsSetting": "Required", "restrictTlsToDomains": ["a.example", "b.example"] }'],
    [
      '{\r\n\t"rules": {}\r\n}',
      '{\r\n\t"rules": {},\r\n\t"tlsSetting": "Required",\r\n\t"restrictTlsToDomains": ["a.example", "b.example"]\r\n}',
    ],
    ['{ "tlsSetting": ', undefined],
    ['[]', undefined],
  ])('%j takes both values', (text, expected) => {
    expect(applied(text, changeRecord(project(text), change))).toBe(expected);
  });

  it.each([
    [undefined, '{\n  "rules": { "domain-form": "off" }\n}\n'],
    ['{"tlsSetting": "Required"}', '{"tlsSetting": "Required", "rules": { "domain-form": "off" }}'],
    ['{"rules": {"domain-form": "hint"}}', '{"rules": {"domain-form": "off"}}'],
    ['{"rules": {"file-name": "off"}}', '{"rules": {"file-name": "off", "domain-form": "off"}}'],
    ['{"rules', undefined],
  ])('%j takes a rule', (text, expected) => {
    expect(applied(text, changeRules(project(text), 'domain-form', 'off'))).toBe(expected);
  });

  it.each([
    ['{"tlsSetting": "Required", "restrictTlsToDomains": []}', '{"tlsSetting": "Required"}'],
    ['{"tlsSetting": "Required"}', undefined],
  ])('%j loses its list', (text, expected) => {
    const { record } = project(text);
    expect(applied(text, record && removeRecordList(record))).toBe(expected);
  });
});

describe('domain lists', () => {
  it.each([
    [
      '["a.example", "b.example"]',
      0,
      '["b.example"]',
      '["x.example", "y.example", "b.example"]',
      '["a.example", "z.example", "b.example"]',
    ],
    [
      '"a.example, b.example"',
      0,
      '"b.example"',
      '"x.example, y.example, b.example"',
      '"a.example, z.example, b.example"',
    ],
    ['"a.example,b.example"', 1, '"a.example"', '"a.example,x.example,y.example"', '"a.example,b.example,z.example"'],
    ['"a.example"', 0, '""', '"x.example, y.example"', '"a.example, z.example"'],
    [
      '["a.example, b.example"]',
      1,
      '["a.example"]',
      '["a.example, x.example, y.example"]',
      '["a.example, b.example, z.example"]',
    ],
    ['"\\u0061.example"', 0, '""', '"x.example, y.example"', '"\\u0061.example, z.example"'],
  ])('%s: item %i removed, replaced, followed', (list, index, removed, replaced, followed) => {
    const text = `{"restrictTlsToDomains": ${list}}`;
    const found = project(text).record?.list;
    const item = found?.items[index];
    if (!found || !item) throw new Error('no such item');
    const after = (edit: ReturnType<typeof removeItem>): string =>
      applyEdits(text, edit.edits).slice('{"restrictTlsToDomains": '.length, -1);
    expect(after(removeItem(found, item))).toBe(removed);
    expect(after(replaceItem(found, item, ['x.example', 'y.example']))).toBe(replaced);
    expect(after(addAfter(found, item, 'z.example'))).toBe(followed);
  });
});

describe('settings', () => {
  const xml = (inner: string): string => `<EmailAdministrationSettings>${inner}</EmailAdministrationSettings>`;
  const emailSettingsOf = (text: string) => {
    const emailSettings = text.startsWith('<')
      ? readSettingsFile('f', text).emailSettings
      : readScratchDefinition('f', text).emailSettings;
    if (!emailSettings) throw new Error(text);
    return emailSettings;
  };
  const json = (inner: string): string => `{"settings": {"emailAdministrationSettings": ${inner}}}`;

  it.each([
    [xml('\n  <a>1</a>\n  <z>1</z>\n'), xml('\n  <a>1</a>\n  <m>true</m>\n  <z>1</z>\n')],
    [
      xml('\n  <a>1</a> <!-- about a -->\n  <z>1</z>\n'),
      xml('\n  <a>1</a> <!-- about a -->\n  <m>true</m>\n  <z>1</z>\n'),
    ],
    [xml('\r\n\t<z>1</z>\r\n'), xml('\r\n\t<m>true</m>\r\n\t<z>1</z>\r\n')],
    [xml('<a>1</a><z>1</z>'), xml('<a>1</a><m>true</m><z>1</z>')],
    [xml(''), '<EmailAdministrationSettings>\n    <m>true</m>\n</EmailAdministrationSettings>'],
    [
      '<EmailAdministrationSettings x="1" />',
      '<EmailAdministrationSettings x="1">\n    <m>true</m>\n</EmailAdministrationSettings>',
    ],
    [xml('<m>False</m>'), xml('<m>true</m>')],
    [xml('<m/>'), xml('<m>true</m>')],
    [xml('<m><!-- why -->no</m>'), xml('<m><!-- why -->true</m>')],
    [json('{}'), json('{\n  "m": true\n}')],
    [json('{"a": true, "z": true}'), json('{"a": true, "m": true, "z": true}')],
    [json('{"m": "yes"}'), json('{"m": true}')],
  ])('%j gets one', (text, expected) => {
    const edit = putSetting(emailSettingsOf(text), 'm', true);
    expect(edit && applyEdits(text, edit.edits)).toBe(expected);
  });

  it.each([
    [xml('\n  <a>1</a>\n  <b>1</b>\n'), xml('\n  <b>1</b>\n')],
    [xml('<a>1</a><b>1</b>'), xml('<b>1</b>')],
    [json('{"a": true, "b": true}'), json('{"b": true}')],
    [json('{\n  "a": true\n}'), json('{\n}')],
  ])('%j loses one', (text, expected) => {
    const emailSettings = emailSettingsOf(text);
    expect(applyEdits(text, removeSettings(emailSettings, emailSettings.settings.slice(0, 1)).edits)).toBe(expected);
  });

  it.each([
    [json('{"a": 1, "b": 2, "c": 3}'), json('{}')],
    [xml('<a>1</a>\n<b>2</b>'), xml('\n')],
  ])('%j loses all', (text, expected) => {
    const emailSettings = emailSettingsOf(text);
    expect(applyEdits(text, removeSettings(emailSettings, emailSettings.settings).edits)).toBe(expected);
  });

  it.each([
    [xml('<a>1</a >'), xml('<n>1</n >')],
    [xml('<a/>'), xml('<n/>')],
    [json('{"a": true}'), json('{"n": true}')],
  ])('%j changes a name', (text, expected) => {
    const emailSettings = emailSettingsOf(text);
    const [setting] = emailSettings.settings;
    expect(setting && applyEdits(text, renameSetting(emailSettings, setting, 'n'))).toBe(expected);
  });
});
