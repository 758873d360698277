import { describe, expect, it } from 'vitest';
import { addPassingTitle, changedListText, preflightTitle } from '../../src/language/domainListTexts.ts';
import { readProject } from '../../src/project/readProject.ts';
import { domainLists } from '../../src/project/select.ts';
import { projectOf } from '../support/projects.ts';

describe('the title of an action', () => {
  it.each([
    [1, 'Add 1 domain that passes under Required Verify…'],
    [2, 'Add 2 domains that pass under Required Verify…'],
  ])('that adds %i', (count, expected) => {
    const text = '{ "tlsSetting": "RequiredVerify", "restrictTlsToDomains": ["a.example"] }';
    const facts = readProject(projectOf([{ file: 'config/email-deliverability.json', role: 'record', text }]));
    expect(domainLists(facts).map((list) => addPassingTitle(facts, list, count))).toEqual([expected]);
  });

  it.each([
    [['a.example'], 5, 'Preflight a.example'],
    [['a.example', 'b.example'], 2, 'Preflight 2 domains'],
    [['a.example', 'b.example'], 3, 'Preflight 2 domains not checked yet'],
  ])('that checks %j of %i', (missing, total, expected) => {
    expect(preflightTitle(missing, total)).toBe(expected);
  });
});

it.each([
  ['add', [], 'a.example was added to the domain list in x.json.'],
  ['remove', [], 'a.example was removed from the domain list in x.json.'],
  [
    'remove',
    ['the setting is Preferred', 'the restriction is off'],
    'a.example was removed from the domain list in x.json. It was the last one, so the setting is Preferred and the restriction is off.',
  ],
] as const)('what was done: %s, %j', (how, besides, expected) => {
  expect(changedListText(how, 'a.example', 'x.json', { besides })).toBe(expected);
});
