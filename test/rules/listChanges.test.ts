import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { domainLists } from '../../src/project/select.ts';
import { lint } from '../../src/rules/lint.ts';
import { addDomains, passingDomains, removeBouncing } from '../../src/rules/support/listChanges.ts';
import type { Fix } from '../../src/rules/rule.ts';
import type { Outcome, OutcomesBySetting } from '../../src/mail/outcome.ts';
import { applyFix, projectOf } from '../support/projects.ts';
import type { KnownPreflight } from '../../src/project/knownPreflight.ts';
import { asDomain } from '../../src/mail/domain.ts';

const RECORD = 'config/email-deliverability.json';
const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';

const all = (...outcomes: readonly Outcome[]): OutcomesBySetting => ({
  Off: ['clear'],
  Preferred: outcomes,
  Required: outcomes,
  PreferredVerify: outcomes,
  RequiredVerify: outcomes,
});

const SEEN = '2026-11-23 14:05 UTC';

const known = (domain: string, outcomes: OutcomesBySetting, relayPort?: number): KnownPreflight => ({
  domain,
  outcomes,
  reasons: [],
  servers: [],
  promisesTls: false,
  recipient: relayPort === undefined ? asDomain(domain) : undefined,
  seen: SEEN,
  ...(relayPort === undefined ? {} : { relayPort }),
});
const bounces = (domain: string): KnownPreflight => known(domain, all('bounce'));
const passes = (domain: string): KnownPreflight => known(domain, all('tls'));
const depends = (domain: string): KnownPreflight => known(domain, all('bounce', 'tls'));
const unknown = (domain: string): KnownPreflight => known(domain, all('unknown'));

const withRecord = (text: string, preflights: readonly KnownPreflight[]): ProjectInput => ({
  ...projectOf([{ file: RECORD, role: 'record', text }]),
  preflights,
});
const withSettings = (inner: string, preflights: readonly KnownPreflight[]): ProjectInput => ({
  ...projectOf([
    {
      file: SETTINGS,
      role: 'settings',
      text: `<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}</EmailAdministrationSettings>\n`,
    },
  ]),
  preflights,
});
const record = (list: string, setting = 'Required'): string =>
  `{ "tlsSetting": "${setting}", "restrictTlsToDomains": ${list} }`;

function removal(input: ProjectInput): Fix | undefined {
  const project = readProject(input);
  const [list] = domainLists(project);
  return list && removeBouncing(project, lint(project), list);
}

const entries = (input: ProjectInput): readonly string[] =>
  domainLists(readProject(input)).flatMap(({ items }) => items.map(({ text }) => text.trim()));
const textOf = (input: ProjectInput): string => input.texts[0]?.text ?? '';

const [A, B, C, D] = ['a.example', 'b.example', 'c.example', 'd.example'] as const;

