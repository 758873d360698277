import { describe, expect, it } from 'vitest';
import { bounceHoverText, explained, namesBounce } from '../../src/language/bounceText.ts';

const LINE = 'to=<x@acme.example>, relay=mx.acme.example, dsn=4.7.5, status=deferred';

describe('a bounce', () => {
  it('is explained where the mouse is, and nowhere else', async () => {
    const found = await bounceHoverText(LINE, LINE.indexOf('4.7.5') + 2, false);
    expect(found && LINE.slice(found.range.start, found.range.end)).toBe('4.7.5');
    expect(found?.markdown).toContain('4.7.5');
    expect(await bounceHoverText(LINE, 0, false)).toBeUndefined();
  });

  it('is explained as a whole', async () => {
    expect(await explained('550 5.1.1 User unknown')).toContain('5.1.1');
  });

  it.each([
    [LINE, true],
    ['a line of nothing', false],
  ])('is in %j: %s', async (line, expected) => {
    expect(await namesBounce(line)).toBe(expected);
  });
});
