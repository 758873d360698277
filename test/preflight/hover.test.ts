import { describe, expect, it } from 'vitest';
import type { DomainPreflight } from '../../src/preflight/result.ts';
import { preflightHover } from '../../src/preflight/report/hover.ts';
import { domainOutcomes } from '../../src/mail/outcome.ts';
import { timeText, ageText } from '../../src/output/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('an age', () => {
  it.each([
    [-5 * MINUTE, 'just now'],
    [0, 'just now'],
    [59_999, 'just now'],
    [MINUTE, '1 min ago'],
    [HOUR - 1, '59 min ago'],
    [HOUR, '1 h ago'],
    [47.9 * HOUR, '47 h ago'],
    [48 * HOUR, '2 days ago'],
  ])('of %d ms is "%s"', (age, text) => {
    expect(ageText(1_000_000_000_000, 1_000_000_000_000 + age)).toBe(text);
  });

  it('has a time that stays true', () => {
    expect(timeText(Date.parse('2026-11-23T14:05:59Z'))).toBe('2026-11-23 14:05 UTC');
  });
});

describe('the hover of a result', () => {
  const hostile: DomainPreflight = {
    domain: 'acme.example',
    outcomes: domainOutcomes(['none', 'verified']),
    reasons: ['starttls-not-supported'],
    mx: [
      {
        host: 'mx`[x](command:evil).example',
        preference: 10,
        implicit: false,
        probes: [
          {
            address: '192.0.2.1',
            reasons: ['starttls-not-supported'],
            verdict: 'none',
            tls: null,
            stages: [
              { stage: 'starttls', status: 'failed', ms: 1, detail: '502 [click](command:evil) <img src=x> | `code`' },
            ],
            transcript: [],
          },
        ],
      },
    ],
    promises: { mtaSts: null, tlsRpt: null, dane: null },
  };
  const kept = { result: hostile, at: 0, trustStore: 'system', port25: 'open' as const, from: 'a](command:evil).json' };

  it('makes neither links nor markup of what servers say', () => {
    const text = preflightHover(kept, { setting: 'Required', source: 'recorded' }, HOUR, [
      '[Check again](command:ours)',
    ]);
    expect(text.match(/\]\(/g)).toHaveLength(2);
    // One is ours; the other stands in a code span, where nothing is markup.
    expect(text).toContain("`mx'[x](command:evil).example`");
    expect(text).toContain('[Check again](command:ours)');
    expect(text).not.toMatch(/<img|[^`]`code/);
  });

  it('shows Off for relays only', () => {
    const judged = { setting: 'Required', source: 'default' } as const;
    expect(preflightHover(kept, judged, 0, [])).toContain(
      '| Required | Preferred | Preferred Verify | Required Verify |',
    );
    const relay = { ...kept, result: { ...hostile, relayPort: 587 } };
    const text = preflightHover(relay, judged, 0, []);
    expect(text).toContain('| Required | Off | Preferred | Preferred Verify | Required Verify |');
    expect(text).toContain('acme.example:587');
    expect(text).toContain('under Required (assumed: the project has no TLS setting)');
  });

  it('names no more servers than fit', () => {
    const [mx] = hostile.mx;
    const many = { ...hostile, mx: Array.from({ length: 12 }, () => mx ?? []).flat() };
    const text = preflightHover({ ...kept, result: many }, { setting: 'Required', source: 'recorded' }, 0, []);
    expect(text.match(/^- /gm)).toHaveLength(8);
    expect(text).toContain('- 5 more in the report');
  });
});
