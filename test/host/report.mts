/** Prints tests as they end, and counts them. */
import type { SuiteEvent } from './protocol.mts';
import type { StackReader } from './stack.mts';

export class Tally {
  passed = 0;
  failed = 0;
  readonly withheld: string[] = [];

  add(event: SuiteEvent, readStack: StackReader): void {
    switch (event.kind) {
      case 'pass':
        this.passed += 1;
        console.log(`  ✓ ${event.title} (${event.ms} ms)`);
        break;
      case 'fail':
        this.fail(event.title, readStack(event.error));
        break;
      case 'withheld':
        this.withheld.push(event.title);
        break;
      case 'note':
        console.log(`    ${event.text}`);
        break;
      case 'end':
        break;
    }
  }

  fail(title: string, error: string): void {
    this.failed += 1;
    console.log(`  ✗ ${title}\n${error.replace(/^/gm, '      ')}`);
  }

  /** The last line of a run. */
  close(name: string): never {
    console.log(`${name}: ${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed > 0 || this.passed === 0 ? 1 : 0);
  }
}
