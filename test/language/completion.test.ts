import { describe, expect, it } from 'vitest';
import { settingsCompletions } from '../../src/language/completion.ts';
import { ELEMENTS } from '../../src/project/settings/elements.ts';

const open = '<EmailAdministrationSettings>\n    ';

/** Completes where the `|` stands: the labels, and the text with the first one put in. */
function complete(marked: string, apiVersion?: number) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = settingsCompletions(text, offset, apiVersion);
  const [first] = found;
  const after = first && text.slice(0, first.range.start) + first.snippet + text.slice(first.range.end);
  return { labels: found.map(({ label }) => label), after };
}

describe('completion', () => {
  it.each([
    [`${open}|`],
    [`${open}<|`],
    [`${open}<ena|`],
    [`${open}ena|`],
    [`${open}<enableHtmlEmail>true</enableHtmlEmail><|\n</EmailAdministrationSettings>`],
  ])('of %j is the elements that are not there yet', (marked) => {
    const there = marked.includes('enableHtmlEmail') ? ['enableHtmlEmail'] : [];
    const current = ELEMENTS.filter(({ deprecated, removedIn }) => deprecated === undefined && removedIn === undefined);
    const { labels, after } = complete(marked);
    expect(labels).toEqual(current.map(({ name }) => name).filter((name) => !there.includes(name)));
    expect(after).toContain(`<enableComplianceBcc>\${1|true,false|}</enableComplianceBcc>`);
    expect(after).not.toMatch(/<<|<ena<|ena</);
  });

  it('leaves out what the API version does not have', () => {
    expect(complete(`${open}<|`, 47).labels).not.toContain('enableVerifyEmailDomainByDkim');
    expect(complete(`${open}<|`, 57).labels).toContain('enableVerifyEmailDomainByDkim');
  });

  it.each([
    [`${open}<enableHtmlEmail>|</enableHtmlEmail>`, `${open}<enableHtmlEmail>true</enableHtmlEmail>`],
    [`${open}<enableHtmlEmail>fa|lse</enableHtmlEmail>`, `${open}<enableHtmlEmail>true</enableHtmlEmail>`],
    [`${open}<enableHtmlEmail>|`, `${open}<enableHtmlEmail>true`],
  ])('of %j is true and false', (marked, expected) => {
    expect(complete(marked)).toEqual({ labels: ['true', 'false'], after: expected });
  });

  it.each([
    [`${open}<enableHtmlEmail>true</|`, `${open}<enableHtmlEmail>true</enableHtmlEmail>`],
    [`${open}<enableHtmlEmail>true</ena|`, `${open}<enableHtmlEmail>true</enableHtmlEmail>`],
    [`${open}<enableHtmlEmail/></|`, `${open}<enableHtmlEmail/></EmailAdministrationSettings>`],
  ])('of %j closes what is open', (marked, expected) => {
    expect(complete(marked).after).toBe(expected);
  });

  it('of an empty file is the root', () => {
    expect(complete('|').labels).toEqual(['EmailAdministrationSettings']);
    expect(complete('<?xml version="1.0"?>\n<|').after).toMatch(
      /^<\?xml version="1.0"\?>\n<EmailAdministrationSettings xmlns="[^"]+">\n {4}\$0\n<\/EmailAdministrationSettings>$/,
    );
  });

  it.each([
    [`${open}<!-- <|`],
    [`${open}<nope>|</nope>`],
    [`${open}<enableHtmlEmail attr="|`],
    ['<EmailAdministrationSettings></EmailAdministrationSettings>\n|'],
  ])('of %j is nothing', (marked) => {
    expect(complete(marked).labels).toEqual([]);
  });
});
