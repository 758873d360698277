import { describe, expect, it } from 'vitest';
import { hoverText } from '../../src/language/hover.ts';
import { readProject } from '../../src/project/readProject.ts';
import { projectOf } from '../support/projects.ts';

const RELAYS = 'data/EmailRelay.csv';
const FILTERS = 'data/EmailDomainFilter.csv';

const relaysCsv = `Id,Host,Port,TlsSetting,IsRequireAuth,AuthType,Username,Password
r1,relay.acme.example,587,RequiredVerify,true,PLAIN,jo,hunter2-marker
r2,smtp.acme.example,25,Off,false,,,
r3,mta.acme.example,25,Sometimes,false,,,
`;
const filtersCsv = `Id,EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber
f1,r1,*,"globex.example, *.globex.example",true,10
f2,r2,acme.example,mail.globex.example,true,20
f3,r2,acme.example,*,true,30
f4,r9,*,hooli.example,false,40
f5,r1,,umbrella.example,true,
`;

/** Hovers in the middle of a text that stands once after another one in the file. */
function hover(file: string, text: string, after = '', texts: Readonly<Record<string, string>> = {}) {
  const all: Readonly<Record<string, string>> = { [RELAYS]: relaysCsv, [FILTERS]: filtersCsv, ...texts };
  const content = all[file] ?? '';
  const from = content.indexOf(after);
  const at = content.indexOf(text, from + after.length);
  if (from < 0 || at < 0) throw new Error(`"${text}" does not stand in ${file} after "${after}"`);
  const input = projectOf(Object.entries(all).map(([name, one]) => ({ file: name, role: 'export', text: one })));
  const found = hoverText(readProject(input), file, at + Math.floor(text.length / 2));
  return found && { shown: content.slice(found.range.start, found.range.end), markdown: found.markdown };
}