describe('taking out what bounces', () => {
  it.each<[about: string, list: string, preflights: readonly KnownPreflight[], title: string, after: string]>([
    [
      'one',
      '["a.example", "b.example"]',
      [bounces(A)],
      'Remove a.example, whose mail would bounce under Required',
      '["b.example"]',
    ],
    [
      'two of three',
      '["a.example", "b.example", "c.example"]',
      [bounces(A), passes(B), bounces(C)],
      'Remove a.example and c.example, whose mail would bounce under Required',
      '["b.example"]',
    ],
    [
      'three of four, counted',
      '["a.example", "b.example", "c.example", "d.example"]',
      [bounces(B), bounces(C), bounces(D)],
      'Remove 3 domains whose mail would bounce under Required',
      '["a.example"]',
    ],
    [
      'out of lines with comments',
      '[\n  "a.example", // one\n  "b.example", // two\n  "c.example", // three\n  // more\n  "d.example"\n]',
      [bounces(B), bounces(C), bounces(D)],
      'Remove 3 domains whose mail would bounce under Required',
      '[\n  "a.example" // one\n  // two\n  // three\n  // more\n]',
    ],
    [
      'out of one string',
      '"a.example, b.example, c.example,d.example"',
      [bounces(A), bounces(B), bounces(D)],
      'Remove 3 domains whose mail would bounce under Required',
      '"c.example"',
    ],
    [
      'out of strings with several',
      '["a.example, b.example", "c.example", "d.example"]',
      [bounces(A), bounces(C)],
      'Remove a.example and c.example, whose mail would bounce under Required',
      '["b.example", "d.example"]',
    ],
    [
      'what is listed twice, once in capitals',
      '["a.example", "b.example", "A.example."]',
      [bounces(A)],
      'Remove a.example and A.example., whose mail would bounce under Required',
      '["b.example"]',
    ],
    [
      'but no wildcard',
      '["a.example", "*.b.example"]',
      [bounces(A), bounces(`x.${B}`)],
      'Remove a.example, whose mail would bounce under Required',
      '["*.b.example"]',
    ],
    [
      'but nothing that a wildcard goes on covering',
      '["a.example", "x.b.example", "y.x.b.example", "*.b.example"]',
      [bounces(A), bounces(`x.${B}`), bounces(`y.x.${B}`)],
      'Remove a.example and y.x.b.example, whose mail would bounce under Required',
      '["x.b.example", "*.b.example"]',
    ],
  ])('%s', (_, list, preflights, title, after) => {
    const input = withRecord(record(list), preflights);
    const fix = removal(input);
    expect(fix).toMatchObject({ title, safe: false, preferred: false });
    expect(fix && textOf(applyFix(input, fix))).toBe(record(after));
  });

  it('leaves no restriction to an empty list', () => {
    const inner = '  <enableRestrictTlsToDomains>true</enableRestrictTlsToDomains>\n';
    const settings = withSettings(inner, []);
    const input = {
      ...projectOf([...withRecord(record('["a.example", "b.example"]'), []).texts, ...settings.texts]),
      preflights: [bounces(A), bounces(B)],
    };
    const fix = removal(input);
    expect(fix?.title).toBe(
      'Remove a.example and b.example, whose mail would bounce under Required, turn the restriction off and record Preferred',
    );
    const after = fix ? applyFix(input, fix).texts.map(({ text }) => text) : [];
    expect(after[0]).toBe(record('[]', 'Preferred'));
    expect(after[1]).toContain(inner.replace('true', 'false'));
  });

  it.each([
    [
      'several elements',
      '  <tlsDomains>a.example</tlsDomains>\n  <tlsDomains>b.example</tlsDomains>\n',
      '  <tlsDomains>b.example</tlsDomains>\n',
    ],
    [
      'one text',
      '  <tlsDomains>\n    a.example,\n    b.example,\n    c.example\n  </tlsDomains>\n',
      '  <tlsDomains>\n    b.example\n  </tlsDomains>\n',
    ],
    [
      'nested elements',
      '  <tlsDomains>\n    <d>a.example</d>\n    <d>c.example</d>\n    <d>b.example</d>\n  </tlsDomains>\n',
      '  <tlsDomains>\n    <d>b.example</d>\n  </tlsDomains>\n',
    ],
  ])('works on XML, in %s', (_, list, after) => {
    const level = '  <tlsSetting>Required</tlsSetting>\n';
    const input = withSettings(level + list, [bounces(A), bounces(C)]);
    const fix = removal(input);
    expect(fix && textOf(applyFix(input, fix))).toContain(`metadata">\n${level}${after}</Email`);
  });

  it('of a scratch definition with two properties leaves JSON', () => {
    const text = (a: string, b: string): string =>
      `{ "settings": { "emailAdministrationSettings": { "tlsSetting": "Required", "tlsDomains": "${a}", "moreTlsDomains": "${b}" } } }`;
    const input = {
      ...projectOf([{ file: 'config/project-scratch-def.json', role: 'scratch', text: text(A, B) }]),
      preflights: [bounces(A)],
    };
    const fix = removal(input);
    expect(fix && textOf(applyFix(input, fix))).toBe(text('', B));
  });

  it.each<[about: string, text: string, preflights: readonly KnownPreflight[]]>([
    ['nothing is known', record('["a.example"]'), []],
    ['it depends', record('["a.example"]'), [depends(A)]],
    ['it could not be tested', record('["a.example"]'), [unknown(A)]],
    ['only others bounce', record('["a.example"]'), [bounces(B)]],
    ['no setting is recorded', '{ "restrictTlsToDomains": ["a.example"] }', [bounces(A)]],
    [
      'somebody does not want to hear of it',
      '{ "tlsSetting": "Required", "restrictTlsToDomains": ["a.example"], "rules": { "preflight-bounces": "off" } }',
      [bounces(A)],
    ],
  ])('is not offered where %s', (_, text, preflights) => {
    expect(removal(withRecord(text, preflights))).toBeUndefined();
  });

  it('leaves what a comment has silenced', () => {
    const list = `  <tlsDomains>a.example</tlsDomains>
  <!-- sf-deliverability-disable-next-line preflight-bounces -->
  <tlsDomains>b.example</tlsDomains>\n`;
    const input = withSettings(`  <tlsSetting>Required</tlsSetting>\n${list}`, [bounces(A), bounces(B)]);
    expect(removal(input)?.title).toBe('Remove a.example, whose mail would bounce under Required');
  });
});

