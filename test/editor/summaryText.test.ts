import { describe, expect, it } from 'vitest';
import type { DomainPreflight } from '../../src/preflight/result.ts';
import type { ProjectSummary } from '../../src/editor/preflight/scope.ts';
import { countsUnder, lensTitles, summaryText } from '../../src/editor/preflight/summaryText.ts';

const NOW = Date.UTC(2026, 10, 23, 14);

/** @param seen the outcomes of each domain that was checked, such as `bounce tls` */
const summary = (total: number, ...seen: readonly string[]): ProjectSummary => {
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
  return { total, counts: countsUnder(results, 'Required'), checked: seen.length, newest };
};
const OUTCOMES = ['bounce', 'clear', 'tls', 'unknown'] as const;

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
      'None of 2 domains is known to bounce under Required; 1 may',
      'none known to bounce, 1 may',
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
