import { describe, expect, it } from 'vitest';
import {
  addDomain,
  listDomains,
  listingsOf,
  listProblem,
  removeDomain,
  type ListChange,
} from '../../src/rules/support/listChanges.ts';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { projectOf } from '../support/projects.ts';
import { knownDomain } from '../../src/mail/domain.ts';

const SETTINGS = 'settings/EmailAdministration.settings-meta.xml';
const RECORD = 'config/email-deliverability.json';

const settings = (inner: string): string => `<EmailAdministrationSettings>${inner}</EmailAdministrationSettings>`;
const RESTRICTED = settings('<enableRestrictTlsToDomains>true</enableRestrictTlsToDomains>');

const project = (record?: string, xml = RESTRICTED): ProjectInput =>
  projectOf([
    { file: SETTINGS, role: 'settings', text: xml },
    ...(record === undefined ? [] : [{ file: RECORD, role: 'record' as const, text: record }]),
  ]);

/** The files that a change touches, as they are behind it. */
function after(input: ProjectInput, change: ListChange | undefined): Record<string, string> | undefined {
  return (
    change &&
    Object.fromEntries(
      change.edits.map(({ file, edits }) => {
        const text = input.texts.find((one) => one.file === file)?.text ?? '';
        return [file, applyEdits(text, edits)];
      }),
    )
  );
}

describe('how the list stands to a domain', () => {
  const facts = readProject(
    project('{"restrictTlsToDomains": ["Acme.example.", "*.globex.example", "orders@hooli.example"]}'),
  );
  it.each([
    ['acme.example', { kind: 'listed' }],
    ['www.globex.example', { kind: 'covered', by: '*.globex.example' }],
    ['globex.example', { kind: 'absent' }],
    // Whether a wildcard covers more than one label is not documented.
    ['a.b.globex.example', { kind: 'absent' }],
    ['hooli.example', { kind: 'absent' }],
  ])('%s', (domain, expected) => {
    expect(listingsOf(facts)(knownDomain(domain))).toEqual(expected);
  });
});

describe('adding', () => {
  it.each([
    [
      'to an array',
      '{"restrictTlsToDomains": ["a.example"]}',
      '{"restrictTlsToDomains": ["a.example", "new.example"]}',
    ],
    [
      'to an array with a line for each',
      '{\n  "restrictTlsToDomains": [\n    "a.example"\n  ]\n}\n',
      '{\n  "restrictTlsToDomains": [\n    "a.example",\n    "new.example"\n  ]\n}\n',
    ],
    ['to an empty array', '{"restrictTlsToDomains": []}', '{"restrictTlsToDomains": ["new.example"]}'],
    [
      'to one string',
      '{"restrictTlsToDomains": "a.example, b.example"}',
      '{"restrictTlsToDomains": "a.example, b.example, new.example"}',
    ],
    [
      'to an array with comments',
      '{"restrictTlsToDomains": ["a.example" /* one */]}',
      '{"restrictTlsToDomains": ["a.example", "new.example" /* one */]}',
    ],
    [
      'behind a comma at the end',
      '{"restrictTlsToDomains": "a.example, "}',
      '{"restrictTlsToDomains": "a.example, new.example"}',
    ],
    ['over a blank', '{"restrictTlsToDomains": [""]}', '{"restrictTlsToDomains": ["new.example"]}'],
    ['to an empty string', '{"restrictTlsToDomains": ""}', '{"restrictTlsToDomains": ["new.example"]}'],
    [
      'to a record without a list',
      '{ "tlsSetting": "Required" }',
      '{ "tlsSetting": "Required", "restrictTlsToDomains": ["new.example"] }',
    ],
    ['to an empty file', ' \n', '{\n  "restrictTlsToDomains": ["new.example"]\n}\n'],
  ])('%s', (_, record, expected) => {
    const input = project(record);
    expect(after(input, addDomain(input, knownDomain('new.example')))).toEqual({ [RECORD]: expected });
  });

  it('creates the record', () => {
    const change = addDomain(project(), knownDomain('new.example'));
    expect(change?.edits.map(({ file, create }) => [file, create])).toEqual([[RECORD, true]]);
    expect(after(project(), change)).toEqual({ [RECORD]: '{\n  "restrictTlsToDomains": ["new.example"]\n}\n' });
  });

  it('goes where the list stands, also where it does not belong: a second list would put the first out of force', () => {
    const xml = settings('<tlsSetting>Required</tlsSetting><tlsDomains>a.example</tlsDomains>');
    const input = project(undefined, xml);
    expect(after(input, addDomain(input, knownDomain('new.example')))?.[SETTINGS]).toContain(
      '<tlsDomains>a.example, new.example</tlsDomains>',
    );
  });

  it('does nothing for a domain that is listed', () => {
    expect(addDomain(project('{"restrictTlsToDomains": ["a.example"]}'), knownDomain('a.example'))).toBeUndefined();
  });
});

