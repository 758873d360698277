/** What tests came to, scenario by scenario. */
import type { SuiteEvent } from './protocol.mts';
import type { StackReader } from './stack.mts';

/** Of one scenario. Its lines are printed together, since two scenarios run side by side. */
export interface Tally {
  passed: number;
  failed: number;
  readonly withheld: string[];
  readonly lines: string[];
}

export const newTally = (): Tally => ({ passed: 0, failed: 0, withheld: [], lines: [] });

export function addEvent(tally: Tally, event: SuiteEvent, readStack: StackReader): void {
  switch (event.kind) {
    case 'pass':
      tally.passed += 1;
      tally.lines.push(`  ✓ ${event.title} (${event.ms} ms)`);
      break;
    case 'fail':
      addFailure(tally, event.title, readStack(event.error));
      break;
    case 'withheld':
      tally.withheld.push(event.title);
      break;
    case 'note':
      tally.lines.push(`    ${event.text}`);
      break;
    case 'end':
      break;
  }
}

export function addFailure(tally: Tally, title: string, error: string): void {
  tally.failed += 1;
  tally.lines.push(`  ✗ ${title}\n${error.replace(/^/gm, '      ')}`);
}

export function printTally(heading: string, { lines }: Tally): void {
  console.log(['', heading, ...lines].join('\n'));
}

/** Prints the last line of a run, and ends the process. */
export function closeRun(name: string, tallies: readonly Tally[]): never {
  const total = (key: 'passed' | 'failed'): number => tallies.reduce((sum, one) => sum + one[key], 0);
  console.log(`\n${name}: ${total('passed')} passed, ${total('failed')} failed`);
  process.exit(total('failed') > 0 || total('passed') === 0 ? 1 : 0);
}
