import { describe, expect, it } from 'vitest';
import { explainBounce, findBounceCodes } from '../../src/bounce/explain.ts';
import { ACTORS } from '../../src/bounce/model.ts';
import { bounceMarkdown, bounceMatchMarkdown } from '../../src/bounce/report/markdown.ts';
import { nextSteps, tlsSentence, whoText } from '../../src/bounce/report/words.ts';
import { BOUNCE_TEXTS } from './bounceTexts.ts';

describe('a hover', () => {
  it.each([
    [
      '451 4.7.5 [internal] TLS negotiation failed',
      '**&#91;internal&#93; TLS negotiation failed**',
      'TLS is the cause.',
    ],
    ['4.7.5', '**4.7.5** Cryptographic failure', 'TLS may be the cause.'],
    ['576', '_Note: not verified: no source was found for this._', 'TLS may be the cause.'],
    ['5.7.999', '_Note: general meaning of such codes', 'TLS may be the cause.'],
  ])('over %s', (line, ...expected) => {
    const shown = findBounceCodes(line).map(bounceMatchMarkdown);
    for (const words of expected) expect(shown.join('\n')).toContain(words);
  });
});

describe('every bounce text', () => {
  it.each(BOUNCE_TEXTS)('$text', ({ text, tls }) => {
    const found = explainBounce(text);
    const sentence = tlsSentence(found);
    expect(sentence).toMatch(/^(?:TLS|It is unknown whether TLS) .*[^.]\.$/);
    expect(sentence.startsWith('TLS is the cause')).toBe(tls === 'yes');
    expect(sentence.startsWith('TLS is not the cause')).toBe(tls === 'no');
    const steps = nextSteps(found);
    expect(steps.length).toBeGreaterThan(0);
    expect(new Set(steps).size).toBe(steps.length);
    for (const words of [sentence, ...steps]) expect(words).not.toMatch(/undefined|\bplease\b|!/i);
    expect(bounceMarkdown(found)).not.toMatch(/undefined|\]\(/);
  });
});

it('there are words for everybody and everything', () => {
  for (const actor of ACTORS) expect(whoText([actor])).toMatch(/\S/);
  expect(whoText(['receiver', 'admin'])).toBe(
    "the mail administrator of the recipient's domain; else you (Salesforce admin)",
  );
});
