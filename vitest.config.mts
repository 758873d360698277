import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { TEST_PROJECTS } from './test/projects.mts';

export default defineConfig({
  test: {
    // Salesforce's core library logs to the home folder otherwise, as it would in our bundle without its `define`.
    env: { SF_DISABLE_LOG_FILE: 'true' },
    reporters: ['default', './scripts/closingLine.mts'],
    // On a busy machine a test may wait for a processor: only what hangs is to fail.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One fewer would be the default, which on a machine with two processors is one.
    maxWorkers: availableParallelism(),
    projects: TEST_PROJECTS.map(({ name, include, exclude, order }) => ({
      extends: true,
      test: {
        name,
        include: [...include],
        exclude: [...exclude, 'node_modules/**'],
        sequence: { groupOrder: order },
        // Most files are over before a process of their own would have read the program.
        isolate: name !== 'pure',
        ...(name === 'deadlines' ? { maxWorkers: Math.min(2, availableParallelism()) } : {}),
        ...(name === 'browser' ? { globalSetup: ['test/support/fetchBrowser.ts'] } : {}),
      },
    })),
  },
});
