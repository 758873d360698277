/** Which test file runs in which of vitest's projects; `test/scripts/projects.test.ts` sees to it that each has one. */

export interface TestProject {
  readonly name: 'pure' | 'browser' | 'deadlines';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Projects of the same number run together, those of a higher one after them. */
  readonly order: number;
}

/** Pages of ours in a real Chromium. */
const BROWSER = ['test/**/*.browser.test.ts'];

/**
 * Sockets with deadlines of tenths of a second: these files run when the processors have nothing else to do, two at a time.
 * They cannot meet: the system chooses every port, and each file is a process of its own.
 */
const DEADLINES = [
  'test/preflight/{dns,flaky,hostile,lab,promises,reverse,sharedAddress,smtp}.test.ts',
  'test/lab/{abilities,catalogue,dns,lab,mtaSts,smtp}.test.ts',
  'test/enforcement/{abuse,limits,simulation}.test.ts',
  'test/cli/{labGuide,labServe,labServeRoot,preflight,preflightRelay}.test.ts',
];

/** The suites in VS Code have a runner of their own: `test/host/run.mts`. */
const HOST = ['test/host/**'];

export const TEST_PROJECTS: readonly TestProject[] = [
  { name: 'pure', include: ['test/**/*.test.ts'], exclude: [...HOST, ...BROWSER, ...DEADLINES], order: 0 },
  { name: 'browser', include: BROWSER, exclude: HOST, order: 0 },
  { name: 'deadlines', include: DEADLINES, exclude: [], order: 1 },
];
