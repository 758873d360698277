import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../src/review/effects.ts';
import { mailClasses } from '../../src/review/mailClasses.ts';
import type { DomainClass, Effect } from '../../src/review/model.ts';
import { orgOf } from '../support/relays.ts';

/** What is written down of one org. */
interface State {
  readonly level: Level | undefined;
  readonly restrict: boolean | 'absent';
  readonly list: readonly string[] | undefined;
  /** A filter sends mail for a.example to a relay under Required Verify. */
  readonly relay?: boolean;
}

type Level = 'Preferred' | 'Required' | 'PreferredVerify' | 'RequiredVerify';

const LEVELS = [undefined, 'Preferred', 'Required', 'PreferredVerify', 'RequiredVerify'] as const;
const RESTRICTIONS = [true, false, 'absent'] as const;
const LISTED = 'kept.example';
const DOMAINS: readonly (readonly [DomainClass, string])[] = [
  ['listed', 'kept.example'],
  ['dropped', 'dropped.example'],
  ['added', 'added.example'],
  ['others', ''],
];

const project = ({ level, restrict, list, relay }: State) =>
  orgOf(relay === true ? [`1 B - > ${LISTED}`] : [], {
    restrict,
    ...(level === undefined ? {} : { level }),
    ...(list === undefined ? {} : { list }),
  });

const review = (before: State, after: State): readonly Effect[] => {
  const [was, is] = [project(before), project(after)];
  return effectsOf(was, is, mailClasses(was, is));
};

/** `before > after: direction, harms`; undefined if nothing changes for that domain. */
function effectText(effects: readonly Effect[], domain: string): string | undefined {
  const found = effects.filter(({ patterns }) => (domain === '' ? patterns.length === 0 : patterns.includes(domain)));
  expect(found.length).toBeLessThan(2);
  const [effect] = found;
  if (!effect) return undefined;
  const side = (treatment: Effect['before']): string =>
    [...new Set(treatment.map(({ setting, relay }) => `${relay ? 'relay ' : ''}${setting ?? '?'}`))].sort().join('/');
  return `${side(effect.before)} > ${side(effect.after)}: ${effect.direction}`;
}

// What follows is written from Salesforce's documents (docs/rules, README), without a look at src/review.

/** Which settings mail to a domain may get: `?` for one that is written down nowhere. */
function expected({ level, restrict, list, relay }: State, domain: string): readonly string[] {
  if (relay === true && domain === LISTED) return ['relay RequiredVerify'];
  if (level === 'Preferred') return ['Preferred'];
  const own = level ?? '?';
  if (restrict === false || list?.includes(domain) === true) return [own];
  // Where nothing says whether the box is checked, a list with domains is what Setup shows beside it.
  if (restrict === 'absent') return list === undefined || list.length === 0 ? [own] : ['Preferred'];
  return list === undefined ? [own, 'Preferred'] : ['Preferred'];
}

/** What may go wrong: at a server without TLS (n), at one whose certificate does not verify (u). */
const HARMS: Readonly<Record<Level, readonly string[]>> = {
  Preferred: ['clear n'],
  Required: ['bounce n'],
  PreferredVerify: ['clear n', 'clear u', 'bounce u'],
  RequiredVerify: ['bounce n', 'bounce u'],
};

/** From the row's setting to the column's, for the same domain. */
const STEP: Readonly<Record<Level, Readonly<Record<Level, 'same' | 'better' | 'worse'>>>> = {
  Preferred: { Preferred: 'same', Required: 'worse', PreferredVerify: 'worse', RequiredVerify: 'worse' },
  Required: { Preferred: 'worse', Required: 'same', PreferredVerify: 'worse', RequiredVerify: 'worse' },
  PreferredVerify: { Preferred: 'better', Required: 'worse', PreferredVerify: 'same', RequiredVerify: 'worse' },
  RequiredVerify: { Preferred: 'worse', Required: 'better', PreferredVerify: 'worse', RequiredVerify: 'same' },
};

const isLevel = (text: string): text is Level => text in HARMS;

/** Why more than one setting is possible. */
function open({ level, restrict, list, relay }: State, domain: string): 'list' | '' {
  if (relay === true && domain === LISTED) return '';
  if (level === 'Preferred' || restrict !== true || list !== undefined) return '';
  return 'list';
}

function expectedText(before: State, after: State, domain: string): string | undefined {
  const [was, is] = [expected(before, domain), expected(after, domain)];
  if (was.toSorted().join() === is.toSorted().join()) return undefined;
  return `${was.toSorted().join('/')} > ${is.toSorted().join('/')}: ${expectedDirection(before, after, domain)}`;
}

