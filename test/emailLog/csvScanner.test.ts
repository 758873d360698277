import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvScanner, fieldText, type CsvOptions } from '../../src/emailLog/read/csvScanner.ts';

interface Read {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly faults: readonly string[];
}

function read(text: string | Uint8Array, options: CsvOptions = {}, piece = Infinity): Read {
  const rows: string[][] = [];
  const lines: number[] = [];
  const faults: string[] = [];
  const scanner = csvScanner(
    {
      row: (row) => {
        rows.push(Array.from({ length: row.count }, (_, index) => fieldText(row, index)));
        lines.push(row.line);
      },
      fault: (fault, line) => faults.push(`${line}: ${fault}`),
    },
    options,
  );
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += piece) scanner.push(bytes.subarray(at, at + piece));
  scanner.end();
  return { rows, lines, faults };
}

const DELIMITERS = [',', ';', '\t'] as const;

describe('reads', () => {
  it.each<[string, string, readonly (readonly string[])[]]>([
    ['plain rows', 'a,b\nc,d\n', [['a', 'b'], ['c', 'd']]], // prettier-ignore
    ['CRLF and CR', 'a,b\r\nc,d\re,f', [['a', 'b'], ['c', 'd'], ['e', 'f']]], // prettier-ignore
    ['quotes, delimiters and line ends in quotes', '"a,b","c""d","e\r\nf"\n', [['a,b', 'c"d', 'e\r\nf']]],
    ['empty fields', ',,\n"",\n', [['', '', ''], ['', '']]], // prettier-ignore
    ['no line end at the end', 'a,"b"', [['a', 'b']]],
    ['rows of different lengths', 'a\nb,c,d\n', [['a'], ['b', 'c', 'd']]], // prettier-ignore
    ['no empty lines', '\n\r\na\n\n\nb\n', [['a'], ['b']]],
    ['a quote in the middle as itself', 'a"b,c\n', [['a"b', 'c']]],
    ['quotes in quotes that nobody doubled', '"say "x" now",b\n', [['say "x" now', 'b']]],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toMatchObject({ rows: expected, faults: [] });
  });

  it('the line of each row, line ends in quotes included', () => {
    expect(read('a\n"b\nb\nb",x\r\nc\n\nd').lines).toEqual([1, 2, 5, 7]);
  });

  it('bytes that are no UTF-8', () => {
    expect(read(Uint8Array.of(97, 0xff, 44, 0xc3, 10)).rows).toEqual([['a\uFFFD', '\uFFFD']]);
  });
});

const field = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', ' ', '\n', '\r', 'é', '😀', '-', '.'), maxLength: 8 }),
);

/** As a program writes it: quoted where it must be, and sometimes where it need not. */
function written(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string, last: boolean): string {
  const cell = (text: string): string =>
    /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter) || text.length % 3 === 0
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const text = rows.map((row) => row.map(cell).join(delimiter)).join(lineEnd);
  return last ? text + lineEnd : text;
}

const table = fc.array(fc.array(field, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 12 });
const shape = fc.record({
  rows: table,
  delimiter: fc.constantFrom(...DELIMITERS),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  last: fc.boolean(),
  piece: fc.integer({ min: 1, max: 50 }),
  windowBytes: fc.integer({ min: 1, max: 300 }),
});

describe('is equal to csv-parse', () => {
  it('on whatever a program writes, however it comes in pieces', () => {
    fc.assert(
      fc.property(shape, ({ rows, delimiter, lineEnd, last, piece, windowBytes }) => {
        const text = written(rows, delimiter, lineEnd, last);
        const expected = parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\n', '\r\n'] });
        expect(expected).toEqual(rows);
        expect(read(text, { delimiter, windowBytes, mostRowBytes: 1000 }, piece)).toMatchObject({
          rows: expected,
          faults: [],
        });
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('on any text, as far as that takes it at all', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '.', 'é'), maxLength: 40 }), (text) => {
        let expected: string[][];
        try {
          expected = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' });
        } catch {
          return;
        }
        compared++;
        expect(read(text).rows).toEqual(expected.filter((row) => row.length > 1 || row[0] !== ''));
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(500);
  }, 60_000);
});

describe('a hostile file', () => {
  it('gives the same in any pieces', () => {
    fc.assert(
      fc.property(
        fc
          .uint8Array({ maxLength: 400 })
          .map((bytes) => bytes.map((byte) => [34, 44, 10, 13, 97, 98, 255][byte % 7] ?? 0)),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (bytes, piece, windowBytes) => {
          // A window that holds everything is the plain case.
          const whole = read(bytes, { mostRowBytes: 500 });
          expect(read(bytes, { mostRowBytes: 500, windowBytes }, piece)).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('loses one line to a quote that is never closed', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `row,${index}`);
    const text = ['first,1', '"never,closed', ...rows].join('\n');
    const { rows: found, faults, lines } = read(text, { mostRowBytes: 200, windowBytes: 100 });
    expect(faults).toEqual(['2: quote-not-closed']);
    expect(found).toHaveLength(1001);
    expect(lines.at(-1)).toBe(1002);
  });

  it('loses one row to a row that is too long, and keeps the lines right', () => {
    const long = 'x'.repeat(1000);
    const text = `a,b\n${long}\r\nc,d\n${long}`;
    const { rows, faults, lines } = read(text, { mostRowBytes: 300, windowBytes: 400 });
    expect(faults).toEqual(['2: too-long', '4: too-long']);
    expect(rows).toEqual([['a', 'b'], ['c', 'd']]); // prettier-ignore
    expect(lines).toEqual([1, 3]);
  });

  it('of a hundred thousand stray quotes is read once, not once for each', () => {
    let rows = 0;
    const faults: string[] = [];
    const scanner = csvScanner({ row: () => rows++, fault: (fault) => faults.push(fault) });
    // Searching anew from each quote to the end of the longest row would take minutes.
    scanner.push(new TextEncoder().encode(',"x\n'.repeat(100_000)));
    scanner.end();
    expect(rows + faults.length).toBe(100_000);
    expect(faults.length).toBeLessThan(10);
  });

  it('of a row with a million fields is one row', () => {
    const { rows } = read(`${','.repeat(60_000)}\na,b\n`);
    expect(rows.map((row) => row.length)).toEqual([60_001, 2]);
  });
});
