import { describe, expect, it } from 'vitest';
import type { ProjectFacts } from '../../src/project/facts.ts';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import type { PreflightChange, Review } from '../../src/review/model.ts';
import { reviewProject } from '../../src/review/review.ts';
import { changeWords, stepWords } from '../../src/review/report/changeWords.ts';
import { effectWords, verdictWords } from '../../src/review/report/words.ts';
import { domainOutcomes, type ServerSeen } from '../../src/mail/outcome.ts';
import { projectOf } from '../support/projects.ts';
import type { KnownPreflight } from '../../src/project/knownPreflight.ts';
import { knownDomain } from '../../src/mail/domain.ts';

type Files = Readonly<Record<string, string>>;

const ROLES = [
  [/scratch-def/, 'scratch'],
  [/deliverability\.json$/, 'record'],
  [/Email(Relay|DomainFilter)/, 'export'],
  [/settings/, 'settings'],
] as const;

const RECORD = 'config/email-deliverability.json';
const SETTINGS = 'app/EmailAdministration.settings-meta.xml';

function facts(files: Files, preflights: readonly KnownPreflight[] = []): ProjectFacts {
  const texts = Object.entries(files).map(([file, text]): ProjectText => {
    const role = ROLES.find(([pattern]) => pattern.test(file))?.[1];
    if (!role) throw new Error(file);
    return { file, role, text };
  });
  return readProject({ ...projectOf(texts), preflights });
}

const record = (tlsSetting: string | undefined, list?: readonly string[] | string, more: object = {}): string =>
  JSON.stringify({ tlsSetting, restrictTlsToDomains: list, ...more });

const xml = (settings: Readonly<Record<string, boolean | string>>): string =>
  `<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${Object.entries(settings)
    .map(([name, value]) => `    <${name}>${value}</${name}>\n`)
    .join('')}</EmailAdministrationSettings>\n`;

const restrict = (value: boolean | string) => xml({ enableRestrictTlsToDomains: value });

const review = (before: Files | undefined, after: Files | undefined): Review =>
  reviewProject(before && facts(before), after && facts(after));

const titles = ({ changes }: Review): readonly string[] =>
  changes.map((change) => `${change.direction}: ${changeWords(change)}`);

const base: Files = { [RECORD]: record('Required', ['a.example', '*.b.example']), [SETTINGS]: restrict(true) };

describe('no change', () => {
  it.each<[string, Files]>([
    ['the same files', base],
    ['another order', { ...base, [RECORD]: record('Required', ['*.b.example', 'a.example']) }],
    ['capitals, blanks and a trailing dot', { ...base, [RECORD]: record('Required', [' A.Example. ', '*.B.example']) }],
    ['one string instead of an array', { ...base, [RECORD]: record('Required', 'a.example, *.b.example') }],
    ['an entry twice', { ...base, [RECORD]: record('Required', ['a.example', '*.b.example', 'a.example']) }],
    ['the label of Setup', { ...base, [RECORD]: record('required', ['a.example', '*.b.example']) }],
    ['other indentation', { ...base, [RECORD]: JSON.stringify(JSON.parse(base[RECORD] ?? ''), undefined, 4) }],
    ['1 instead of true', { ...base, [SETTINGS]: restrict('1') }],
    ['a comment', { ...base, [SETTINGS]: `<!-- why -->${restrict(true)}` }],
    ['CRLF', { ...base, [SETTINGS]: restrict(true).replaceAll('\n', '\r\n') }],
  ])('%s', (_, after) => {
    const result = review(base, after);
    expect(titles(result)).toEqual([]);
    expect(result).toMatchObject({ direction: 'neutral', effects: [], setup: [] });
  });
});

const SCRATCH = 'config/project-scratch-def.json';
const scratch = (value: object): string => JSON.stringify({ settings: { emailAdministrationSettings: value } });

const relay = (fields: object): string =>
  JSON.stringify([
    { attributes: { type: 'EmailRelay' }, Id: '0cX000000000001AAA', Host: 'mx.relay.example', ...fields },
  ]);
const filters = (...rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) => ({
      attributes: { type: 'EmailDomainFilter' },
      EmailRelayId: '0cX000000000001AAA',
      IsActive: true,
      PriorityNumber: 1,
      FromDomain: null,
      ToDomain: null,
      ...row,
    })),
  );
const RELAY = 'data/EmailRelay.json';
const FILTER = 'data/EmailDomainFilter.json';

