import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { bundleName, bundles, capitalized } from '../../scripts/bundles.mts';
import { importGraph } from '../../scripts/importGraph.mts';
import { lazyModules } from '../../scripts/lazyPackages.mts';
import { PROJECT_ROOT } from '../support/cli.ts';

const found = [...bundles(PROJECT_ROOT)];
const modules = importGraph(path.join(PROJECT_ROOT, 'src'));

interface Importer {
  readonly file: string;
  readonly kind: 'value' | 'dynamic';
}

/** Who imports a module, by whatever is not gone after compilation. */
const importersOf = (entry: string): readonly Importer[] =>
  modules.flatMap(({ file, imports }) =>
    imports.flatMap(({ of, kind }) => (`src/${of}` === entry && kind !== 'type' ? { file: `src/${file}`, kind } : [])),
  );

const lazyOf = (entry: string): string => path.posix.join(path.posix.dirname(entry), 'lazy.ts');

/** Called at once: a stand-in reads the bundle then. */
const calledAtOnce = found.flatMap(([entry]) => (importersOf(entry).some(({ kind }) => kind === 'value') ? entry : []));
const imported = found.flatMap(([entry]) => (calledAtOnce.includes(entry) ? [] : entry));

const textOf = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');

describe('the name of a bundle', () => {
  it.each([
    ['src/sdr/bundle.ts', 'sdr'],
    ['src/emailLog/read/bundle.ts', 'emailLogRead'],
    ['src/editor/preflight/panel/bundle.ts', 'editorPreflightPanel'],
  ])('of %s is %s', (entry, name) => {
    expect(bundleName(entry)).toBe(name);
  });

  it('is that of no other file of dist/', () => {
    const names = ['extension.js', 'cli.js', 'web.js', 'reportPage.js', ...found.map(([, file]) => file)];
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('a bundle.ts', () => {
  it.each(found)('holds nothing but names of other modules: %s', (entry) => {
    const { statements } = ts.createSourceFile(entry, textOf(entry), ts.ScriptTarget.ESNext);
    const others = statements.filter(
      (one) =>
        !(
          ts.isExportDeclaration(one) &&
          one.moduleSpecifier &&
          one.exportClause &&
          ts.isNamedExports(one.exportClause)
        ),
    );
    expect(statements.length).toBeGreaterThan(0);
    expect(others.map(({ kind }) => ts.SyntaxKind[kind])).toEqual([]);
  });

  it.each(imported)('is loaded by the lazy.ts beside it alone: %s', (entry) => {
    const name = `load${capitalized(bundleName(entry))}`;
    expect(importersOf(entry)).toEqual([{ file: lazyOf(entry), kind: 'dynamic' }]);
    expect(textOf(lazyOf(entry))).toContain(
      `\nexport const ${name} = (): Promise<typeof bundle> => import('./bundle.ts');\n`,
    );
  });

  it.each(calledAtOnce)('whose functions are called at once is loaded in no other way: %s', async (entry) => {
    const kinds = importersOf(entry).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(['value']);
    // The stand-in knows functions alone.
    const { default: none, ...exported } = (await import(path.join(PROJECT_ROOT, entry))) as Record<string, unknown>;
    expect(none).toBeUndefined();
    expect(Object.values(exported).map((one) => typeof one)).toEqual(Object.keys(exported).map(() => 'function'));
  });

  it('is all that is loaded by import()', () => {
    const others = modules.flatMap(({ file, imports }) =>
      imports.flatMap(({ of, kind }) =>
        kind === 'dynamic' &&
        !(path.posix.basename(file) === 'lazy.ts' && found.some(([entry]) => entry === `src/${of}`))
          ? `${file} > ${of}`
          : [],
      ),
    );
    expect(others).toEqual([]);
  });

  it('is there for every lazy.ts', () => {
    const lazy = modules.flatMap(({ file }) => (path.posix.basename(file) === 'lazy.ts' ? `src/${file}` : []));
    expect(lazy.sort()).toEqual(imported.map(lazyOf).sort());
  });
});

describe('in the bundle of another', () => {
  const bundled = async (entry: string): Promise<{ readonly text: string; readonly inputs: readonly string[] }> => {
    const { outputFiles, metafile } = await build({
      entryPoints: [entry],
      absWorkingDir: PROJECT_ROOT,
      outfile: 'one.js',
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      plugins: [lazyModules(bundles(PROJECT_ROOT))],
    });
    return { text: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
  };

  it('import() reads the file', async () => {
    const { text, inputs } = await bundled('src/sdr/lazy.ts');
    expect(text).toContain('import("./sdr.js")');
    expect(inputs).toEqual(['src/sdr/lazy.ts']);
  });

  it('a function that is called at once reads the file then', async () => {
    const { text, inputs } = await bundled('src/rules/preflight-bounces.ts');
    expect(text).toContain('require("./rulesPreflight.js")');
    expect(text).toContain('reportPreflights = (...args) => real().reportPreflights(...args)');
    expect(inputs).not.toContain('src/rules/preflight/findings.ts');
  });
});
