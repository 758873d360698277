import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProjectFacts } from '../../src/project/facts.ts';
import { conditionKeys, matchOf, type FilterMatch, type Mail } from '../../src/project/routing/filterMatch.ts';
import { precedence } from '../../src/project/routing/filterOrder.ts';
import { filterReach, shadowedFilters } from '../../src/project/routing/filterReach.ts';
import { mailDomain } from '../../src/mail/mailDomain.ts';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import type { FilterRecord } from '../../src/project/relays/records.ts';
import { filters } from '../../src/project/select.ts';
import {
  appliedTls,
  decidedTls,
  routeMail,
  type RouteOption,
  type RouteCondition,
} from '../../src/project/routing/route.ts';
import { projectOf } from '../support/projects.ts';
import { orgOf, RELAYS, settingsText, type Org } from '../support/relays.ts';
import { knownDomain, type Domain } from '../../src/mail/domain.ts';

const numberOf = (project: ProjectFacts, filter: FilterRecord): string => `#${filters(project).indexOf(filter) + 1}`;

const conditionText = (project: ProjectFacts, condition: RouteCondition): string => {
  if (condition.code === 'org') return `of ${condition.folder}`;
  if (condition.code === 'order') return `${condition.because} ${numberOf(project, condition.filter)}`;
  const own = condition.conditions.map((one) => ('side' in one ? `${one.code} ${one.side}` : one.code)).join(' and ');
  return condition.code === 'match' ? own : `unless ${numberOf(project, condition.filter)} ${own}`;
};

/** `filter relay: setting (why) if conditions` */
function optionText(project: ProjectFacts, { filter, link, tls, conditions }: RouteOption): string {
  const via = link?.kind === 'relay' ? (link.relay.host?.items[0]?.text ?? '') : (link?.kind ?? 'salesforce');
  const settings = tls.map(({ setting, because }) => `${setting ?? '?'} ${because}`).join(' or ');
  const when = conditions.length > 0 ? ` if ${conditions.map((one) => conditionText(project, one)).join('; ')}` : '';
  return `${filter ? numberOf(project, filter) : 'none'} ${via.replace('.relay.example', '')}: ${settings}${when}`;
}

const ACME = knownDomain('crm.acme.example');