describe('changes', () => {
  it.each<[string, Files | undefined, Files | undefined, readonly string[]]>([
    [
      'the check box',
      base,
      { ...base, [SETTINGS]: restrict(false) },
      ['worse: enableRestrictTlsToDomains: true → false'],
    ],
    [
      'the level',
      base,
      { ...base, [RECORD]: record('Preferred', ['a.example', '*.b.example']) },
      ['worse: TLS setting: Required → Preferred'],
    ],
    [
      'the list',
      base,
      { ...base, [RECORD]: record('Required', ['a.example', 'c.example']) },
      ['worse: domain list: added c.example; removed *.b.example'],
    ],
    [
      'an entry that another one covers',
      base,
      { ...base, [RECORD]: record('Required', ['a.example', '*.b.example', 'x.b.example']) },
      ['setup: domain list: added x.b.example'],
    ],
    [
      'an entry that is no domain',
      base,
      { ...base, [RECORD]: record('Required', ['a.example', '*.b.example', '192.0.2.1']) },
      ['setup: domain list: added 192.0.2.1'],
    ],
    [
      'a new project',
      undefined,
      base,
      [
        'setup: TLS setting: not recorded → Required',
        'setup: domain list (new): added a.example and *.b.example',
        'setup: enableRestrictTlsToDomains: not set → true',
        `neutral: file added: ${SETTINGS}`,
        `neutral: file added: ${RECORD}`,
      ],
    ],
    [
      'a project that is gone',
      { [SETTINGS]: restrict(false) },
      undefined,
      ['neutral: enableRestrictTlsToDomains: false → not set', `neutral: file removed: ${SETTINGS}`],
    ],
    [
      'a file moved and changed',
      base,
      { [RECORD]: base[RECORD] ?? '', 'other/settings/EmailAdministration.settings-meta.xml': restrict(false) },
      [
        'worse: enableRestrictTlsToDomains: true → false',
        `neutral: file moved: ${SETTINGS} → other/settings/EmailAdministration.settings-meta.xml`,
      ],
    ],
    [
      'who hears of bounces',
      { [SETTINGS]: xml({ enableHandleBouncedEmails: true, enableResendBouncedEmails: true }) },
      { [SETTINGS]: xml({ enableHandleBouncedEmails: true, enableResendBouncedEmails: false }) },
      ['neutral: enableResendBouncedEmails: true → false'],
    ],
    [
      'a scratch definition',
      { ...base, [SCRATCH]: scratch({ enableRestrictTlsToDomains: false }) },
      { ...base, [SCRATCH]: scratch({ enableRestrictTlsToDomains: true, tlsSetting: 'Required' }) },
      [
        'neutral: enableRestrictTlsToDomains: false → true in scratch orgs made from it',
        'neutral: TLS values in a scratch definition: not set → Required',
      ],
    ],
    [
      'access level and rules',
      base,
      {
        ...base,
        [RECORD]: record('Required', ['a.example', '*.b.example'], {
          accessLevel: 'NoAccess',
          rules: { 'domain-form': 'off' },
        }),
      },
      ['setup: access level: not recorded → NoAccess', 'neutral: rule domain-form: default → off'],
    ],
    [
      'a relay',
      { [RELAY]: relay({ TlsSetting: 'Required', Port: 587 }), [FILTER]: filters({}) },
      { [RELAY]: relay({ TlsSetting: 'Preferred', Port: '587' }), [FILTER]: filters({}) },
      ['worse: relay mx.relay.example changed: TlsSetting: Required → Preferred'],
    ],
    [
      'a relay without filters',
      { [RELAY]: relay({ TlsSetting: 'Required' }) },
      { [RELAY]: relay({ TlsSetting: 'Off' }) },
      ['neutral: relay mx.relay.example changed: TlsSetting: Required → Off'],
    ],
    [
      'a filter',
      { ...base, [RELAY]: relay({ TlsSetting: 'RequiredVerify' }), [FILTER]: filters({ ToDomain: 'z.example' }) },
      {
        ...base,
        [RELAY]: relay({ TlsSetting: 'RequiredVerify' }),
        [FILTER]: filters({ ToDomain: 'Z.example,y.example' }),
      },
      ['worse: domain filter of priority 1 changed: ToDomain: z.example → y.example, z.example'],
    ],
    [
      'a filter that sends a few senders elsewhere',
      { ...base, [RELAY]: relay({ TlsSetting: 'Off' }) },
      { ...base, [RELAY]: relay({ TlsSetting: 'Off' }), [FILTER]: filters({ FromDomain: 'crm.example' }) },
      [
        'worse: domain filter of priority 1 added: EmailRelayId 0cX000000000001, FromDomain crm.example, ToDomain *, IsActive true, PriorityNumber 1',
        `neutral: file added: ${FILTER}`,
      ],
    ],
    [
      'a broken record',
      base,
      { ...base, [RECORD]: '{"tlsSetting": "Required", "restrictTlsToDomains": ["a.example", "*.b.example"' },
      ['unknown: only partly reviewed, because it cannot be read: close bracket expected'],
    ],
  ])('%s', (_, before, after, wanted) => {
    const result = review(before, after);
    expect(titles(result)).toEqual(wanted);
    for (const { effects } of result.changes) for (const effect of effects) expect(result.effects).toContain(effect);
  });

  it('of a file with an open merge conflict are reviewed as far as it can be read', () => {
    const conflict = `{\n<<<<<<< HEAD\n  "tlsSetting": "Required",\n=======\n  "tlsSetting": "Preferred",\n>>>>>>> other\n  "restrictTlsToDomains": ["a.example"]\n}\n`;
    const result = review(base, { ...base, [RECORD]: conflict });
    expect(titles(result)).toContain(
      'unknown: only partly reviewed, because it cannot be read: it has an open merge conflict',
    );
    expect(['worse', 'unknown']).toContain(result.direction);
  });
});