const cells = (markdown: string | undefined): (string | undefined)[] =>
  (markdown ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| has'))
    .map((line) => line.split(' | ')[1]?.replace(' |', ''));

describe('hover on a relay', () => {
  it.each([
    ['relay.acme.example', 'r1', "TLS is checked on it, not on the recipient's servers."],
    ['relay.acme.example', 'r1', 'TLS setting: **Required Verify**.'],
    ['relay.acme.example', 'r1', 'Filters that send mail here: one of priority 10; one without priority.'],
    ['587', 'r1', '25, 587, 10025 or 11025. Port 465 (implicit TLS)'],
    ['true', 'r1', '`true` needs the TLS setting `RequiredVerify`'],
    ['PLAIN', 'r1', '`PLAIN` (the default) or `LOGIN`'],
    ['jo', 'PLAIN', 'The user name for the login'],
    ['hunter2-marker', 'jo', 'A secret. It is never shown here'],
    ['Sometimes', 'r3', '`Off`, `Preferred`, `Required`, `PreferredVerify` or `RequiredVerify`'],
    ['TlsSetting', 'Port', '**TlsSetting**'],
  ])('says on %s after %s: %s', (text, after, expected) => {
    const found = hover(RELAYS, text, after);
    expect(found?.shown).toBe(text);
    expect(found?.markdown).toContain(expected);
  });

  it.each([
    ['RequiredVerify', ['**bounces**', '**bounces**', 'sent with TLS']],
    ['Off', ['sent unencrypted', 'sent unencrypted', 'sent unencrypted']],
  ])('shows what %s does, judged on the relay', (setting, expected) => {
    const found = hover(RELAYS, setting);
    expect(cells(found?.markdown)).toEqual(expected);
    expect(found?.markdown).toContain('| The relay | Mail |');
  });

  it('says so where no filter is exported', () => {
    expect(hover(RELAYS, 'relay.acme.example', '', { [FILTERS]: '' })?.markdown).toContain(
      'only an active filter sends mail to a relay',
    );
  });

  it('works in JSON, on the key too', () => {
    const text = '[{"Id": "r1", "Host": "relay.acme.example", "TlsSetting": "Required"}]';
    const texts = { 'data/EmailRelay.json': text, [RELAYS]: '' };
    expect(cells(hover('data/EmailRelay.json', 'Required', '', texts)?.markdown)[0]).toBe('**bounces**');
    expect(hover('data/EmailRelay.json', 'TlsSetting', '', texts)?.shown).toBe('TlsSetting');
  });
});

describe('hover on a filter', () => {
  it.each([
    ['*', 'r1,', 'Covers mail from any domain.'],
    ['globex.example', '*,', 'Covers mail to `name@globex.example`.'],
    ['*.globex.example', '"globex', 'Does **not** cover `name@globex.example`: list it too.'],
    ['10', 'true,', 'Salesforce evaluates filters in ascending order'],
    ['10', 'true,', 'Mail from any domain to globex.example, &#42;.globex.example.'],
    ['10', 'true,', '- Matches, for example, mail from `jo@example.com` to `sam@globex.example`.'],
    [
      '10',
      'true,',
      '- The filter of priority 20, evaluated after it, does not get mail from `jo@acme.example` to `sam@mail.globex.example`.',
    ],
    ['10', 'true,', '- Passes mail from `jo@acme.example` to `sam@example.com` on to the filter of priority 30.'],
    [
      '20',
      'mail.globex.example,true,',
      '**This filter never matches any mail.** Earlier filters match all of it: the filter of priority 10 matches mail from `jo@acme.example` to `sam@mail.globex.example`.',
    ],
    [
      '30',
      '*,true,',
      '- Before it, the filter of priority 10 matches mail from `jo@acme.example` to `sam@globex.example`.',
    ],
    ['40', 'false,', 'The filter is **not active**: it matches no mail.'],
    ['umbrella.example', 'r1,,', 'Mail from any domain to umbrella.example.'],
    ['r1', 'f1,', 'Mail goes to relay.acme.example, port 587, under **Required Verify**.'],
    ['r9', 'f4,', 'No exported relay is "r9".'],
    ['PriorityNumber', 'IsActive', '**PriorityNumber**'],
  ])('says on %s after %s: %s', (text, after, expected) => {
    expect(hover(FILTERS, text, after)?.markdown).toContain(expected);
  });

  it('says where the order is open', () => {
    const text = `EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\nr1,*,a.example,true,7\nr2,*,a.example,true,7\n`;
    expect(hover(FILTERS, 'a.example', '', { [FILTERS]: text })?.markdown).toContain(
      '- It is not defined whether it or the filter of priority 7 is evaluated first for mail from `jo@example.com` to `sam@a.example`.',
    );
  });

  it('says so where the export leaves open whether the filter is active', () => {
    const text = 'EmailRelayId,FromDomain,ToDomain,PriorityNumber\nr1,*,a.example,7\n';
    expect(hover(FILTERS, 'a.example', '', { [FILTERS]: text })?.markdown).toContain(
      'The export does not say whether the filter is active.',
    );
  });

  it('takes nothing from a file for Markdown', () => {
    const text = 'EmailRelayId,ToDomain,IsActive\n[x](http://x.example),"<img src=x>,`a`",true\n';
    const texts = { [FILTERS]: text };
    for (const place of ['http', 'img', 'true'])
      expect(hover(FILTERS, place, '', texts)?.markdown).not.toMatch(/\]\(http|<img|`a`/);
  });

  it.each([
    ['an id', 'f1', ''],
    ['a delimiter at the end of a row', '\n', '10'],
  ])('on %s says nothing of its own', (_, text, after) => {
    expect(hover(FILTERS, text, after)?.markdown ?? '').not.toContain('undefined');
  });
});

it.each([
  ['that overlap', (row: number, at: number) => row + at],
  ['that leave mail to each other', (row: number, at: number) => row * 100 + at],
])('hovers over thousands of filters with many domains %s are bounded', { timeout: 20_000 }, (_, number) => {
  const many = (count: number, one: (index: number) => string) => Array.from({ length: count }, (_, at) => one(at));
  const domains = (row: number): string => many(15, (at) => `d${number(row, at)}.example`).join();
  const rows = many(2000, (row) => `r1,"${domains(0)}","${domains(row)}",true,${row}`);
  const text = `EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n${rows.join('\n')}\n`;
  expect(hover(FILTERS, ',0', '', { [FILTERS]: text })?.markdown).toContain('Matches, for example, mail');
});
