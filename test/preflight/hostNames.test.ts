import { describe, expect, it } from 'vitest';
import type { HostNames } from '../../src/preflight/probe/dns/reverse.ts';
import { hostNameAnswer } from '../../src/preflight/report/hostNames.ts';

const ADDRESS = '192.0.2.10';
const found = (more: Partial<HostNames>): HostNames => ({ confirmed: [], doubtful: [], more: 0, ...more });
const elsewhere = { name: 'mx.acme.example', doubt: 'elsewhere' } as const;

describe('one name', () => {
  it.each([
    [
      'a host below its domain',
      found({ confirmed: ['mx.acme.example'] }),
      'mail-domain',
      'acme.example',
      "Replaced 192.0.2.10 with mx.acme.example, the host name that the DNS has for it, and that leads back to it. The list holds recipients' domains: this entry covers mail to addresses at mx.acme.example.",
    ],
    [
      'a domain itself',
      found({ confirmed: ['acme.example'] }),
      'mail-domain',
      undefined,
      "Replaced 192.0.2.10 with acme.example, the host name that the DNS has for it, and that leads back to it. The list holds recipients' domains: this entry covers mail to addresses at acme.example.",
    ],
    [
      'beside one that is not its own',
      found({ confirmed: ['acme.example'], doubtful: [elsewhere] }),
      'mail-domain',
      undefined,
      'Replaced 192.0.2.10 with acme.example, the host name that the DNS has for it, and that leads back to it. The list holds recipients\' domains: this entry covers mail to addresses at acme.example. Not used: "mx.acme.example" does not lead back to 192.0.2.10.',
    ],
    [
      'a relay',
      found({ confirmed: ['relay.acme.example'] }),
      'host',
      undefined,
      'Replaced 192.0.2.10 with relay.acme.example, the host name that the DNS has for it, and that leads back to it.',
    ],
  ] as const)('%s', (_, names, wants, domain, message) => {
    expect(hostNameAnswer(ADDRESS, names, wants)).toEqual({ kind: 'one', name: names.confirmed[0], domain, message });
  });
});

describe('no name', () => {
  const instead = 'Nothing was changed. Enter the domain of the recipients.';
  it.each<[string, HostNames, string]>([
    ['none', found({}), 'The DNS has no host name for 192.0.2.10.'],
    [
      'no answer',
      found({ failure: 'no answer in time (ETIMEOUT)' }),
      'The DNS gave no answer about 192.0.2.10: no answer in time (ETIMEOUT).',
    ],
    [
      'another’s',
      found({ doubtful: [elsewhere] }),
      'The DNS has no reliable host name for 192.0.2.10: "mx.acme.example" does not lead back to 192.0.2.10.',
    ],
    [
      'one that could not be looked up, and one that is none',
      found({
        doubtful: [
          { name: 'a.example', doubt: 'no-answer' },
          { name: 'a_b', doubt: 'no-host-name' },
        ],
      }),
      'The DNS has no reliable host name for 192.0.2.10: "a.example" could not be looked up; "a_b" is not a host name.',
    ],
    [
      'too many to tell',
      found({ doubtful: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, doubt: 'no-host-name' })) }),
      'The DNS has no reliable host name for 192.0.2.10: "a" is not a host name; "b" is not a host name; "c" is not a host name; and 2 more.',
    ],
  ])('%s', (_, names, message) => {
    expect(hostNameAnswer(ADDRESS, names, 'mail-domain')).toEqual({ kind: 'none', message: `${message} ${instead}` });
  });

  it('of a relay is known to those who run it', () => {
    expect(hostNameAnswer(ADDRESS, found({}), 'host')).toEqual({
      kind: 'none',
      message:
        "The DNS has no host name for 192.0.2.10. Nothing was changed. Ask the relay's administrator for its host name.",
    });
  });
});

describe('several names', () => {
  const names = found({
    confirmed: ['a.acme.example', 'acme.example', 'b.globex.example', 'c.globex.example'],
    doubtful: [elsewhere],
    more: 2,
  });

  it('are for a person to choose from, with the domains above them', () => {
    expect(hostNameAnswer(ADDRESS, names, 'mail-domain')).toEqual({
      kind: 'several',
      choices: [
        ...names.confirmed.map((name) => ({
          name,
          about: 'leads back to 192.0.2.10',
          effect: `Covers only mail to addresses at ${name}`,
        })),
        {
          name: 'globex.example',
          about: 'registered domain of b.globex.example and c.globex.example',
          effect: 'Covers only mail to addresses at globex.example',
        },
      ],
      doubtful: [
        { name: 'mx.acme.example', about: 'does not lead back to 192.0.2.10' },
        { name: '2 more', about: 'not looked at' },
      ],
    });
  });

  it('are hosts alone for a relay', () => {
    const answer = hostNameAnswer(ADDRESS, names, 'host');
    expect(answer.kind === 'several' && answer.choices.map(({ name, effect }) => name + effect)).toEqual(
      names.confirmed,
    );
  });
});
