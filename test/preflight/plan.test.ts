import { describe, expect, it } from 'vitest';
import { planFor, preflightPlan } from '../../src/preflight/plan/plan.ts';
import { targetName } from '../../src/preflight/plan/relays.ts';
import type { PreflightPlan } from '../../src/preflight/view.ts';
import { orgOf, type Org } from '../support/relays.ts';
import type { Judged } from '../../src/output/judgedSetting.ts';

const RECORDED: Judged = { setting: 'Required', source: 'recorded' };

const relay = (id: string, host: string, more: Readonly<Record<string, unknown>> = {}) => ({
  attributes: { type: 'EmailRelay' },
  Id: `0cX00000000000${id}`,
  Host: host,
  Port: 587,
  TlsSetting: 'RequiredVerify',
  ...more,
});

const shown = ({ targets, notProbed, settingByName, notes }: PreflightPlan) => ({
  targets: targets.map(targetName),
  notProbed: notProbed.map(({ entry, reason }) => `${entry}: ${reason}`),
  own: [...settingByName].map(([name, { setting, source }]) => `${name} ${setting} ${source}`),
  notes,
});

const NONE = { notProbed: [], own: [], notes: [] };
const LISTED = { level: 'Required', list: ['a.example', 'b.example'], restrict: true } satisfies Org;

