import type { Reporter, TestModule } from 'vitest/node';

/** Prints `unit: N passed, N failed` at the end, which CI reads in any language. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((one) => one === state).length;
    const skipped = count('skipped');
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    console.log(
      `unit: ${count('passed')} passed, ${count('failed') + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    );
  }
}
