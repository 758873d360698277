/** A comparison: how long ours takes against a baseline, and how long it may take. */
export interface Measured {
  readonly name: string;
  readonly baseline: string;
  /** Medians, in this unit; default milliseconds. */
  readonly ours: number;
  readonly base: number;
  readonly unit?: 'ms' | 'MB';
  /** Subtracted from `ours` before comparing, such as the start of a process. */
  readonly allowance?: { readonly name: string; readonly ms: number };
  readonly most: number;
  readonly notes?: readonly string[];
}

/** @returns whether the ratio is met */
export function print({ name, baseline, ours, base, unit = 'ms', allowance, most, notes = [] }: Measured): boolean {
  const ratio = (ours - (allowance?.ms ?? 0)) / base;
  const less = allowance ? ` less ${allowance.ms.toFixed(1)} ms ${allowance.name}` : '';
  console.log(`${name}: ${ratio.toFixed(2)} x ${baseline} (at most ${most}) ${ratio <= most ? 'met' : 'NOT MET'}`);
  console.log(`  ${ours.toFixed(3)} ${unit}${less} against ${base.toFixed(3)} ${unit}`);
  for (const note of notes) console.log(`  ${note}`);
  return ratio <= most;
}

/** Medians of several functions, run in turn so that a slow spell of the machine hits all of them. */
export function medians(rounds: number, ...functions: readonly (() => void)[]): number[] {
  const times = functions.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    functions.forEach((run, index) => {
      const start = performance.now();
      run();
      times[index]?.push(performance.now() - start);
    });
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
