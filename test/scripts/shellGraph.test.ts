import { build, type Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { requireShell } from '../../scripts/shellGraph.mts';

async function graphOf(contents: string): Promise<Metafile> {
  const { metafile } = await build({
    stdin: { contents, sourcefile: 'shell.ts', resolveDir: 'src' },
    outfile: 'shell.js',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    mainFields: ['module', 'main'],
  });
  return metafile;
}

describe('what is loaded on activation', { timeout: 60_000 }, () => {
  test.each([
    [
      'predicates about names',
      "import { isCandidate } from './project/layout/names.ts'; console.log(isCandidate('x'));",
    ],
    ['a path', "import { DEFAULT_RECORD_PATH } from './project/settings/record.ts'; console.log(DEFAULT_RECORD_PATH);"],
  ])('may be %s', async (_, contents) => {
    const graph = await graphOf(contents);
    expect(() => {
      requireShell(graph, 'shell.js');
    }).not.toThrow();
  });

  test('is no parser, and the way to it is named', async () => {
    const graph = await graphOf(
      "import { sourceApiVersion } from './project/layout/apiVersion.ts'; sourceApiVersion('{}');",
    );
    expect(() => {
      requireShell(graph, 'shell.js');
    }).toThrow(
      /^src\/shell\.ts > src\/project\/layout\/apiVersion\.ts > src\/formats\/json\.ts > node_modules\/jsonc-parser\//m,
    );
  });
});
