import { describe, expect, it } from 'vitest';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import { relayUses, type RelayUse } from '../../src/project/relays/relayUse.ts';
import { relays } from '../../src/project/select.ts';
import { projectOf } from '../support/projects.ts';
import { orgOf } from '../support/relays.ts';

describe('whether mail goes through a relay', () => {
  const A = '0cX00000000000AQAA';
  const B = '0cX00000000000B';
  const two = (fields: object = {}) => [
    { attributes: { type: 'EmailRelay' }, Id: A, Host: 'a.example', Port: 25, TlsSetting: 'Required' },
    { attributes: { type: 'EmailRelay' }, Id: B, Host: 'b.example', Port: 25, TlsSetting: 'Required', ...fields },
  ];

  it.each<[string, readonly string[], readonly RelayUse[]]>([
    ['no filter is exported', [], ['unknown', 'unknown']],
    ['one is named', ['1 A * > *'], ['active', 'unused']],
    ['both are', ['1 A * > *', '2 B * > *'], ['active', 'active']],
    ['its filter is not active', ['1 A * off > *', '2 B * > *'], ['inactive', 'active']],
    ['one of its filters is', ['1 A * off > *', '2 A * > *'], ['active', 'unused']],
    ['the export does not say whether it is active', ['1 A * active? > *'], ['unknown', 'unused']],
    ['a filter does not say which relay', ['1 ? * > *'], ['unknown', 'unknown']],
    ['such a filter is not active', ['1 ? * off > *'], ['unused', 'unused']],
    ['a filter names none', ['1 - * > *'], ['unused', 'unused']],
    ['a filter names another', ['1 C * > *'], ['unused', 'unused']],
  ])('%s', (_, lines, expected) => {
    const facts = orgOf(lines, { relays: two() });
    expect(relays(facts).map(relayUses(facts))).toEqual(expected);
  });

  it('a relay without an id may be the one that is named', () => {
    const facts = orgOf(['1 C * > *'], { relays: two({ Id: undefined }) });
    expect(relays(facts).map(relayUses(facts))).toEqual(['unused', 'unknown']);
  });

  it('a relay that is exported twice is in use twice', () => {
    const facts = orgOf(['1 A * > *'], { relays: [...two(), ...two()] });
    expect(relays(facts).map(relayUses(facts))).toEqual(['active', 'unused', 'active', 'unused']);
  });

  it('and not, where an empty export of filters says that there are none', () => {
    const texts: readonly ProjectText[] = [
      { file: 'data/EmailRelay.json', role: 'export', text: JSON.stringify(two()) },
      { file: 'data/EmailDomainFilter.csv', role: 'export', text: 'EmailRelayId,IsActive\n' },
    ];
    const facts = readProject(projectOf(texts));
    expect(relays(facts).map(relayUses(facts))).toEqual(['unused', 'unused']);
  });

  it('nothing is concluded from an export that is broken', () => {
    const texts: readonly ProjectText[] = [
      { file: 'data/EmailRelay.json', role: 'export', text: JSON.stringify(two()) },
      { file: 'data/EmailDomainFilter.csv', role: 'export', text: 'EmailRelayId,IsActive\n"0cX0,true\n' },
    ];
    const facts = readProject(projectOf(texts));
    expect(relays(facts).map(relayUses(facts))).toEqual(['unknown', 'unknown']);
  });
});