function expectedDirection(before: State, after: State, domain: string): string {
  const [was, is] = [expected(before, domain), expected(after, domain)];
  const [openBefore, openAfter] = [open(before, domain), open(after, domain)];
  // The org may be as it was where the project merely stops saying so.
  const silent = openAfter === 'list' && before.list !== undefined;
  const told = silent ? [] : is.filter((one) => isLevel(one));
  const hangsOnSetup = openBefore !== '' || openAfter !== '' || was.includes('?') || is.includes('?');
  const toRelay = is[0]?.startsWith('relay') === true;
  if (toRelay || was[0]?.startsWith('relay') === true) {
    const canBounce = (level: string) => level !== 'Preferred';
    const canBeClear = (level: string) => level === 'Preferred' || level === 'PreferredVerify';
    const newHarm = toRelay ? !was.includes('?') && !was.some(canBounce) : told.some(canBeClear);
    return newHarm ? 'worse' : hangsOnSetup ? 'setup' : 'unknown';
  }
  const harmsBefore = was.flatMap((one) => (isLevel(one) ? HARMS[one] : []));
  const isNew = told.some((one) => isLevel(one) && HARMS[one].some((harm) => !harmsBefore.includes(harm)));
  if (isNew && !was.includes('?')) return 'worse';
  const pairs =
    openBefore !== '' && openBefore === openAfter && (before.level === undefined) === (after.level === undefined)
      ? was.map((one, index) => [one, is[index] ?? ''] as const)
      : was.flatMap((one) => is.map((other) => [one, other] as const));
  const steps = pairs.map(([one, other]) =>
    one === other ? 'same' : isLevel(one) && isLevel(other) ? STEP[one][other] : 'open',
  );
  if (steps.includes('open') || steps.includes('worse')) return hangsOnSetup ? 'setup' : 'worse';
  return steps.includes('better') ? 'better' : 'neutral';
}

const states = (lists: readonly (readonly string[] | undefined)[], relay: boolean): readonly State[] =>
  LEVELS.flatMap((level) =>
    RESTRICTIONS.flatMap((restrict) => lists.map((list): State => ({ level, restrict, list, relay }))),
  );

describe('every transition', () => {
  it.each([
    ['without a relay', false, false],
    ['beside a relay', true, true],
    ['to a relay', false, true],
    ['from a relay', true, false],
  ])(
    '%s',
    (_, relayBefore, relayAfter) => {
      let count = 0;
      const wrong: string[] = [];
      for (const before of states([undefined, [], ['kept.example', 'dropped.example']], relayBefore))
        for (const after of states([undefined, [], ['kept.example', 'added.example']], relayAfter)) {
          const effects = review(before, after);
          for (const [, domain] of DOMAINS) {
            const named =
              domain === '' ||
              [before, after].some(({ list }) => list?.includes(domain)) ||
              (domain === LISTED && (relayBefore || relayAfter));
            if (!named) continue;
            count++;
            const [actual, wanted] = [effectText(effects, domain), expectedText(before, after, domain)];
            if (actual !== wanted)
              wrong.push(
                `${JSON.stringify(before)} > ${JSON.stringify(after)} ${domain || 'others'}: ${actual}, not ${wanted}`,
              );
          }
        }
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(count).toBeGreaterThan(4000);
    },
    120_000,
  );
});

/** `Level restriction list`: `Required true kept.example,added.example`; `-` for what is not written down. */
function stateOf(text: string): State {
  const [level = '-', restrict = '-', list = '-', relay] = text.split(' ');
  return {
    level: level === '-' ? undefined : (level as Level),
    restrict: restrict === '-' ? 'absent' : restrict === 'true',
    list: list === '-' ? undefined : list === 'none' ? [] : list.split(',').map((name) => `${name}.example`),
    relay: relay === 'relay',
  };
}

