import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoded, trimmedRange, verbatim } from '../../src/text/decoded.ts';
import { applyEdits, compatible, insert, remove, replace } from '../../src/text/edit.ts';
import { indentAt, newlineOf, wholeLines } from '../../src/text/lines.ts';
import { printable } from '../../src/text/printable.ts';
import { sourceText } from '../../src/text/source.ts';

describe('positions', () => {
  it.each([
    ['', 0, 0, 0],
    ['a\nb', 2, 1, 0],
    ['a\r\nb', 3, 1, 0],
    ['a\rb', 2, 1, 0],
    ['a\r\nb', 2, 0, 2],
    ['😀x', 2, 0, 2],
    ['a\n', 2, 1, 0],
    ['a', 99, 0, 1],
  ])('%j at %i is line %i, character %i', (text, offset, line, character) => {
    expect(sourceText('f', text).positionAt(offset)).toEqual({ line, character });
  });

  it('has lines without their ends', () => {
    const source = sourceText('f', 'a\r\nb\rc\n');
    expect([0, 1, 2, 3, 4].map((line) => source.lineAt(line))).toEqual(['a', 'b', 'c', '', '']);
  });
});

describe('edits', () => {
  it('apply to the text as it was', () => {
    const edits = [replace({ start: 4, end: 5 }, 'E'), insert(0, '>'), remove({ start: 1, end: 3 })];
    expect(applyEdits('abcdef', edits)).toBe('>adEf');
  });

  it.each([
    [[remove({ start: 0, end: 2 }), remove({ start: 1, end: 3 })]],
    [[remove({ start: 2, end: 9 })]],
    [[remove({ start: 2, end: 1 })]],
  ])('refuse %j', (edits) => {
    expect(() => applyEdits('abc', edits)).toThrow(RangeError);
  });

  it.each([
    [0, 1, 1, 2, true],
    [0, 2, 1, 3, false],
    [1, 1, 1, 1, false],
    [0, 1, 5, 6, true],
    [0, 5, 2, 3, false],
  ])('[%i,%i) and [%i,%i) are compatible: %s', (a, b, c, d, expected) => {
    expect(compatible([remove({ start: a, end: b })], [remove({ start: c, end: d })])).toBe(expected);
  });

  it('that are compatible apply together', () => {
    const range = fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const [x, y] = [replace(a, 'x'), replace(b, 'y')];
        fc.pre(compatible([x], [y]));
        applyEdits('.'.repeat(20), [x, y]);
      }),
      { seed: 1 },
    );
  });
});

describe('lines', () => {
  it.each([
    ['a\r\nb', '\r\n'],
    ['a\nb\r\n', '\n'],
    ['a', '\n'],
    ['a\rb', '\r'],
  ])('the line end of %j is %j', (text, expected) => {
    expect(newlineOf(text)).toBe(expected);
  });

  it.each([
    ['a\n  b\nc', 4, 5, 'a\nc'],
    ['a\r\n  b\r\nc', 5, 6, 'a\r\nc'],
    ['a b c', 2, 3, 'a  c'],
    ['a\n  b', 4, 5, 'a'],
    ['a\r\n  b', 5, 6, 'a'],
    ['  b\nc', 2, 3, 'c'],
    ['b', 0, 1, ''],
    ['a\n  b x\n', 4, 5, 'a\n   x\n'],
  ])('removing from %j the range %i to %i leaves %j', (text, start, end, expected) => {
    expect(applyEdits(text, [remove(wholeLines(text, { start, end }))])).toBe(expected);
  });

  it('knows the indent', () => {
    expect(indentAt('a\n\t b', 4)).toBe('\t ');
    expect(indentAt('a\n\t b', 0)).toBe('');
  });
});

describe('decoded text', () => {
  it('points into the source', () => {
    // a&amp;b
    const text = decoded(
      [
        { value: 'a', source: { start: 10, end: 11 } },
        { value: '&', source: { start: 11, end: 16 } },
        { value: 'b', source: { start: 16, end: 17 } },
      ],
      { start: 10, end: 17 },
    );
    expect(text.value).toBe('a&b');
    expect(text.sourceRange(1, 2)).toEqual({ start: 11, end: 16 });
    expect(text.sourceRange(2, 3)).toEqual({ start: 16, end: 17 });
    expect(text.sourceRange(3, 3)).toEqual({ start: 17, end: 17 });
  });

  it.each([
    [' a ', { start: 6, end: 7 }],
    ['', { start: 5, end: 5 }],
    ['  ', { start: 7, end: 7 }],
  ])('%j without blanks is at %j', (text, expected) => {
    expect(trimmedRange(verbatim(text, 5))).toEqual(expected);
  });
});

describe('printable', () => {
  it.each([
    ['plain ünïcode', 'plain ünïcode'],
    ['Grüße, 日本 🎉', 'Grüße, 日本 🎉'],
    ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
    ['a\r\nb\tc\0', 'a b c\\x00'],
    ['\u202Eevil', '\\u{202e}evil'],
    ['zero\u200bwidth \ufeff', 'zero\\u{200b}width \\u{feff}'],
    ['\u2028', '\\u{2028}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['half \ud83c', 'half \\u{d83c}'],
    ['a\u0000\u009b', 'a\\x00\\x9b'],
  ])('%j is shown as %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('never holds a control or an invisible character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        // What was escaped once can be escaped again: each report does.
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
});