describe('mail goes', () => {
  it.each<[string, readonly string[], string, readonly string[], Org?]>([
    // One filter.
    ['to everybody', ['1 A - > -'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['by a bare *', ['1 A * > *'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['to a domain', ['1 A - > b.example'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['to one of several', ['1 A - > c.example, b.example'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['in other case', ['1 A - > B.Example'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['with a trailing dot', ['1 A - > b.example.'], `${ACME} b.example`, ['#1 a: Required relay']],
    [
      'to an international domain',
      ['1 A - > bücher.example'],
      `${ACME} xn--bcher-kva.example`,
      ['#1 a: Required relay'],
    ],
    ['from a domain', [`1 A ${ACME} > -`], `${ACME} b.example`, ['#1 a: Required relay']],
    ['from another', ['1 A c.example > -'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    ['to another', ['1 A - > c.example'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    [
      'from the domain but to another',
      [`1 A ${ACME} > c.example`],
      `${ACME} b.example`,
      ['none salesforce: ? setting-unsaid'],
    ],
    ['to a domain that ends alike', ['1 A - > b.example'], `${ACME} xb.example`, ['none salesforce: ? setting-unsaid']],
    [
      'to a subdomain of a listed one',
      ['1 A - > b.example'],
      `${ACME} x.b.example`,
      ['none salesforce: ? setting-unsaid'],
    ],
    ['past an inactive filter', ['1 A - off > -'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    ['by an empty entry', ['1 A - > c.example,,'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    // Wildcards.
    ['to a subdomain', ['1 A - > *.b.example'], `${ACME} x.b.example`, ['#1 a: Required relay']],
    ['to the apex of a wildcard', ['1 A - > *.b.example'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    ['to the apex beside a wildcard', ['1 A - > b.example,*.b.example'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['from a subdomain', ['1 A *.acme.example > -'], `${ACME} b.example`, ['#1 a: Required relay']],
    [
      'two labels deep: undecided',
      ['1 A - > *.b.example'],
      `${ACME} y.x.b.example`,
      ['#1 a: Required relay if wildcard-depth to', 'none salesforce: ? setting-unsaid if unless #1 wildcard-depth to'],
    ],
    [
      'two labels deep, listed besides',
      ['1 A - > *.b.example, y.x.b.example'],
      `${ACME} y.x.b.example`,
      ['#1 a: Required relay'],
    ],
    [
      'by a * in the middle: undecided',
      ['1 A - > mail*.b.example'],
      `${ACME} mail1.b.example`,
      [
        '#1 a: Required relay if wildcard-position to',
        'none salesforce: ? setting-unsaid if unless #1 wildcard-position to',
      ],
    ],
    [
      'by an entry that is no domain: undecided',
      ['1 A - > @b.example'],
      `${ACME} b.example`,
      ['#1 a: Required relay if not-a-domain to', 'none salesforce: ? setting-unsaid if unless #1 not-a-domain to'],
    ],
    [
      'past an entry that is another address',
      ['1 A - > @c.example'],
      `${ACME} b.example`,
      ['none salesforce: ? setting-unsaid'],
    ],
    ['past an IP address', ['1 A - > 192.0.2.1'], `${ACME} b.example`, ['none salesforce: ? setting-unsaid']],
    // Order.
    ['by the lower priority', ['2 B - > -', '1 A - > -'], `${ACME} b.example`, ['#2 a: Required relay']],
    ['by number, not by text', ['10 B - > -', '9 A - > -'], `${ACME} b.example`, ['#2 a: Required relay']],
    ['by a number before a blank', ['- B - > -', '99 A - > -'], `${ACME} b.example`, ['#2 a: Required relay']],
    [
      'by a blank if no number takes it',
      ['- B - > -', '1 A - > c.example'],
      `${ACME} b.example`,
      ['#1 b: RequiredVerify relay'],
    ],
    [
      'to the second by domain',
      ['1 A - > c.example', '2 B - > b.example'],
      `${ACME} b.example`,
      ['#2 b: RequiredVerify relay'],
    ],
    [
      'to the second by sender',
      ['1 A c.example > -', `2 B ${ACME} > -`],
      `${ACME} b.example`,
      ['#2 b: RequiredVerify relay'],
    ],
    ['past an inactive first', ['1 A - off > -', '2 B - > -'], `${ACME} b.example`, ['#2 b: RequiredVerify relay']],
    [
      'past a first that takes subdomains',
      ['1 A - > *.b.example', '2 B - > -'],
      `${ACME} b.example`,
      ['#2 b: RequiredVerify relay'],
    ],
    [
      'by equal priorities: undecided',
      ['1 A - > -', '1 B - > -'],
      `${ACME} b.example`,
      ['#1 a: Required relay if same-priority #2', '#2 b: RequiredVerify relay if same-priority #1'],
    ],
    [
      'by equal priorities of which one matches',
      ['1 A - > c.example', '1 B - > -'],
      `${ACME} b.example`,
      ['#2 b: RequiredVerify relay'],
    ],
    ['before equal priorities', ['2 A - > -', '2 B - > -', '1 @R1 - > -'], `${ACME} b.example`, ['#3 c: Off relay']],
    [
      'by two blanks: undecided',
      ['- A - > -', '- B - > -'],
      `${ACME} b.example`,
      ['#1 a: Required relay if blank-priorities #2', '#2 b: RequiredVerify relay if blank-priorities #1'],
    ],
    [
      'by priorities that are not exported: undecided',
      ['? A - > -', '? B - > -'],
      `${ACME} b.example`,
      ['#1 a: Required relay if priority-unsaid #2', '#2 b: RequiredVerify relay if priority-unsaid #1'],
    ],
    ['by a single filter without one', ['? A - > -'], `${ACME} b.example`, ['#1 a: Required relay']],
    [
      'past a first that may take it',
      ['1 A - > *.b.example', '2 B - > -'],
      `${ACME} y.x.b.example`,
      ['#1 a: Required relay if wildcard-depth to', '#2 b: RequiredVerify relay if unless #1 wildcard-depth to'],
    ],
    [
      'before one that may take it',
      ['2 A - > *.b.example', '1 B - > -'],
      `${ACME} y.x.b.example`,
      ['#2 b: RequiredVerify relay'],
    ],
    [
      'by a filter that may be inactive',
      ['1 A - active? > -', '2 B - active? > c.example'],
      `${ACME} b.example`,
      ['#1 a: Required relay if active-unsaid', 'none salesforce: ? setting-unsaid if unless #1 active-unsaid'],
    ],
    [
      'by a filter whose domains are not exported',
      ['1 A ? > b.example', '2 B ? > -'],
      `${ACME} b.example`,
      [
        '#1 a: Required relay if domains-unsaid from',
        '#2 b: RequiredVerify relay if domains-unsaid from; unless #1 domains-unsaid from',
        'none salesforce: ? setting-unsaid if unless #1 domains-unsaid from; unless #2 domains-unsaid from',
      ],
    ],
    // Relays.
    ['to a relay of a long id', ['1 AQAA - > -'], `${ACME} b.example`, ['#1 a: Required relay']],
    ['to a relay by reference', ['1 @R1 - > -'], `${ACME} b.example`, ['#1 c: Off relay']],
    ['to a relay that is not there', ['1 X - > -'], `${ACME} b.example`, ['#1 missing: ? relay-unknown']],
    ['to a reference that is not there', ['1 @R9 - > -'], `${ACME} b.example`, ['#1 missing: ? relay-unknown']],
    [
      'to a relay while none is exported',
      ['1 A - > -'],
      `${ACME} b.example`,
      ['#1 not-exported: ? relay-unknown'],
      { relays: [] },
    ],
    ['to no relay', ['1 - - > -'], `${ACME} b.example`, ['#1 none: ? relay-unknown']],
    ['to a relay that is not exported', ['1 ? - > -'], `${ACME} b.example`, ['#1 unsaid: ? relay-unknown']],
    [
      'to one of two relays of one id',
      ['1 A - > -'],
      `${ACME} b.example`,
      ['#1 several: ? relay-unknown'],
      { relays: [...RELAYS, { ...RELAYS[0], Host: 'other.example' }] },
    ],
    [
      'to a relay that is exported twice',
      ['1 A - > -'],
      `${ACME} b.example`,
      ['#1 a: Required relay'],
      { relays: [...RELAYS, { ...RELAYS[0], Id: '0cX00000000000A' }] },
    ],
    ['to a relay whose setting is none', ['1 @R2 - > -'], `${ACME} b.example`, ['#1 d: ? relay-setting-invalid']],
    [
      'to a relay whose setting is not exported',
      ['1 @R3 - > -'],
      `${ACME} b.example`,
      ['#1 e: ? relay-setting-unsaid'],
    ],
    // Salesforce's own servers.
    [
      'under a setting for all',
      [],
      `${ACME} b.example`,
      ['none salesforce: Required not-restricted'],
      { restrict: false, level: 'Required', list: ['c.example'] },
    ],
    [
      'listed',
      [],
      `${ACME} b.example`,
      ['none salesforce: Required listed'],
      { restrict: true, level: 'Required', list: ['b.example'] },
    ],
    [
      'not listed',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred not-listed'],
      { restrict: true, level: 'Required', list: ['c.example'] },
    ],
    [
      'to the apex of a listed wildcard',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred not-listed'],
      { restrict: true, level: 'Required', list: ['*.b.example'] },
    ],
    [
      'with an empty list',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred list-empty'],
      { restrict: true, level: 'Required', list: [] },
    ],
    [
      'perhaps listed',
      [],
      `${ACME} y.x.b.example`,
      ['none salesforce: Required maybe-listed or Preferred maybe-listed'],
      { restrict: true, level: 'Required', list: ['*.b.example'] },
    ],
    [
      'under Preferred, listed or not',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred preferred-for-all'],
      { level: 'Preferred', list: ['c.example'] },
    ],
    [
      'listed, and no settings file sets the check box',
      [],
      `${ACME} b.example`,
      ['none salesforce: Required listed'],
      { level: 'Required', list: ['b.example'] },
    ],
    [
      'not listed, and no settings file sets the check box',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred not-listed'],
      { restrict: 'absent', level: 'Required', list: ['c.example'] },
    ],
    [
      'of an org without a list, and no settings file sets the check box',
      [],
      `${ACME} b.example`,
      ['none salesforce: Required not-restricted'],
      { restrict: 'absent', level: 'Required' },
    ],
    [
      'restricted while no list is recorded',
      [],
      `${ACME} b.example`,
      ['none salesforce: Required list-unsaid or Preferred list-unsaid'],
      { restrict: true, level: 'Required' },
    ],
    [
      'under a setting that is none',
      [],
      `${ACME} b.example`,
      ['none salesforce: ? setting-invalid'],
      { restrict: false, level: 'Strict' },
    ],
    [
      'not listed under a setting that is not recorded',
      [],
      `${ACME} b.example`,
      ['none salesforce: Preferred not-listed'],
      { restrict: true, list: ['c.example'] },
    ],
    [
      'past all filters to a listed domain',
      ['1 A - > c.example'],
      `${ACME} b.example`,
      ['none salesforce: RequiredVerify listed'],
      { restrict: true, level: 'RequiredVerify', list: ['b.example'] },
    ],
    // No sender.
    ['to a domain from anybody', ['1 A - > b.example'], '? b.example', ['#1 a: Required relay']],
    [
      'to a domain, by the sender',
      ['1 A c.example > b.example', '2 B - > b.example'],
      '? b.example',
      ['#1 a: Required relay if depends-on-sender', '#2 b: RequiredVerify relay if unless #1 depends-on-sender'],
    ],
  ])('%s', (_, lines, mail, expected, more) => {
    const project = orgOf(lines, more);
    const [from, to = ''] = mail.split(' ');
    const route = routeMail(project, { from: from === '?' ? undefined : knownDomain(from ?? ''), to: knownDomain(to) });
    expect(route.options.map((way) => optionText(project, way))).toEqual(expected);
  });

  it('past every filter in order, with what each makes of it', () => {
    const project = orgOf(['3 A - > -', '1 A c.example > -', '2 A - off > -', '4 A - > -', '1 A - > c.example']);
    const { steps } = routeMail(project, { from: ACME, to: knownDomain('b.example') });
    expect(
      steps.map(({ filter, match, reached }) => {
        const because = match.result === 'no' ? ` ${match.because}` : '';
        return `${numberOf(project, filter)} ${match.result}${because}${reached ? '' : ' (not reached)'}`;
      }),
    ).toEqual(['#2 no from', '#5 no to', '#3 no inactive', '#1 yes', '#4 yes (not reached)']);
  });
});

describe('whatever the filters are', () => {
  const line = fc
    .tuple(
      fc.constantFrom('1', '2', '3', '-', '?'),
      fc.constantFrom('-', 's.example', '*.s.example', '?'),
      fc.constantFrom('', ' off', ' active?'),
      fc.constantFrom('-', 'b.example', '*.b.example', 'c.example, *.b.example', '@b.example', 'b*.example'),
    )
    .map(([priority, from, active, to]) => `${priority} A ${from}${active} > ${to}`);
  const mail = fc.record({
    from: fc.constantFrom(undefined, ...['s.example', 'x.s.example', 'y.x.s.example'].map(knownDomain)),
    to: fc.constantFrom(...['b.example', 'x.b.example', 'y.x.b.example', 'c.example'].map(knownDomain)),
  });

  it('the ways are those that some order and some reading of the patterns lead to', { timeout: 60_000 }, () => {
    const check = (lines: readonly string[], question: Mail): void => {
      const project = orgOf(lines);
      const ways = routeMail(project, question).options.map(({ filter }) => filter);
      expect(new Set(ways)).toEqual(possibleWinners(filters(project), (one) => matchOf(one, question)));
      expect(ways.length).toBe(new Set(ways).size);
    };
    fc.assert(fc.property(fc.array(line, { maxLength: 4 }), mail, check), { seed: 20261123, numRuns: 2000 });
  });

  it('a filter is only called unreachable if no mail reaches it', { timeout: 60_000 }, () => {
    const check = (lines: readonly string[], question: Mail): void => {
      const project = orgOf(lines);
      const shadowed = shadowedFilters(project);
      for (const { filter } of routeMail(project, question).options)
        if (filter && question.from !== undefined) expect(shadowed.has(filter)).toBe(false);
    };
    fc.assert(fc.property(fc.array(line, { maxLength: 6 }), mail, check), { seed: 20261123, numRuns: 4000 });
  });

  it('thousands of them are bounded work', { timeout: 20_000 }, () => {
    const many = Array.from(
      { length: 1500 },
      (_, index) => `${index} A - > *.d${index % 700}.example, b.example, c${index}.example`,
    );
    const project = orgOf(many);
    expect(routeMail(project, { from: undefined, to: knownDomain('z.y.d5.example') }).options.length).toBe(2);
    expect(shadowedFilters(project).size).toBe(0);
    for (const filter of filters(project).slice(0, 5)) filterReach(project, filter);
  });
});

/** By brute force: every order that the priorities allow, every reading of what is doubtful. */
function possibleWinners(
  all: readonly FilterRecord[],
  match: (filter: FilterRecord) => FilterMatch,
): ReadonlySet<FilterRecord | undefined> {
  const conditions = new Map(
    all.map((filter) => {
      const found = match(filter);
      if (found.result !== 'unknown') return [filter, found.result === 'yes' ? [] : undefined];
      return [filter, conditionKeys(filter, found.conditions)];
    }),
  );
  const keys = [...new Set([...conditions.values()].flatMap((own) => own ?? []))];
  const orders = permutations(all).filter((order) =>
    order.every((b, index) => order.slice(0, index).every((a) => precedence(a, b).first !== 'b')),
  );
  const found = new Set<FilterRecord | undefined>();
  for (let reading = 0; reading < 2 ** keys.length; reading++) {
    const holds = (key: unknown): boolean => (reading & (1 << keys.indexOf(key))) !== 0;
    for (const order of orders) found.add(order.find((filter) => conditions.get(filter)?.every(holds)));
  }
  return found;
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

it('records of two orgs are asked org by org', () => {
  const org = (folder: string, ...rows: readonly string[]): ProjectText[] => [
    {
      file: `data/${folder}/EmailRelay.csv`,
      role: 'export',
      text: `Id,Host,TlsSetting\n0cX000000000001,${folder}.example,Required\n`,
    },
    {
      file: `data/${folder}/EmailDomainFilter.csv`,
      role: 'export',
      text: `EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n${rows.join('\n')}\n`,
    },
  ];
  const project = readProject(
    projectOf([
      ...org('prod', '0cX000000000001,*,b.example,true,1'),
      ...org('uat', '0cX000000000001,*,b.example,true,1', '0cX000000000001,*,c.example,true,2'),
    ]),
  );
  const ways = (to: string): readonly string[] =>
    routeMail(project, { from: ACME, to: knownDomain(to) }).options.map(({ link, conditions }) => {
      const host = link?.kind === 'relay' ? link.relay.host?.items[0]?.text : 'own servers';
      return `${host} if ${conditions.map((one) => conditionText(project, one)).join()}`;
    });
  expect(ways('b.example')).toEqual(['prod.example if of data/prod/', 'uat.example if of data/uat/']);
  expect(ways('c.example')).toEqual(['own servers if of data/prod/', 'uat.example if of data/uat/']);
  expect(decidedTls(routeMail(project, { from: ACME, to: knownDomain('b.example') }))).toBe('Required');
});

describe('what the project does not know', () => {
  const codes = (project: ProjectFacts) =>
    routeMail(project, { from: ACME, to: knownDomain('b.example') }).caveats.map(({ code }) => code);
  it('is said of filters that nobody exported', () => {
    expect(codes(orgOf([]))).toEqual(['no-filters']);
    expect(codes(orgOf(['1 A - > c.example']))).toEqual([]);
  });
  it('is said of exports that could not be read, and then no setting is decided', () => {
    const text = 'EmailRelayId,ToDomain,IsActive\n0cX00000000000A,-,true\n0cX00000000000A,b.example\n';
    const broken = readProject(
      projectOf([
        { file: 'data/EmailDomainFilter.csv', role: 'export', text },
        { file: 'x.settings', role: 'settings', text: settingsText(false) },
        { file: 'config/email-deliverability.json', role: 'record', text: '{"tlsSetting": "Required"}' },
      ]),
    );
    expect(codes(broken)).toEqual(['records-lost']);
    expect(decidedTls(routeMail(broken, { from: ACME, to: knownDomain('b.example') }))).toBeUndefined();
  });
  it('does not matter where every way says the same', () => {
    const project = orgOf(['1 A - > -', '1 AQAA - > b.example']);
    const route = routeMail(project, { from: ACME, to: knownDomain('b.example') });
    expect(route.options).toHaveLength(2);
    expect(decidedTls(route)).toBe('Required');
  });
});

describe('the setting for a domain', () => {
  it('has each way of it', () => {
    const project = orgOf(['1 A c.example > b.example'], {
      restrict: true,
      level: 'RequiredVerify',
      list: ['b.example'],
    });
    const shown = (from?: Domain) =>
      appliedTls(routeMail(project, { from, to: knownDomain('b.example') })).map(
        ({ setting, relay }) => `${setting ?? '?'} ${relay?.host?.items[0]?.text ?? '-'}`,
      );
    expect(shown()).toEqual(['Required a.relay.example', 'RequiredVerify -']);
    expect(shown(knownDomain('c.example'))).toEqual(['Required a.relay.example']);
    expect(shown(knownDomain('d.example'))).toEqual(['RequiredVerify -']);
  });
  it('leaves out scratch orgs', () => {
    const project = readProject(
      projectOf([
        {
          file: 'config/x-scratch-def.json',
          role: 'scratch',
          text: '{"settings":{"emailAdministrationSettings":{"tlsSetting":"Required"}}}',
        },
      ]),
    );
    expect(
      appliedTls(routeMail(project, { from: undefined, to: knownDomain('b.example') })).map(({ because }) => because),
    ).toEqual(['setting-unsaid']);
  });
});

describe('a filter behind others', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one before that takes all', ['1 A - > -', '2 B - > b.example'], ['#2 by #1 example.com b.example']],
    ['the same domains', ['1 A - > b.example, c.example', '2 B - > C.example'], ['#2 by #1 example.com c.example']],
    [
      'a wildcard before a subdomain',
      ['1 A - > *.b.example', '2 B - > x.b.example'],
      ['#2 by #1 example.com x.b.example'],
    ],
    ['the same wildcard', ['1 A - > *.b.example', '2 B - > *.b.example'], ['#2 by #1 example.com mail.b.example']],
    ['a wildcard before the apex', ['1 A - > *.b.example', '2 B - > b.example'], []],
    ['a wildcard before a deeper one: nobody knows', ['1 A - > *.b.example', '2 B - > *.x.b.example'], []],
    ['a * in the middle: nobody knows', ['1 A - > m*.b.example', '2 B - > m*.b.example'], []],
    ['some of its mail only', ['1 A - > b.example', '2 B - > b.example, c.example'], []],
    ['some of its senders only', ['1 A c.example > -', '2 B - > -'], []],
    ['everything before everything', ['1 A * > *', '- B - > -'], ['#2 by #1 example.com example.com']],
    ['an inactive one before', ['1 A - off > -', '2 B - > -'], []],
    ['an inactive one behind', ['1 A - > -', '2 B - off > -'], []],
    ['the same priority', ['1 A - > -', '1 B - > -'], []],
    ['blank ones', ['- A - > -', '- B - > -'], []],
    ['a priority that is not exported', ['? A - > -', '? B - > -'], []],
    [
      'two that take all of it together',
      ['1 A - > b.example', '2 A - > c.example', '3 B - > b.example, c.example'],
      ['#3 by #1 example.com b.example, #2 example.com c.example'],
    ],
    [
      'two by senders and recipients, with a gap',
      ['1 A s.example > b.example', '2 A t.example > c.example', '3 B s.example,t.example > b.example,c.example'],
      [],
    ],
  ])('%s', (_, lines, expected) => {
    const project = orgOf(lines);
    const shown = [...shadowedFilters(project)].map(
      ([filter, by]) =>
        `${numberOf(project, filter)} by ${by.map((one) => `${numberOf(project, one.filter)} ${one.mail.from} ${one.mail.to}`).join(', ')}`,
    );
    expect(shown).toEqual(expected);
    for (const [filter, by] of shadowedFilters(project))
      for (const { mail } of by)
        expect(routeMail(project, mail).options.map((way) => way.filter)).not.toContain(filter);
  });
});

describe('what a filter catches and leaves', () => {
  it.each<[string, readonly string[], number, Record<string, unknown>]>([
    ['alone', ['1 A - > b.example'], 1, { catches: 'example.com b.example' }],
    [
      'a wildcard before a filter for all',
      ['1 A - > *.b.example', '2 B - > -'],
      1,
      {
        catches: 'example.com mail.b.example',
        takesFrom: ['#2 example.com mail.b.example'],
        leavesTo: ['#2 example.com b.example'],
      },
    ],
    [
      'a filter for all behind others',
      ['1 A - > b.example', '2 B - > -', '2 A - > c.example'],
      2,
      {
        catches: 'example.com example.com',
        takenBefore: ['#1 example.com b.example'],
        undecided: ['#3 example.com c.example'],
      },
    ],
    [
      'nothing',
      ['1 A - > -', '2 B - > b.example'],
      2,
      { takenBefore: ['#1 example.com b.example'], shadowedBy: ['#1 example.com b.example'] },
    ],
  ])('%s', (_, lines, number, expected) => {
    const project = orgOf(lines);
    const filter = filters(project)[number - 1];
    if (!filter) throw new Error('no such filter');
    const { catches, ...rest } = filterReach(project, filter);
    const shown = Object.entries(rest).flatMap(([name, examples]) =>
      examples.length > 0
        ? [[name, examples.map((one) => `${numberOf(project, one.filter)} ${one.mail.from} ${one.mail.to}`)]]
        : [],
    );
    expect({
      ...(catches ? { catches: `${catches.from} ${catches.to}` } : {}),
      ...(Object.fromEntries(shown) as object),
    }).toEqual(expected);
  });
});

describe('the domain of an address', () => {
  it.each([
    ['a@b.example', 'b.example'],
    ['B.Example.', 'b.example'],
    ['@b.example', 'b.example'],
    ['"x@y"@b.example', 'b.example'],
    ['Jo <jo@b.example>', 'b.example'],
    ['jo@bücher.example', 'xn--bcher-kva.example'],
    ['a@[192.0.2.1]', undefined],
    ['*.b.example', undefined],
    ['a@localhost', undefined],
    ['a@b..example', undefined],
    ['', undefined],
    ['<'.repeat(100_000), undefined],
  ])('%s: %s', (text, expected) => {
    expect(mailDomain(text)).toBe(expected);
  });
});
