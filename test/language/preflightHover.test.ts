import { describe, expect, it } from 'vitest';
import { offerText, PREFLIGHT_LINKS, runningText, seenText } from '../../src/language/preflightHover.ts';
import type { TargetAt } from '../../src/language/targetAt.ts';
import type { KeptPreflight } from '../../src/preflight/read/parse.ts';

const DOMAIN: TargetAt = {
  target: { kind: 'domain', domain: 'acme.example' },
  range: { start: 0, end: 12 },
  judged: { setting: 'Required', source: 'recorded' },
  notes: [],
};
const relay = (port: number): TargetAt => ({ ...DOMAIN, target: { kind: 'relay', host: 'relay.example', port } });

const NOW = Date.UTC(2026, 10, 23, 14);
const KEPT: KeptPreflight = {
  result: {
    domain: 'acme.example',
    outcomes: {
      Off: ['clear'],
      Preferred: ['tls'],
      Required: ['tls'],
      PreferredVerify: ['tls'],
      RequiredVerify: ['tls'],
    },
    reasons: [],
    mx: [],
    promises: { mtaSts: null, tlsRpt: null, dane: null },
  },
  at: NOW - 60_000,
  trustStore: 'system+mozilla',
  port25: 'open',
};

const linesOf = (markdown: string): readonly string[] => markdown.split('\n\n');

describe('what was not checked', () => {
  it.each([
    [
      'a domain',
      DOMAIN,
      'Asks the DNS about acme.example, connects to its mail servers on port 25 and to its MTA-STS policy host, and to one server each of gmail.com and outlook.com to detect a blocked port. No message is sent.',
      'preflightDomain?%5B%22acme.example%22%5D',
    ],
    [
      'a relay on the port that is often blocked',
      relay(25),
      'Asks the DNS about relay.example and connects to this relay on port 25, and to one server each of gmail.com and outlook.com to detect a blocked port. No message is sent.',
      'preflightRelay?%5B%22relay.example%22%2C25%5D',
    ],
    [
      'a relay on another port',
      relay(587),
      'Asks the DNS about relay.example and connects to this relay on port 587. No message is sent.',
      'preflightRelay?%5B%22relay.example%22%2C587%5D',
    ],
  ])('says what a check contacts: %s', (_, found, contacts, command) => {
    const [links, said, ...more] = linesOf(offerText(found));
    expect(links).toContain(`(command:sfDeliverability.${command})`);
    expect(said).toBe(contacts);
    expect(more).toEqual([]);
  });

  it('shows notes in front of the links', () => {
    expect(linesOf(offerText({ ...DOMAIN, notes: ['A *note*.'] }))[0]).toBe('A &#42;note&#42;.');
  });
});

describe('what is written there', () => {
  it.each<[TargetAt['through'], string]>([
    [
      { kind: 'wildcard', written: '*.acme.example' },
      '`*.acme.example` has no mail servers; this is about acme.example.',
    ],
    [
      { kind: 'filter', active: false },
      'This filter is not active; this is about acme.example, the relay that it names.',
    ],
    [
      { kind: 'filter', active: true },
      'Mail that this filter matches goes through acme.example; this is about that relay.',
    ],
    [
      { kind: 'filter', active: undefined },
      'Mail that this filter matches goes through acme.example; this is about that relay.',
    ],
  ])('stands before the rest: %j', (through, expected) => {
    const found = through ? { ...DOMAIN, through } : DOMAIN;
    const seen = seenText(found, KEPT, { now: NOW, record: 'file:///r.json', again: 'off' });
    for (const text of [offerText(found), runningText(found), seen]) expect(linesOf(text)[0]).toBe(expected);
  });
});

describe('what was seen', () => {
  it.each([
    ['offered', '[Check again](command:sfDeliverability.preflightDomain?%5B%22acme.example%22%5D) | '],
    ['running', 'Checking again… | '],
    ['off', ''],
  ] as const)('ends with the way to more: %s', (again, expected) => {
    const text = seenText(DOMAIN, KEPT, { now: NOW, record: 'file:///r(1).json', again });
    const report = '[Report](command:sfDeliverability.showPreflightReport?%5B%22file%3A%2F%2F%2Fr%281%29.json%22%5D)';
    expect(
      linesOf(text)
        .at(-1)
        ?.replace(/^Checked [^|]* \| /, ''),
    ).toBe(`${expected}${report}`);
  });
});

it('every link is a command that hovers trust', () => {
  const seen = seenText(DOMAIN, KEPT, { now: NOW, record: 'file:///r.json', again: 'offered' });
  const texts = [offerText(DOMAIN), offerText(relay(25)), seen];
  const linked = texts.flatMap((text) =>
    [...text.matchAll(/\(command:([\w.]+)\?/g)].map(([, command = '']) => command),
  );
  expect([...new Set(linked)].sort()).toEqual([...PREFLIGHT_LINKS].sort());
});
