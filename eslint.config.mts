import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { NODE_FOLDERS } from './scripts/rooms.mts';
import { roomsRule } from './scripts/roomsRule.mts';

/** Side effects that need no import. */
const impureGlobals = [
  'fetch',
  'process',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'WebSocket',
  'console',
];

/** What the editor asks of the network, `preflight/probe/` asks for it. */
const networkGlobals = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'];

/** Who may import what is in `scripts/rooms.mts`; what needs no import is here. */
const roomRules: Linter.Config[] = [
  {
    files: ['src/**/*.ts'],
    plugins: { rooms: { rules: { order: roomsRule } } },
    rules: { 'rooms/order': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...NODE_FOLDERS.map((folder) => `src/${folder}/**`), 'src/editor/**', 'src/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...impureGlobals] },
  },
  {
    files: ['src/editor/**/*.ts', 'src/web.ts'],
    rules: { 'no-restricted-globals': ['error', ...networkGlobals] },
  },
];

/** Half a second to load: a static import would make everybody wait who never asks. */
const lazyRoom: Linter.Config = {
  files: ['src/cli/**/*.ts', 'src/editor/**/*.ts', 'src/*.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['**/sdr/**', '!**/sdr/lazy.ts'],
            allowTypeImports: true,
            message: 'sdr/ is a file of its own, loaded through its lazy.ts when it is needed (docs/decisions/0011).',
          },
        ],
      },
    ],
  },
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.vscode-test/', 'test/fixtures/', 'samples/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...roomRules,
  lazyRoom,
  {
    files: ['*.mts', 'scripts/**', 'test/**'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
);
