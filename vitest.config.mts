import { defineConfig } from 'vitest/config';

/** Real sockets with real deadlines: these run by themselves, one file at a time, when the processors are free. */
const WITH_DEADLINES = [
  'test/preflight/**/*.test.ts',
  'test/lab/**/*.test.ts',
  'test/enforcement/**/*.test.ts',
  'test/cli/preflight*.test.ts',
  'test/cli/lab*.test.ts',
  'test/**/*.browser.test.ts',
];
const NOT_HERE = ['test/host/**', 'node_modules/**'];

export default defineConfig({
  test: {
    // Salesforce's core library logs to the home folder otherwise, as it would in our bundle without its `define`.
    env: { SF_DISABLE_LOG_FILE: 'true' },
    reporters: ['default', './scripts/closingLine.mts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...NOT_HERE, ...WITH_DEADLINES],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'deadlines',
          include: WITH_DEADLINES,
          exclude: NOT_HERE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
