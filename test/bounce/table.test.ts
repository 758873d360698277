import { describe, expect, it } from 'vitest';
import { explainBounce, type BounceExplanation } from '../../src/bounce/explain.ts';
import { ACTORS, BOUNCE_CATEGORIES, type BounceCode } from '../../src/bounce/model.ts';
import { BOUNCE_CODES, BOUNCE_SOURCES } from '../../src/bounce/table.ts';

describe('the table of codes', () => {
  it('is whole', () => {
    expect(BOUNCE_CODES).toHaveLength(414);
    expect(BOUNCE_CODES.filter(({ fromMemory }) => fromMemory)).toHaveLength(62);
  });

  it.each(BOUNCE_CODES.map((row, index) => [index, row] as const))('row %i is complete', (_, row) => {
    expect(row.meaning).toMatch(/^\S.*\S$/);
    expect(row.todo).toMatch(/^[A-Z].*\.$/);
    expect(BOUNCE_SOURCES[row.source]).toMatch(/\S/);
    expect(BOUNCE_CATEGORIES).toContain(row.category);
    expect(row.who.length).toBeGreaterThan(0);
    for (const who of row.who) expect(ACTORS).toContain(who);
    expect(row.code).toMatch(
      /^(?:[2-5]\d\d|[245X]\.[\dX]{1,3}\.[\dX]{1,3}|[2-5]\d\d [245]\.\d{1,3}\.\d{1,3}|5xx|stage \d+|\d{4}|Bounce(?:Category|Type)ID=\d|hard|soft|\(any\))$/,
    );
  });

  it('holds no row twice', () => {
    const keys = BOUNCE_CODES.map(({ code, kind, literal, meaning }) => [code, kind, literal, meaning].join('|'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('never says that nobody is to act where TLS is the cause', () => {
    const idle = BOUNCE_CODES.filter(({ tls, who }) => tls === 'yes' && who[0] === 'nobody');
    expect(idle.map(({ meaning }) => meaning)).toEqual(['sender short of memory while preparing TLS']);
  });
});

/** What somebody would hand over who has met that row. */
function inputFor({ code, kind, literal }: BounceCode): string {
  const concrete = code.replace(/^X\.(?=\d)/, code === 'X.1.5' || code === 'X.3.6' ? '2.' : '5.');
  if (literal !== undefined) {
    const words = /^(?:stage|\(any|5xx)/.test(code) ? '' : `${concrete} `;
    return `${code === '5xx' ? '550 ' : words}${literal.replace(/^550 (?=\[internal\])/, '')}`;
  }
  if (kind === 'enhanced-status' && code.endsWith('.X.X')) return code.replace('.X.X', '.7.999');
  return code === 'X.X.X' ? '5.7.999' : concrete;
}

const all = ({ decisive, others }: BounceExplanation) => (decisive ? [decisive, ...others] : others);

describe('every row is reached', () => {
  it.each(BOUNCE_CODES.map((row) => [row.code, row.literal ?? row.meaning, row] as const))('%s %s', (_, _text, row) => {
    const input = row.literal?.startsWith('550 [internal]') ? `${row.literal} text` : inputFor(row);
    const found = all(explainBounce(input)).filter(
      (one) =>
        one.code === row.code && one.kind === row.kind && one.meaning === row.meaning && one.literal === row.literal,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      tls: row.tls,
      source: BOUNCE_SOURCES[row.source],
      fromMemory: row.fromMemory ?? false,
    });
    // An exact text decides whatever code stands beside it; stages are no cause, and "time was up" is none.
    if (row.literal !== undefined && !row.code.startsWith('stage'))
      expect(explainBounce(input).decisive).toMatchObject({ literal: row.literal, code: row.code });
  });
});