describe('what passes', () => {
  const REQUIRED_ONLY = known(B, { ...all('bounce'), Required: ['tls'], Preferred: ['tls'] });
  it.each<[about: string, text: string, preflights: readonly KnownPreflight[], expected: readonly unknown[]]>([
    ['is what gets TLS for sure, in order', record('["x.example"]'), [passes(B), passes(A)], [A, B]],
    ['is not what depends', record('[]'), [depends(A), unknown(B), bounces(C), known(D, all('clear', 'tls'))], []],
    ['is not a relay', record('[]'), [known(A, all('tls'), 587)], []],
    ['is not listed', record('["a.example", "B.example"]'), [passes(A), passes(B), passes(C)], [C]],
    ['is not covered by a wildcard', record('["*.a.example"]'), [passes(`x.${A}`), passes(A)], [A]],
    [
      'may be covered already',
      record('["*.a.example"]'),
      [passes(`y.x.${A}`)],
      [{ domain: `y.x.${A}`, seen: SEEN, maybeCoveredBy: '*.a.example' }],
    ],
    ['passes under the recorded setting', record('[]'), [REQUIRED_ONLY], [B]],
    ['does not pass under another', record('[]', 'RequiredVerify'), [REQUIRED_ONLY], []],
    ['is nothing under Preferred', record('[]', 'Preferred'), [passes(A)], []],
    ['is nothing without a setting', '{ "restrictTlsToDomains": [] }', [passes(A)], []],
    ['is no address and no wildcard', record('[]'), [passes('192.0.2.1'), passes('*.example')], []],
  ])('%s', (_, text, preflights, expected) => {
    const input = withRecord(text, preflights);
    const project = readProject(input);
    const [list] = domainLists(project);
    const found = list ? passingDomains(project, list) : [];
    const plain = found.map((one) => (one.maybeCoveredBy === undefined ? one.domain : one));
    expect(plain).toEqual(expected);
  });
});

describe('putting in', () => {
  const added = (input: ProjectInput, ...domains: readonly string[]): string | undefined => {
    const project = readProject(input);
    const [list] = domainLists(project);
    const edit = list && addDomains(project, list, domains);
    return edit && textOf(applyFix(input, { title: '', preferred: false, safe: false, edits: [edit] }));
  };

  it.each([
    ['["a.example"]', '["a.example", "b.example", "c.example"]'],
    ['[]', '["b.example", "c.example"]'],
    ['[\n  "a.example" // one\n]', '[\n  "a.example", // one\n  "b.example",\n  "c.example"\n]'],
    ['"a.example"', '"a.example, b.example, c.example"'],
    ['"a.example,x.example"', '"a.example,x.example,b.example,c.example"'],
    ['"a.example, "', '"a.example, b.example, c.example"'],
    ['""', '["b.example", "c.example"]'],
    ['[""]', '["b.example", "c.example"]'],
  ])('%s becomes %s', (before, after) => {
    expect(added(withRecord(record(before), []), B, C)).toBe(record(after));
  });

  it('and taking out is not for a record that cannot be read', () => {
    const broken = withRecord('{ "tlsSetting": "Required", "restrictTlsToDomains": ["a.example", "b.example"', [
      bounces(A),
    ]);
    expect(lint(readProject(broken)).map(({ rule }) => rule)).toContain('preflight-bounces');
    expect(added(broken, C)).toBeUndefined();
    expect(removal(broken)).toBeUndefined();
  });

  it('works on XML, but not where the list is empty', () => {
    const xml = (list: string): ProjectInput => withSettings(`  <tlsDomains>${list}</tlsDomains>\n`, []);
    expect(added(xml(A), B, C)).toContain('<tlsDomains>a.example, b.example, c.example</tlsDomains>');
    expect(added(xml(''), B, C)).toBeUndefined();
  });
});

