import { describe, expect, it } from 'vitest';
import type { DomainPreflight } from '../../src/preflight/result.ts';
import { lensTitles, summaryText, type ProjectSummary } from '../../src/language/preflightLens.ts';
import { kindCounts } from '../../src/preflight/report/words.ts';

const NOW = Date.UTC(2026, 10, 23, 14);

const OUTCOMES = ['bounce', 'clear', 'tls', 'unknown'] as const;
const RELAY = 'relay.example:587';

/**
 * @param relays how many of the targets are relays, under settings of their own
 * @param seen the outcomes of each domain that was checked, such as `bounce tls`
 */
function summaryWith(
  total: number,
  relays: number,
  seen: readonly string[],
  more: readonly DomainPreflight[] = [],
): ProjectSummary {
  const results = seen.map((one): DomainPreflight => {
    const outcomes = OUTCOMES.filter((outcome) => one.split(' ').includes(outcome));
    return {
      domain: 'a.example',
      outcomes: {
        Off: ['clear'],
        Preferred: ['tls'],
        Required: outcomes,
        PreferredVerify: ['tls'],
        RequiredVerify: ['bounce'],
      },
      reasons: [],
      mx: [],
      promises: { mtaSts: null, tlsRpt: null, dane: null },
    };
  });
  const newest = seen.length > 0 ? NOW - 7_200_000 : undefined;
  const all = [...results, ...more];
  const counts = kindCounts({
    report: { domains: all },
    setting: 'Required',
    settingSource: 'recorded',
    settingByName: new Map([[RELAY, { setting: 'RequiredVerify', source: 'relay' }]]),
  });
  return { domains: total - relays, relays, counts, alike: relays === 0, checked: all.length, newest };
}

const summary = (total: number, ...seen: readonly string[]): ProjectSummary => summaryWith(total, 0, seen);

/** Mail gets TLS but under Required Verify. */
const relay: DomainPreflight = {
  domain: 'relay.example',
  relayPort: 587,
  outcomes: {
    Off: ['clear'],
    Preferred: ['tls'],
    Required: ['tls'],
    PreferredVerify: ['tls'],
    RequiredVerify: ['bounce'],
  },
  reasons: [],
  mx: [],
  promises: { mtaSts: null, tlsRpt: null, dane: null },
};

describe('what is said of a project', () => {
  it.each([
    [summary(12), '12 domains not checked', undefined],
    [summary(3, 'bounce', 'bounce', 'tls'), '2 of 3 domains would bounce under Required', '2 would bounce'],
    [summary(2, 'tls', 'tls'), 'None of 2 domains would bounce under Required', 'none would bounce'],
    [
      summary(2, 'unknown', 'tls unknown'),
      'None of 2 domains is known to bounce under Required; 2 could not be tested',
      'none known to bounce, 2 not tested',
    ],
    [
      summary(12, 'tls'),
      'None of 12 domains is known to bounce under Required; 11 not checked',
      'none known to bounce, 11 not checked',
    ],
    [
      summary(2, 'tls', 'bounce unknown'),
      'None of 2 domains is known to bounce under Required; 1 might',
      'none known to bounce, 1 might',
    ],
    [summaryWith(2, 1, ['tls'], [relay]), '1 of 1 domain and 1 relay would bounce', '1 would bounce'],
    [
      summaryWith(2, 1, ['tls']),
      'None of 1 domain and 1 relay is known to bounce; 1 not checked',
      'none known to bounce, 1 not checked',
    ],
    [summary(1, 'clear tls'), 'None of 1 domain would bounce under Required', 'none would bounce'],
  ])('never more than was seen', (given, text, lens) => {
    expect(summaryText(given, 'Required')).toBe(text);
    expect(lensTitles(given, NOW, false)[2]?.title).toBe(lens);
  });

  it('tells where checking is off', () => {
    expect(lensTitles(summary(1), NOW, true).map(({ title }) => title)).toEqual(['Preflight 1 domain (off here)']);
    expect(lensTitles(summary(0), NOW, false)).toEqual([]);
  });
});
