import { describe, expect, it } from 'vitest';
import { explainBounce } from '../../src/bounce/explain.ts';
import { BOUNCE_TEXTS } from './bounceTexts.ts';

function decides(text: string): string {
  const { decisive } = explainBounce(text);
  if (!decisive) return 'nothing';
  if (decisive.how === 'words') return `words: ${decisive.category}`;
  return decisive.literal ?? (decisive.how === 'general' ? `general: ${decisive.code}` : decisive.code);
}

describe('bounce texts', () => {
  it('are two hundred and more', () => {
    expect(BOUNCE_TEXTS.length).toBeGreaterThanOrEqual(200);
    expect(new Set(BOUNCE_TEXTS.map(({ text }) => text)).size).toBe(BOUNCE_TEXTS.length);
    expect(BOUNCE_TEXTS.filter(({ source }) => source !== 'ours').length).toBeGreaterThan(100);
  });

  it.each(BOUNCE_TEXTS)('$text', ({ text, decides: expected, tls }) => {
    expect({ decides: decides(text).toLowerCase(), tls: explainBounce(text).tls.cause }).toEqual({
      decides: expected.toLowerCase(),
      tls,
    });
  });
});