describe('any list', () => {
  const NAMES = Array.from('abcdefgh', (letter) => `${letter}.example`);
  const domain = fc.constantFrom(...NAMES);
  const entry = fc.oneof(
    { weight: 6, arbitrary: domain },
    fc.constantFrom('*.example', '*.a.example', 'B.Example', 'c.example.', '192.0.2.1', '', ' ', 'x@a.example'),
  );
  const blanks = fc.constantFrom('', ' ', '\n    ');
  const comment = fc.constantFrom('', '', ' // note\n', ' /* note */');
  const array = fc
    .array(fc.tuple(blanks, fc.array(entry, { minLength: 1, maxLength: 3 }), comment), { maxLength: 7 })
    .map((parts) => {
      const strings = parts.map(([before, own, after], index) => {
        const comma = index + 1 < parts.length ? ',' : '';
        return `${before}${JSON.stringify(own.join(', '))}${comma}${after}`;
      });
      return record(`[${strings.join('')}]`);
    });
  const string = fc
    .tuple(fc.array(entry, { maxLength: 8 }), fc.constantFrom(',', ', ', ' , '))
    .map(([own, separator]) => record(JSON.stringify(own.join(separator))));
  const xml = fc
    .array(
      fc.tuple(
        fc.array(entry, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(', ', ',\n    '),
        fc.constantFrom('\n', ''),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((parts) =>
      parts.map(([own, separator, end]) => `  <tlsDomains>${own.join(separator)}</tlsDomains>${end}`).join(''),
    );
  const results = fc
    .subarray(NAMES)
    .map((bad) => [...bad.map(bounces), ...[A, B, C, D].filter((one) => !bad.includes(one)).map(passes)]);
  const inputs = fc.oneof(
    fc.tuple(array, results).map(([text, preflights]) => withRecord(text, preflights)),
    fc.tuple(string, results).map(([text, preflights]) => withRecord(text, preflights)),
    fc
      .tuple(xml, results)
      .map(([inner, preflights]) => withSettings(`  <tlsSetting>Required</tlsSetting>\n${inner}`, preflights)),
  );

  it('keeps everything else in its order, and bounces no more for what is gone', { timeout: 60_000 }, () => {
    let removed = 0;
    const check = (input: ProjectInput): void => {
      const fix = removal(input);
      if (!fix) return;
      removed++;
      const gone = new Set(
        lint(readProject(input)).flatMap((one) => (one.rule === 'preflight-bounces' ? [one.message] : [])),
      );
      const before = entries(input);
      const after = applyFix(input, fix);
      const bad = new Set(
        input.preflights?.filter(({ outcomes }) => outcomes.Required[0] === 'bounce').map((one) => one.domain),
      );
      const usual = (text: string): string => text.toLowerCase().replace(/\.$/, '');
      const covered = (text: string): boolean => before.includes('*.example') && usual(text).endsWith('.example');
      const stays = before.filter((text) => !bad.has(usual(text)) || covered(text));
      expect(entries(after).filter((text) => text !== '')).toEqual(stays.filter((text) => text !== ''));
      for (const { rule, message } of lint(readProject(after)))
        if (rule === 'preflight-bounces') expect(gone).toContain(message);
      expect(removal(after)).toBeUndefined();
      const syntax = lint(readProject(after)).filter(({ rule }) => rule === 'xml-syntax');
      expect(syntax).toEqual([]);
      expect(readProject(after).record?.problem).toBeUndefined();
    };
    fc.assert(fc.property(inputs, check), { seed: 20261123, numRuns: 600 });
    expect(removed).toBeGreaterThan(200);
  });
});
