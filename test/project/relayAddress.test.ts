import { describe, expect, it } from 'vitest';
import { relayAddress, relayTarget } from '../../src/project/relays/relayAddress.ts';
import { relays } from '../../src/project/select.ts';
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
