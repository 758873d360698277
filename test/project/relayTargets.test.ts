import { describe, expect, it } from 'vitest';
import { relayAddress, relayTarget, relayUses, type RelayUse } from '../../src/project/relayTargets.ts';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import { relays } from '../../src/project/select.ts';
import { projectOf } from '../support/projects.ts';
import { orgOf } from '../support/relays.ts';

const relay = (fields: Readonly<Record<string, unknown>>) => {
  const facts = orgOf([], { relays: [{ attributes: { type: 'EmailRelay' }, ...fields }] });
  const [first] = relays(facts);
  if (!first) throw new Error('there is no relay');
  return first;
};

describe('where a relay answers', () => {
  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['a host name', { Host: 'Relay.ACME.example.', Port: 587 }, { host: 'relay.acme.example', port: 587 }],
    ['a name with umlauts', { Host: 'bücher.example', Port: 25 }, { host: 'xn--bcher-kva.example', port: 25 }],
    ['an address', { Host: '192.0.2.7', Port: 10025 }, { host: '192.0.2.7', port: 10025 }],
    ['an IPv6 address', { Host: '[2001:db8::7]', Port: 11025 }, { host: '2001:db8::7', port: 11025 }],
    ['no host', { Port: 25 }, 'host-unsaid'],
    ['a blank host', { Host: ' ', Port: 25 }, 'host-unsaid'],
    ['a wildcard', { Host: '*.acme.example', Port: 25 }, 'host-invalid'],
    ['a URL', { Host: 'https://relay.acme.example', Port: 25 }, 'host-invalid'],
    ['no port', { Host: 'relay.acme.example' }, 'port-unsaid'],
    ['a port that Salesforce does not offer', { Host: 'relay.acme.example', Port: 465 }, 'port-invalid'],
    ['a port of another service', { Host: 'relay.acme.example', Port: 22 }, 'port-invalid'],
    ['a word for a port', { Host: 'relay.acme.example', Port: 'smtp' }, 'port-invalid'],
  ])('%s', (_, fields, expected) => {
    expect(relayAddress(relay(fields))).toEqual(expected);
  });

  it.each([
    ['RequiredVerify', { setting: 'RequiredVerify' }],
    ['Off', { setting: 'Off' }],
    [undefined, { fault: 'setting-unsaid' }],
    ['Perhaps', { fault: 'setting-invalid' }],
  ])('under %s', (TlsSetting, expected) => {
    const target = relayTarget(relay({ Host: 'r.example', Port: 25, ...(TlsSetting ? { TlsSetting } : {}) }));
    expect(target).toMatchObject(expected);
  });
});

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

  it('nothing is concluded from an export that is broken', () => {
    const texts: readonly ProjectText[] = [
      { file: 'data/EmailRelay.json', role: 'export', text: JSON.stringify(two()) },
      { file: 'data/EmailDomainFilter.csv', role: 'export', text: 'EmailRelayId,IsActive\n"0cX0,true\n' },
    ];
    const facts = readProject(projectOf(texts));
    expect(relays(facts).map(relayUses(facts))).toEqual(['unknown', 'unknown']);
  });
});