describe('places', () => {
  it('are those of the entries, in both versions', () => {
    const before = {
      ...base,
      [RECORD]: '{"tlsSetting": "Required",\n "restrictTlsToDomains": ["a.example", "gone.example"]}',
    };
    const after = {
      ...base,
      [RECORD]: '{"restrictTlsToDomains": ["a.example",\n "new.example"],\n "tlsSetting": "Required"}',
    };
    const [change] = review(before, after).changes;
    const text = (files: Files, at: { file: string; range: { start: number; end: number } } | undefined) =>
      at && files[at.file]?.slice(at.range.start, at.range.end);
    expect(text(before, change?.before)).toBe('"gone.example"');
    expect(text(after, change?.after)).toBe('"new.example"');
  });
});

describe('what happens to mail', () => {
  it.each<[string, Files, Files, readonly string[]]>([
    [
      'to unlisted domains',
      { ...base },
      { ...base, [SETTINGS]: restrict(false) },
      [
        'Mail to all other domains: Preferred before, Required now. If the server has no TLS, it bounces; before, it was sent unencrypted.',
      ],
    ],
    [
      'less strict is unencrypted',
      base,
      { ...base, [RECORD]: record('Preferred', ['a.example', '*.b.example']) },
      [
        'Mail to *.b.example and a.example: Required before, Preferred now. If the server has no TLS, it is sent unencrypted; before, it bounced.',
      ],
    ],
    [
      'both at once',
      base,
      { ...base, [RECORD]: record('PreferredVerify', ['a.example', '*.b.example']) },
      [
        "Mail to *.b.example and a.example: Required before, Preferred Verify now. If the server has no TLS, it is sent unencrypted; before, it bounced. If the server's certificate is not valid, it bounces or is sent unencrypted (Salesforce's documents disagree); before, it went with TLS.",
      ],
    ],
    [
      'the certificate is not looked at any more',
      { [RECORD]: record('RequiredVerify'), [SETTINGS]: restrict(false) },
      { [RECORD]: record('Required'), [SETTINGS]: restrict(false) },
      [
        "Mail to every domain: Required Verify before, Required now. If the server's certificate is not valid, it goes with TLS; before, it bounced.",
      ],
    ],
    [
      'what is not recorded stays unknown',
      { [SETTINGS]: restrict(false) },
      { [SETTINGS]: restrict(true) },
      [
        "Mail to every domain: not recorded before, not recorded or Preferred now. Before: the project does not say the org's TLS setting. Now: the project does not say the org's TLS setting; the org's TLS setting is restricted to listed domains, and the project has no list.",
      ],
    ],
    [
      'through a relay',
      { ...base, [RELAY]: relay({ TlsSetting: 'RequiredVerify', Port: 587 }) },
      {
        ...base,
        [RELAY]: relay({ TlsSetting: 'RequiredVerify', Port: 587 }),
        [FILTER]: filters({ ToDomain: 'a.example,z.example' }),
      },
      [
        "Mail to z.example: Preferred before, relay mx.relay.example, port 587: Required Verify now. It may bounce from now on. Now: the relay's own setting most likely applies, and TLS is checked on the relay's host, not on the recipient's servers.",
        "Mail to a.example: Required before, relay mx.relay.example, port 587: Required Verify now. Now: the relay's own setting most likely applies, and TLS is checked on the relay's host, not on the recipient's servers.",
      ],
    ],
    [
      'of one sender only',
      { ...base, [RELAY]: relay({ TlsSetting: 'Off' }) },
      {
        ...base,
        [RELAY]: relay({ TlsSetting: 'Off' }),
        [FILTER]: filters({ FromDomain: 'crm.example', ToDomain: 'a.example' }),
      },
      [
        "Mail from crm.example to a.example: Required before, relay mx.relay.example: Off now. It may be sent unencrypted from now on. Now: the relay's own setting most likely applies, and TLS is checked on the relay's host, not on the recipient's servers.",
      ],
    ],
  ])('%s', (_, before, after, wanted) => {
    const { effects } = review(before, after);
    const alone = !Object.keys(before).includes(RECORD) || !(before[RECORD] ?? '').includes('example');
    expect(effects.map((effect) => effectWords(effect, alone))).toEqual(wanted);
  });
});

