import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorText, evidenceText, transcript } from '../../src/preflight/probe/untrustedText.ts';

describe('text of strangers', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['250 mail.example.com', '250 mail.example.com'],
    ['Grüße, 日本 🎉', 'Grüße, 日本 🎉'],
    ['\u001b[31mred\u0007', String.raw`\x1b[31mred\x07`],
    ['a\r\nb\tc\0', String.raw`a\x0d\x0ab\x09c\x00`],
    ['\u202egnp.exe', String.raw`\u{202e}gnp.exe`],
    ['zero\u200bwidth \ufeff', String.raw`zero\u{200b}width \u{feff}`],
    ['\u2028', String.raw`\u{2028}`],
    ['\u{e0041}', String.raw`\u{e0041}`],
    ['half \ud83c', String.raw`half \u{d83c}`],
    ['\u009b31m', String.raw`\x9b31m`],
  ];
  for (const [raw, shown] of CASES)
    it(JSON.stringify(raw), () => {
      expect(evidenceText(raw)).toBe(shown);
    });

  it('is cut, also where the escapes are what makes it long', () => {
    expect(evidenceText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
    expect(evidenceText('\0'.repeat(300))).toHaveLength(301);
    expect(evidenceText('🎉🎉', 3)).toBe('🎉…');
  });

  it('never holds a control or an invisible character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(evidenceText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('errors', () => {
  it('are shown with their code, once', () => {
    expect(errorText(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toBe('read ECONNRESET');
    expect(errorText(Object.assign(new Error('went\naway'), { code: 'EPIPE' }))).toBe(String.raw`EPIPE: went\x0aaway`);
    expect(errorText('text')).toBe('text');
  });
});

describe('a transcript', () => {
  it('is bounded', () => {
    const log = transcript();
    for (let line = 0; line < 1000; line++) log.add('server', `250-${line}`);
    expect(log.lines).toHaveLength(61);
    expect(log.lines.at(-1)).toEqual({ from: 'note', text: '…' });
  });
});