describe('adding several', () => {
  const listed = (input: ProjectInput): Record<string, string> | undefined => {
    const edit = listDomains(readProject(input), ['b.example', 'c.example']);
    return after(input, edit && { edits: [edit], besides: [] });
  };
  it.each([
    [
      'to an array with a line for each',
      '{\n  "restrictTlsToDomains": [\n    "a.example"\n  ]\n}\n',
      '{\n  "restrictTlsToDomains": [\n    "a.example",\n    "b.example",\n    "c.example"\n  ]\n}\n',
    ],
    [
      'to one string',
      '{ "restrictTlsToDomains": "a.example" }\n',
      '{ "restrictTlsToDomains": "a.example, b.example, c.example" }\n',
    ],
    ['to an empty array', '{"restrictTlsToDomains": []}', '{"restrictTlsToDomains": ["b.example", "c.example"]}'],
    ['over a blank', '{"restrictTlsToDomains": [""]}', '{"restrictTlsToDomains": ["b.example", "c.example"]}'],
    [
      'to a record without a list',
      '{\n  "tlsSetting": "Required"\n}\n',
      '{\n  "tlsSetting": "Required",\n  "restrictTlsToDomains": ["b.example", "c.example"]\n}\n',
    ],
    ['to no record', undefined, '{\n  "restrictTlsToDomains": ["b.example", "c.example"]\n}\n'],
  ])('%s', (_, record, expected) => {
    expect(listed(project(record))).toEqual({ [RECORD]: expected });
  });
});

describe('removing', () => {
  it.each([
    ['one', '["a.example", "b.example"]', 'a.example', '["b.example"]'],
    ['every entry that names it', '["a.example", "b.example", "A.example"]', 'a.example', '["b.example"]'],
    ['from one string', '"a.example, b.example, a.example"', 'a.example', '"b.example"'],
  ])('%s', (_, list, domain, expected) => {
    const input = project(`{"tlsSetting": "Required", "restrictTlsToDomains": ${list}}`);
    const change = removeDomain(input, knownDomain(domain));
    expect(after(input, change)).toEqual({
      [RECORD]: `{"tlsSetting": "Required", "restrictTlsToDomains": ${expected}}`,
    });
    expect(change?.besides).toEqual([]);
  });

  it('of the last one takes back what an empty list would leave in force, and says so', () => {
    const input = project('{"tlsSetting": "Required", "restrictTlsToDomains": ["a.example"]}');
    const change = removeDomain(input, knownDomain('a.example'));
    expect(change?.besides).toEqual(['the restriction to listed domains is off', 'Preferred is recorded']);
    expect(after(input, change)).toEqual({
      [RECORD]: '{"tlsSetting": "Preferred", "restrictTlsToDomains": []}',
      [SETTINGS]: RESTRICTED.replace('true', 'false'),
    });
  });

  it('does nothing for a domain that is not listed, or only through a wildcard', () => {
    const input = project('{"restrictTlsToDomains": ["*.a.example"]}');
    expect(removeDomain(input, knownDomain('a.example'))).toBeUndefined();
    expect(removeDomain(input, knownDomain('x.a.example'))).toBeUndefined();
  });
});

describe('a list that cannot be changed', () => {
  it.each([
    ['no record', undefined, undefined],
    ['a record', '{"restrictTlsToDomains": []}', undefined],
    ['an empty file', '', undefined],
    [
      'broken JSON',
      '{"restrictTlsToDomains": [',
      /email-deliverability\.json cannot be read \(.+\)\. Fix that first\.$/,
    ],
    ['a list that is none', '{"restrictTlsToDomains": 5}', /is neither an array nor a string\.$/],
  ])('%s', (_, record, expected) => {
    const input = project(record);
    const problem = listProblem(readProject(input));
    if (expected) {
      expect(problem).toMatch(expected);
      expect(addDomain(input, knownDomain('new.example'))).toBeUndefined();
      expect(listDomains(readProject(input), ['new.example'])).toBeUndefined();
      expect(removeDomain(input, knownDomain('a.example'))).toBeUndefined();
    } else expect(problem).toBeUndefined();
  });

  it('a file in its place that was not read', () => {
    const facts = readProject({ ...project(), occupied: [RECORD] });
    expect(listProblem(facts)).toBe(`The domain list cannot be changed here: ${RECORD} could not be read.`);
  });
});