describe('what is to be done by hand', () => {
  const codes = (before: Files | undefined, after: Files | undefined) =>
    review(before, after).setup.map(({ code }) => code);

  it.each<[string, Files | undefined, Files | undefined, readonly string[]]>([
    [
      'a level',
      base,
      { ...base, [RECORD]: record('RequiredVerify', ['a.example', '*.b.example']) },
      ['set-level', 'one-save'],
    ],
    ['to Preferred', { [RECORD]: record('Required') }, { [RECORD]: record('Preferred') }, ['set-level']],
    ['a list', base, { ...base, [RECORD]: record('Required', ['a.example']) }, ['set-list']],
    ['no list any more', base, { ...base, [RECORD]: record('Required', []) }, ['clear-list']],
    ['the check box is deployed', base, { ...base, [SETTINGS]: restrict(false) }, []],
    ['but needs both', { [SETTINGS]: restrict(false) }, { [SETTINGS]: restrict(true) }, ['look-up']],
    [
      'no settings file',
      undefined,
      { [RECORD]: record('Required', ['a.example']) },
      ['set-level', 'set-list', 'check-restriction'],
    ],
    [
      'access',
      { [RECORD]: record('Required', []) },
      { [RECORD]: record('Required', [], { accessLevel: 'AllEmail' }) },
      ['set-access-level'],
    ],
    [
      'a new relay',
      {},
      { [RELAY]: relay({ IsRequireAuth: true, TlsSetting: 'RequiredVerify' }) },
      ['load-records', 'relay-password'],
    ],
    ['no filter any more', { [FILTER]: filters({}) }, { [FILTER]: '[]' }, ['delete-records']],
    ['a project that is gone', base, undefined, []],
  ])('%s', (_, before, after, wanted) => {
    expect(codes(before, after)).toEqual(wanted);
  });

  it('holds the list to paste', () => {
    const [step] = review(base, { ...base, [RECORD]: record('Required', ['a.example', 'c.example']) }).setup;
    expect(step && stepWords(step)).toBe(
      'In Setup > Deliverability, set the domain list: a.example, c.example (add c.example; remove *.b.example).',
    );
  });
});

const known = (domain: string, ...seen: readonly ServerSeen[]): KnownPreflight => ({
  domain,
  outcomes: domainOutcomes(seen),
  reasons: [],
  servers: [],
  promisesTls: false,
  recipient: knownDomain(domain),
  seen: '2026-11-23 14:05 UTC',
});

