import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms of `src/`, in the order of docs/decisions/0001: a room imports only from rooms before it. */
const rooms = [
  'text',
  'tls',
  'project',
  'rules',
  'preflight',
  'evidence',
  'review',
  'report',
  'lab',
  'sdr',
  'git',
  'cli',
  'editor',
] as const;

/** Files, clock and network come in as parameters at the doors: these rooms know nothing of Node. */
const pureRooms = new Set<string>(['text', 'tls', 'project', 'rules', 'review', 'report']);

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

/** What the editor asks of the network, `preflight/` asks for it. */
const networkGlobals = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'];

const networkModules = ['net', 'tls', 'dns', 'dns/promises', 'http', 'https', 'http2', 'dgram'];
const networkRooms = new Set<string>(['preflight', 'cli', 'lab']);

const roomRules = rooms.map((room, index): Linter.Config => {
  const patterns: { group?: string[]; regex?: string; message: string }[] = [];
  const later = rooms.slice(index + 1).map((name) => `**/${name}/**`);
  if (later.length > 0)
    patterns.push({ group: later, message: `${room}/ imports only from the rooms before it (docs/decisions/0001).` });
  patterns.push({ regex: '/(extension|web|cli)\\.ts$', message: 'Nothing imports a door.' });
  if (room !== 'sdr')
    patterns.push({ regex: '^@salesforce/', message: "Only sdr/ knows Salesforce's own tools (docs/decisions/0011)." });
  if (room !== 'editor') patterns.push({ regex: '^vscode$', message: 'Only editor/ and the doors know VS Code.' });
  if (pureRooms.has(room))
    patterns.push({ regex: '^node:', message: `${room}/ is pure: side effects come in as parameters.` });
  else if (room === 'editor')
    patterns.push({ regex: '^node:', message: 'The workspace may be virtual: files are read through VS Code.' });
  else if (!networkRooms.has(room))
    patterns.push({
      regex: `^node:(${networkModules.join('|')})$`,
      message: 'Only preflight/, cli/ and lab/ touch the network.',
    });
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      ...(pureRooms.has(room) ? { 'no-restricted-globals': ['error', ...impureGlobals] } : {}),
      ...(room === 'editor' ? { 'no-restricted-globals': ['error', ...networkGlobals] } : {}),
    },
  };
});

/** Half a second to load: a static import would make everybody wait who never asks. */
const lazyRoom: Linter.Config = {
  files: ['src/cli/**/*.ts', 'src/editor/**/*.ts', 'src/*.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['**/sdr/**'],
            allowTypeImports: true,
            message: 'sdr/ is a file of its own, loaded by import() when it is needed (docs/decisions/0011).',
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
    files: ['src/web.ts'],
    rules: {
      'no-restricted-globals': ['error', ...networkGlobals],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: 'There is no Node in a browser.' },
            {
              group: ['**/preflight/**', '**/evidence/**', '**/lab/**', '**/git/**', '**/cli/**'],
              message: 'Nor is there a network.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['*.mts', 'scripts/**', 'test/**'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
);
