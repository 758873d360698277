/** Rows of numbers that grow, each row the counts of one thing. Doubles: a count is right up to 2^53. */
export interface CountRows {
  readonly add: (row: number, column: number) => void;
  readonly get: (row: number, column: number) => number;
  /** Of all rows. */
  readonly sum: (column: number) => number;
}

export function countRows(columns: number): CountRows {
  let counts = new Float64Array(columns * 64);
  return {
    add(row, column) {
      const at = row * columns + column;
      if (at >= counts.length) {
        const more = new Float64Array(Math.max(counts.length * 2, (row + 1) * columns));
        more.set(counts);
        counts = more;
      }
      counts[at] = (counts[at] ?? 0) + 1;
    },
    get: (row, column) => counts[row * columns + column] ?? 0,
    sum(column) {
      let sum = 0;
      for (let at = column; at < counts.length; at += columns) sum += counts[at] ?? 0;
      return sum;
    },
  };
}

/** A date under both readings, in minutes since 1970; `NaN` where there is none. */
interface Readings {
  readonly monthFirst: number;
  readonly dayFirst: number;
}

/** The first and last of each row, under both readings of a date. */
export interface Spans {
  readonly add: (row: number, time: Readings) => void;
  readonly get: (row: number) => Span;
  /** Of all rows. */
  readonly all: () => Span;
}

/** Minutes since 1970; infinite where there is none. */
export interface Span {
  readonly monthFirst: readonly [first: number, last: number];
  readonly dayFirst: readonly [first: number, last: number];
}

const WIDTH = 4;

export function spans(): Spans {
  let values = new Float64Array(0);
  return {
    // The numbers come in their object: one by one, each would be put in a box for the call.
    add(row, { monthFirst, dayFirst }) {
      const at = row * WIDTH;
      if (at >= values.length) values = longer(values, at + WIDTH);
      // A date that the reading does not give is NaN, which is neither smaller nor greater.
      if (monthFirst < (values[at] ?? 0)) values[at] = monthFirst;
      if (monthFirst > (values[at + 1] ?? 0)) values[at + 1] = monthFirst;
      if (dayFirst < (values[at + 2] ?? 0)) values[at + 2] = dayFirst;
      if (dayFirst > (values[at + 3] ?? 0)) values[at + 3] = dayFirst;
    },
    get: (row) => spanAt(values, row * WIDTH),
    all() {
      const all = [Infinity, -Infinity, Infinity, -Infinity];
      for (let at = 0; at < values.length; at++) {
        const pick = at % 2 === 0 ? Math.min : Math.max;
        all[at % WIDTH] = pick(all[at % WIDTH] ?? NaN, values[at] ?? NaN);
      }
      return spanAt(all, 0);
    },
  };
}

const spanAt = (values: ArrayLike<number>, at: number): Span => ({
  monthFirst: [values[at] ?? Infinity, values[at + 1] ?? -Infinity],
  dayFirst: [values[at + 2] ?? Infinity, values[at + 3] ?? -Infinity],
});

function longer(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const more = new Float64Array(Math.max(values.length * 2, least, WIDTH * 64));
  more.set(values);
  for (let at = values.length; at < more.length; at += 2) {
    more[at] = Infinity;
    more[at + 1] = -Infinity;
  }
  return more;
}