describe('literally', () => {
  it.each<[string, string, Partial<Record<DomainClass, string>>]>([
    // The check box that stops an org's mail.
    ['Required true kept', 'Required false kept', { others: 'Preferred > Required: worse' }],
    ['Required false kept', 'Required true kept', { others: 'Required > Preferred: worse' }],
    ['RequiredVerify true kept', 'RequiredVerify false kept', { others: 'Preferred > RequiredVerify: worse' }],
    ['RequiredVerify false kept', 'RequiredVerify true kept', { others: 'RequiredVerify > Preferred: worse' }],
    ['PreferredVerify true kept', 'PreferredVerify false kept', { others: 'Preferred > PreferredVerify: worse' }],
    ['PreferredVerify false kept', 'PreferredVerify true kept', { others: 'PreferredVerify > Preferred: better' }],
    ['Preferred true kept', 'Preferred false kept', {}],
    ['Preferred false -', 'Preferred true none', {}],
    // The list.
    ['Required true kept', 'Required true kept,added', { added: 'Preferred > Required: worse' }],
    ['Required true kept,dropped', 'Required true kept', { dropped: 'Required > Preferred: worse' }],
    ['RequiredVerify true kept', 'RequiredVerify true kept,added', { added: 'Preferred > RequiredVerify: worse' }],
    [
      'PreferredVerify true kept,dropped',
      'PreferredVerify true kept',
      { dropped: 'PreferredVerify > Preferred: better' },
    ],
    [
      'Required true kept,dropped',
      'Required true kept,added',
      { dropped: 'Required > Preferred: worse', added: 'Preferred > Required: worse' },
    ],
    ['Required false kept,dropped', 'Required false kept,added', {}],
    ['Preferred true kept,dropped', 'Preferred true kept,added', {}],
    ['Required true kept', 'Required true none', { dropped: 'Required > Preferred: worse' }],
    ['Required true none', 'Required true kept', { added: 'Preferred > Required: worse' }],
    // The setting.
    ['Preferred true kept', 'Required true kept', { listed: 'Preferred > Required: worse' }],
    ['Required true kept', 'Preferred true kept', { listed: 'Required > Preferred: worse' }],
    [
      'Preferred false kept',
      'Required false kept',
      { listed: 'Preferred > Required: worse', others: 'Preferred > Required: worse' },
    ],
    ['Required true kept', 'RequiredVerify true kept', { listed: 'Required > RequiredVerify: worse' }],
    ['RequiredVerify true kept', 'Required true kept', { listed: 'RequiredVerify > Required: better' }],
    ['PreferredVerify true kept', 'Required true kept', { listed: 'PreferredVerify > Required: worse' }],
    ['Required true kept', 'PreferredVerify true kept', { listed: 'Required > PreferredVerify: worse' }],
    ['Preferred true kept', 'PreferredVerify true kept', { listed: 'Preferred > PreferredVerify: worse' }],
    ['PreferredVerify true kept', 'Preferred true kept', { listed: 'PreferredVerify > Preferred: better' }],
    // What is written down nowhere.
    ['- false -', '- true -', { others: '? > ?/Preferred: setup' }],
    ['- true -', '- false -', { others: '?/Preferred > ?: setup' }],
    ['- false -', 'Required false -', { others: '? > Required: setup' }],
    ['Required false -', '- false -', { others: 'Required > ?: setup' }],
    [
      '- true -',
      'Required true kept',
      { added: '?/Preferred > Required: setup', others: '?/Preferred > Preferred: setup' },
    ],
    [
      'Required true kept',
      'Required true -',
      { dropped: 'Required > Preferred/Required: setup', others: 'Preferred > Preferred/Required: setup' },
    ],
    // A list that stands beside no check box is what Setup shows beside its own.
    ['Required true kept', 'Required - kept', {}],
    ['Required - kept', 'Required true kept', {}],
    ['Required - kept', 'Required false kept', { others: 'Preferred > Required: worse' }],
    ['Preferred - kept', 'Required - kept', { listed: 'Preferred > Required: worse' }],
    ['RequiredVerify - kept', 'Required - kept', { listed: 'RequiredVerify > Required: better' }],
    ['Required - -', 'Required - kept', { others: 'Required > Preferred: worse' }],
    ['Required - -', 'RequiredVerify - -', { others: 'Required > RequiredVerify: worse' }],
    // Relays: what the record says does not matter to their mail.
    ['Required true kept relay', 'Preferred true kept relay', {}],
    ['Required true kept relay', 'Required false kept relay', { others: 'Preferred > Required: worse' }],
    ['Preferred true kept', 'Preferred true kept relay', { listed: 'Preferred > relay RequiredVerify: worse' }],
    ['Required true kept', 'Required true kept relay', { listed: 'Required > relay RequiredVerify: unknown' }],
    ['Required true kept relay', 'Required true kept', { listed: 'relay RequiredVerify > Required: unknown' }],
    ['Preferred true kept relay', 'Preferred true kept', { listed: 'relay RequiredVerify > Preferred: worse' }],
    ['- true - relay', '- true -', { routed: 'relay RequiredVerify > ?/Preferred: worse' }],
  ])('%s > %s', (before, after, wanted) => {
    const effects = review(stateOf(before), stateOf(after));
    const actual = Object.fromEntries(
      effects.map((effect) => [effect.domains, effectText([effect], effect.patterns[0] ?? '')]),
    );
    expect(actual).toEqual(wanted);
  });
});