describe('what a preflight of a project probes', () => {
  it.each<[string, readonly string[], Org, readonly string[], ReturnType<typeof shown>]>([
    ['listed domains', [], { ...LISTED, relays: [] }, [], { ...NONE, targets: ['a.example', 'b.example'] }],
    [
      'relays in use, each under its own setting',
      ['1 A x.example > z.example', '2 B * off > *', '3 C x.example > z.example'],
      {
        ...LISTED,
        relays: [relay('A', 'r.example'), relay('B', 's.example'), relay('C', '192.0.2.9', { TlsSetting: 'Off' })],
      },
      [],
      {
        targets: ['a.example', 'b.example', 'r.example:587', '192.0.2.9:587'],
        notProbed: ['s.example:587: a relay that no mail goes through: no filter that names it is active'],
        own: ['r.example:587 RequiredVerify relay', '192.0.2.9:587 Off relay'],
        notes: [],
      },
    ],
    [
      'no relay of which something is not known',
      ['1 A * > z.example', '2 B * > z.example', '3 C * > z.example', '4 D * > z.example', '5 E * > z.example'],
      {
        ...LISTED,
        relays: [
          relay('A', 'r1.example', { Port: undefined }),
          relay('B', 'r2.example', { Port: 465 }),
          relay('C', 'r3.example', { TlsSetting: undefined }),
          relay('D', 'r4.example', { TlsSetting: 'Perhaps' }),
          relay('E', '', { Host: undefined }),
        ],
      },
      [],
      {
        targets: ['a.example', 'b.example'],
        notProbed: [
          'r1.example: a relay whose port is not exported',
          'r2.example:465: a relay on a port that Salesforce does not connect to: there are 25, 587, 10025 and 11025',
          'r3.example:587: a relay whose TLS setting is not exported, so it cannot be evaluated',
          'r4.example:587: a relay whose TlsSetting "Perhaps" is not valid',
          'EmailRelay 0cX00000000000E: a relay whose host is not exported',
        ],
        own: [],
        notes: [],
      },
    ],
    [
      'a relay that may be in use, and says so',
      [],
      { ...LISTED, relays: [relay('A', 'r.example')] },
      [],
      {
        targets: ['a.example', 'b.example', 'r.example:587'],
        notProbed: [],
        own: ['r.example:587 RequiredVerify relay'],
        notes: ['The project does not say whether an active domain filter sends mail through r.example:587.'],
      },
    ],
    [
      'two relays at one place once, under the strictest setting',
      ['1 A x.example > z.example', '2 B y.example > z.example'],
      { ...LISTED, relays: [relay('A', 'r.example', { TlsSetting: 'Preferred' }), relay('B', 'R.example')] },
      [],
      {
        targets: ['a.example', 'b.example', 'r.example:587'],
        notProbed: [],
        own: ['r.example:587 RequiredVerify relay'],
        notes: [
          'Relays at r.example:587 have different TLS settings (Required Verify, Preferred): evaluated for the strictest.',
        ],
      },
    ],
    [
      'no domain whose mail goes through a relay in any case',
      ['1 A * > a.example'],
      { ...LISTED, relays: [relay('A', 'r.example')] },
      [],
      {
        targets: ['b.example', 'r.example:587'],
        notProbed: [
          "a.example: mail to it goes through the relay r.example, port 587, under Required Verify; TLS is checked there, not on the recipient's servers",
        ],
        own: ['r.example:587 RequiredVerify relay'],
        notes: [],
      },
    ],
    [
      'nor one whose relay is not exported',
      ['1 C * > a.example'],
      { ...LISTED, relays: [] },
      [],
      {
        ...NONE,
        targets: ['b.example'],
        notProbed: [
          "a.example: mail to it goes through a relay that is not known, under a TLS setting that is not known; TLS is checked there, not on the recipient's servers",
        ],
      },
    ],
    [
      'a domain whose mail may go through a relay, with that said',
      ['1 A x.example > a.example,b.example'],
      { ...LISTED, relays: [relay('A', 'r.example')] },
      [],
      {
        targets: ['a.example', 'b.example', 'r.example:587'],
        notProbed: [],
        own: ['r.example:587 RequiredVerify relay'],
        notes: [
          "Mail to a.example and b.example may go through the relay r.example, port 587, under Required Verify, if the sender is one of those that it matches. The result is for mail that Salesforce's own servers send.",
        ],
      },
    ],
    [
      'a domain that stands in for its subdomains, as they are routed and listed',
      ['1 A * > *.c.example', '2 A * > b.example'],
      { level: 'Required', list: ['*.b.example', '*.c.example'], restrict: true, relays: [relay('A', 'r.example')] },
      [],
      {
        targets: ['b.example', 'r.example:587'],
        notProbed: [
          '*.b.example: a wildcard, which has no mail servers of its own; b.example is tested instead; name its subdomains to test them too',
          '*.c.example: a wildcard, which has no mail servers of its own; c.example is tested instead; name its subdomains to test them too',
          "c.example: mail to its subdomains goes through the relay r.example, port 587, under Required Verify; TLS is checked there, not on the recipient's servers",
        ],
        own: ['r.example:587 RequiredVerify relay'],
        notes: [],
      },
    ],
    [
      'a domain that is not on a list in force, under Preferred',
      [],
      { ...LISTED, relays: [] },
      ['c.example'],
      {
        ...NONE,
        targets: ['a.example', 'b.example', 'c.example'],
        own: ['c.example Preferred unlisted'],
        notes: ['The domain list does not cover c.example: mail to it is sent with Preferred.'],
      },
    ],
    [
      'one that is not listed while the list is not in force',
      [],
      { ...LISTED, restrict: false, relays: [] },
      ['c.example', 'd.example'],
      {
        ...NONE,
        targets: ['a.example', 'b.example', 'c.example', 'd.example'],
      },
    ],
    [
      'one that may be listed',
      [],
      { ...LISTED, list: ['*.a.example', 'a.example'], relays: [] },
      ['x.y.a.example'],
      {
        ...NONE,
        targets: ['a.example', 'x.y.a.example'],
        notProbed: [
          '*.a.example: a wildcard, which has no mail servers of its own; a.example and x.y.a.example are tested instead',
        ],
        notes: [
          'It is not known whether the domain list covers x.y.a.example. If it does not, mail to it is sent with Preferred.',
        ],
      },
    ],
    [
      'one that no list leaves out',
      [],
      { ...LISTED, restrict: false, relays: [] },
      ['c.example'],
      { ...NONE, targets: ['a.example', 'b.example', 'c.example'] },
    ],
  ])('%s', (_, lines, org, more, expected) => {
    expect(shown(preflightPlan([orgOf(lines, org)], more, RECORDED))).toEqual(expected);
  });

  it('says nothing of the list where another setting was asked for', () => {
    const plan = preflightPlan([orgOf([], { ...LISTED, relays: [] })], ['c.example'], {
      setting: 'RequiredVerify',
      source: 'asked',
    });
    expect(shown(plan)).toEqual({ ...NONE, targets: ['a.example', 'b.example', 'c.example'] });
  });

  it('asks the project that lists a domain, not its neighbour', () => {
    const routed = orgOf(['1 A * > *'], { ...LISTED, list: ['a.example'], relays: [relay('A', 'r.example')] });
    const plain = orgOf([], { ...LISTED, list: ['b.example'], relays: [] });
    expect(shown(preflightPlan([routed, plain], [], RECORDED)).targets).toEqual(['b.example', 'r.example:587']);
  });

  it('does not lose itself in a hostile project, and says so', () => {
    const list = Array.from({ length: 4000 }, (_, index) => `d${index}.example`);
    const filters = Array.from({ length: 700 }, (_, index) => `${index} - f${index}.example > t${index}.example`);
    const { targets, notes } = preflightPlan([orgOf(filters, { ...LISTED, list, relays: [] })], [], RECORDED);
    expect(targets).toHaveLength(4000);
    expect(notes).toEqual([
      'The project has too many domains and filters to find the route of each domain: relays are not considered.',
    ]);
  });

  it('shows nothing that a terminal obeys', () => {
    const evil = '\u001b[2J\u202e';
    const org = orgOf([`1 A * > a.example`], {
      ...LISTED,
      relays: [relay('A', `r${evil}.example`), relay('B', 's.example', { TlsSetting: evil }), relay('C', evil)],
    });
    expect(JSON.stringify(shown(preflightPlan([org], [], RECORDED)))).not.toMatch(/\\u001b|\u202e/);
  });
});

describe('what is said of targets that somebody named', () => {
  const org = orgOf(['1 A * > a.example'], {
    ...LISTED,
    relays: [relay('A', 'r.example'), relay('B', 's.example', { TlsSetting: 'Preferred' })],
  });

  it('a domain whose mail goes through a relay is probed all the same, and that is said', () => {
    expect(shown(planFor([org], [{ kind: 'domain', domain: 'a.example' }], RECORDED))).toEqual({
      ...NONE,
      targets: ['a.example'],
      notes: [
        "Mail to a.example goes through the relay r.example, port 587, under Required Verify; TLS is checked there, and the recipient's servers do not matter.",
      ],
    });
  });

  it('a relay is judged under its own setting, in use or not, and never under the org’s', () => {
    const plan = planFor(
      [org],
      [
        { kind: 'relay', host: 'r.example', port: 587 },
        { kind: 'relay', host: 's.example', port: 587 },
        { kind: 'relay', host: 's.example', port: 25 },
      ],
      { setting: 'RequiredVerify', source: 'recorded' },
    );
    expect(shown(plan).own).toEqual([
      'r.example:587 RequiredVerify relay',
      's.example:587 Preferred relay',
      's.example:25 Required default',
    ]);
    expect(plan.notes).toEqual([]);
  });
});
