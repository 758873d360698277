import { describe, expect, it } from 'vitest';
import { fixAll } from '../../src/rules/fixAll.ts';
import { applyFix, findingsOf, projectOf } from '../support/projects.ts';

/** Files of a size that is still read, made to cost more than their length. The test time-out is the judge. */
const RECORD = 'config/email-deliverability.json';
const record = (list: string) =>
  projectOf([{ file: RECORD, role: 'record', text: `{"tlsSetting":"Required","restrictTlsToDomains":${list}}` }]);
const settings = (inner: string) =>
  projectOf([
    {
      file: 'EmailAdministration.settings',
      role: 'settings',
      text: `<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</EmailAdministrationSettings>`,
    },
  ]);
const scratch = (inner: string) =>
  projectOf([
    {
      file: 'config/x-scratch-def.json',
      role: 'scratch',
      text: `{"settings":{"emailAdministrationSettings":{${inner}}}}`,
    },
  ]);
/** Files of 2000 filters each: more than that are not read of one. */
const filters = (count: number, one: (index: number) => string) =>
  projectOf(
    Array.from({ length: Math.ceil(count / 2000) }, (_, part) => ({
      file: `data/EmailDomainFilter${part}.csv`,
      role: 'export' as const,
      text: `EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n${many(Math.min(count, 2000), (index) => one(part * 2000 + index), '\n')}\n`,
    })),
  );
const relays = (count: number, one: (index: number) => string) =>
  projectOf([
    { file: 'data/EmailRelay.json', role: 'export', text: `[${many(count, one)}]` },
    {
      file: 'data/EmailDomainFilter.csv',
      role: 'export',
      text: `EmailRelayId,ToDomain,IsActive\n${many(count, (index) => `x${index},a.example,true`, '\n')}\n`,
    },
  ]);
const many = (count: number, one: (index: number) => string, between = ','): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(between);

describe('work is bounded', () => {
  it.each([
    ['a divider of slashes', record(`["1.2.3.4"\n${'/'.repeat(5000)}\n]`)],
    ['commented-out entries', record(`["1.2.3.4"\n${'/* "d.example" */\n'.repeat(500)}]`)],
    ['empty comments', record(`["1.2.3.4"${'/**/'.repeat(5000)}]`)],
    ['many domains', record(`[${many(30_000, (index) => `"d${index}.example"`)}]`)],
    ['many domains in a string', record(`"${many(50_000, (index) => `d${index}.example`)}"`)],
    ['many wildcards', record(`[${many(30_000, (index) => `"*.d${index}.example"`)}]`)],
    ['many duplicates', record(`[${many(30_000, () => '"a.example"')}]`)],
    ['many addresses', record(`[${many(30_000, (index) => `"10.0.${index >> 8}.${index & 255}"`)}]`)],
    ['nothing but commas', record(`"${','.repeat(100_000)}"`)],
    ['an endless name', record(`"${'a'.repeat(1_000_000)}"`)],
    ['an endless name of dots', record(`"${'a.'.repeat(500_000)}"`)],
    ['many escaped quotes', record(`"${'\\"'.repeat(300_000)}`)],
    ['many unknown elements', settings(many(20_000, (index) => `<enableX${index}>true</enableX${index}>`, ''))],
    ['the same element again and again', settings('<enableHtmlEmail>x</enableHtmlEmail>'.repeat(20_000))],
    ['empty elements', settings('<a/>'.repeat(150_000))],
    ['one element with many children', settings(`<tlsx><b>${'<c/>'.repeat(100_000)}</b></tlsx>`)],
    ['a comment of blanks', settings(`<!-- sf-deliverability-disable a${' '.repeat(300_000)}b-->`)],
    ['many comments', settings('<!-- sf-deliverability-disable-next-line a -->'.repeat(10_000))],
    ['many entities', settings(`<enableHtmlEmail>${'&amp;'.repeat(150_000)}</enableHtmlEmail>`)],
    ['many unknown keys', scratch(many(20_000, (index) => `"x${index}":true`))],
    ['ten thousand filters that overlap', filters(10_000, (index) => `r${index},*,d${index}.example,true,${index}`)],
    ['ten thousand filters of one number', filters(10_000, (index) => `r,*,d${index}.example,true,1`)],
    ['ten thousand filters behind one that takes all', filters(10_000, (index) => `r,*,*,true,${index}`)],
    [
      'filters with many domains each',
      filters(
        10_000,
        (index) =>
          `r,"${many(15, (at) => `s${at}.example`)}","${many(15, (at) => `d${index + at}.example`)}",true,${index}`,
      ),
    ],
    [
      'a filter with a field of many domains',
      filters(1, () => `r,*,"${many(20_000, (at) => `*.d${at}.example`)},*",true,1`),
    ],
    ['relays with passwords', relays(2000, (index) => `{"Id":"x${index}","Host":"h","Password":"p${index}"}`)],
    ['relays without ids', relays(2000, (index) => `{"Host":"192.0.2.${index % 256}","Port":465,"TlsSetting":"X"}`)],
    ['deep objects', scratch('"a":{'.repeat(100_000))],
  ])('by %s', { timeout: 20_000 }, (_, input) => {
    const findings = findingsOf(input);
    for (const { fixes } of findings.slice(0, 20)) for (const fix of fixes) applyFix(input, fix);
    expect(findings.length).toBeGreaterThanOrEqual(0);
  });

  it('and fix-all still repairs everything, in turns', { timeout: 20_000 }, () => {
    const input = record(`[${many(300, (index) => `"D${index}.example"`)}]`);
    const text = fixAll(input).get(RECORD);
    expect(text).not.toMatch(/"D\d/);
    expect(text).toContain('"d299.example"');
  });
});

describe('long comments between an entry and its comma', () => {
  it('do not mislead a fix', () => {
    const input = record(`["1.2.3.4" /*${'x'.repeat(5000)}*/,"b.example"]`);
    const [fix] = findingsOf(input).find(({ rule }) => rule === 'ip-address-host')?.fixes ?? [];
    const text = fix && applyFix(input, fix).texts[0]?.text;
    expect(text).toMatch(/:\["b.example"\]\}$/);
  });
});
