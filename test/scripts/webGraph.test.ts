import { build, type Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { requireOffline } from '../../scripts/webGraph.mts';

async function graphOf(entry: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    external: ['vscode'],
    mainFields: ['module', 'main'],
  });
  return metafile;
}

describe('what the web build is made of', { timeout: 60_000 }, () => {
  test('needs neither Node nor a network', async () => {
    const graph = await graphOf('src/web.ts');
    expect(Object.keys(graph.inputs)).toContain('src/rules/lint.ts');
    expect(() => {
      requireOffline(graph);
    }).not.toThrow();
  });

  test.each([
    ['src/cli/commands/preflight.ts', /^src\/cli\/commands\/preflight\.ts imports src\/cli\//m],
    ['src/preflight/probe/smtp.ts', /^src\/preflight\/probe\/\w+\.ts imports node:\w+$/m],
  ])('would be refused if %s were in it', async (entry, importer) => {
    const graph = await graphOf(entry);
    expect(() => {
      requireOffline(graph);
    }).toThrow(importer);
  });
});