describe('preflights', () => {
  const added = { ...base, [RECORD]: record('Required', ['a.example', '*.b.example', 'c.example']) };
  const seen = (...preflights: readonly KnownPreflight[]) =>
    reviewProject(facts(base, preflights), facts(added, preflights));

  it.each<[string, readonly KnownPreflight[], string]>([
    ['with TLS: no difference', [known('c.example', 'verified')], 'neutral'],
    ['without: it bounces', [known('c.example', 'none')], 'worse'],
    ['without at one host: it may', [known('c.example', 'none', 'verified')], 'worse'],
    ['not tested: as if there were none', [known('c.example', 'unknown')], 'worse'],
    ['of another domain', [known('d.example', 'verified')], 'worse'],
    ['none', [], 'worse'],
  ])('%s', (_, preflights, direction) => {
    expect(seen(...preflights).effects.map((effect) => effect.direction)).toEqual([direction]);
  });

  it('are told before and after', () => {
    const { preflights } = seen(known('c.example', 'none'), known('a.example', 'none'));
    expect(preflights).toMatchObject([
      {
        known: { domain: 'c.example' },
        before: { settings: ['Preferred'], outcomes: ['clear'] },
        after: { settings: ['Required'], outcomes: ['bounce'] },
        direction: 'worse',
      },
    ]);
  });

  it('of domains that nothing names are told too', () => {
    const all = [known('unlisted.example', 'none')];
    const { preflights } = reviewProject(facts(base, all), facts({ ...base, [SETTINGS]: restrict(false) }, all));
    expect(preflights.map(({ direction, after }) => [direction, after.outcomes])).toEqual([['worse', ['bounce']]]);
  });

  it.each<[string, string, ServerSeen, PreflightChange['direction']]>([
    ['Preferred', 'Required', 'none', 'worse'],
    ['Required', 'Preferred', 'none', 'worse'],
    ['RequiredVerify', 'Required', 'unverified', 'better'],
    ['Off', 'Required', 'verified', 'better'],
    ['Preferred', 'Required', 'verified', 'neutral'],
    ['Preferred', 'Required', 'unknown', 'unknown'],
  ])('of a relay, from %s to %s where TLS is %s: %s', (before, after, server, direction) => {
    const all = [{ ...known('mx.relay.example', server), recipient: undefined, relayPort: 25 }];
    const side = (tlsSetting: string): Files => ({ ...base, [RELAY]: relay({ Port: 25, TlsSetting: tlsSetting }) });
    const { preflights } = reviewProject(facts(side(before), all), facts(side(after), all));
    expect(preflights.map((one) => one.direction)).toEqual([direction]);
  });
});

describe('findings', () => {
  it('are new or gone by what they say, wherever they stand', () => {
    const before = {
      ...base,
      [RECORD]: '{"tlsSetting": "Required", "restrictTlsToDomains": ["A.example", "*.b.example"]}',
    };
    const after = {
      ...base,
      [RECORD]: '\n\n{"tlsSetting": "Required",\n "restrictTlsToDomains": ["*.b.example", "A.example", "*.com"]}',
    };
    const { findings } = review(before, after);
    expect(findings.appeared.map(({ rule }) => rule)).toEqual(['wildcard-too-broad']);
    expect(findings.gone).toEqual([]);
    expect(review(after, before).findings.gone.map(({ rule }) => rule)).toEqual(['wildcard-too-broad']);
  });

  it('stay the same in a file that moved', () => {
    const { findings } = review(
      { [SETTINGS]: xml({ enableFoo: true }) },
      { [`x/${SETTINGS}`]: xml({ enableFoo: true }) },
    );
    expect(findings).toEqual({ appeared: [], gone: [] });
  });
});

it('has a verdict for each direction', () => {
  const of = (before: Files | undefined, after: Files) => verdictWords([review(before, after)]);
  expect(of(base, { ...base, [SETTINGS]: restrict(false) })).toBe('Mail that did not bounce before may bounce now.');
  expect(of(base, { ...base, [RECORD]: record('PreferredVerify', ['a.example', '*.b.example']) })).toBe(
    'Mail that did not bounce before may bounce now, and mail that was encrypted before may be sent unencrypted now.',
  );
  expect(of({ ...base, [RECORD]: record('RequiredVerify', ['a.example', '*.b.example']) }, base)).toBe(
    'Mail that might have bounced no longer bounces.',
  );
  expect(of(undefined, base)).toContain('depends on Setup');
  expect(of(base, { ...base, [SETTINGS]: xml({ enableRestrictTlsToDomains: true, enableHtmlEmail: true }) })).toBe(
    'No change for mail where TLS is missing.',
  );
  expect(of(base, base)).toBe('Nothing changes for email.');
});

it('looks at a bounded part of a hostile project, and says so', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `d${index}.example`);
  const started = review(
    { ...base, [RECORD]: record('Preferred', many) },
    { ...base, [RECORD]: record('Required', many) },
  );
  expect(started.omitted).toBe(4000);
  expect(started.direction).toBe('worse');
});
