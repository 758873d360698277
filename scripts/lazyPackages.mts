import path from 'node:path';
import type { BuildOptions, Plugin, PluginBuild } from 'esbuild';

/** What the source imports of a package: named functions, or `default` for a function or an object of functions. */
export type LazyPackages = Readonly<Record<string, readonly string[]>>;

/**
 * Keeps packages out of a bundle: each becomes a file of its own beside it, read on first use. The source keeps its
 * plain imports; in the bundle a stand-in requires the file then. Most of the time to load a bundle goes into compiling
 * it, so evaluating a package later would not be enough.
 */
export function lazyPackages(packages: LazyPackages): Plugin {
  return {
    name: 'lazy-packages',
    setup(build) {
      const names = new RegExp(`^(${Object.keys(packages).join('|')})$`);
      // What a package imports of another one is its own affair: it may need more than we do.
      build.onResolve({ filter: names }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]/.test(importer) ? undefined : { path, namespace: 'lazy' },
      );
      build.onResolve({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
        contents: standIn(fileName(path), packages[path] ?? []),
      }));
    },
  };
}

/** The bundles that the stand-ins ask for. */
export const lazyBundles = (packages: LazyPackages, shared: BuildOptions, folder: string): BuildOptions[] =>
  Object.keys(packages).map((name) => ({
    ...shared,
    entryPoints: [name],
    outfile: `${folder}/${fileName(name)}`,
    sourcemap: false,
  }));

const fileName = (name: string): string => `${name.replace(/\.js$/, '')}.js`;

function standIn(file: string, imported: readonly string[]): string {
  return [
    `let loaded; const real = () => (loaded ??= require(${JSON.stringify(`./${file}`)}));`,
    'const whole = () => real().default ?? real();',
    ...imported.map((one) =>
      one === 'default'
        ? 'export default new Proxy(() => {}, { get: (_, key) => whole()[key], apply: (_, self, args) => whole()(...args) });'
        : `export const ${one} = (...args) => real().${one}(...args);`,
    ),
  ].join('\n');
}

/**
 * Keeps modules of ours out of the bundles of others: each is a bundle of its own beside them, read by `import()`. Where
 * its functions are called at once, by a plain import, a stand-in reads it on first use, as for packages.
 *
 * @param files the files of `dist/` by the modules they are made of
 */
export function lazyModules(files: ReadonlyMap<string, string>): Plugin {
  const byPath = new Map([...files].map(([entry, file]) => [path.resolve(entry), file]));
  return {
    name: 'lazy-modules',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: imported, kind, resolveDir, namespace }) => {
        if (namespace === 'lazy-modules') return { path: imported, external: true };
        const module = path.resolve(resolveDir, imported);
        const file = byPath.get(module);
        if (file === undefined) return undefined;
        if (kind === 'dynamic-import') return { path: `./${file}`, external: true };
        return kind === 'import-statement' ? { path: module, namespace: 'lazy-modules' } : undefined;
      });
      build.onLoad({ filter: /.*/, namespace: 'lazy-modules' }, async ({ path: module }) => ({
        contents: standIn(byPath.get(module) ?? '', await exportsOf(module, build.esbuild)),
        watchFiles: [module],
      }));
    },
  };
}

/** The names of what a module exports, types left out. */
async function exportsOf(module: string, { build }: PluginBuild['esbuild']): Promise<readonly string[]> {
  const { metafile } = await build({ entryPoints: [module], format: 'esm', write: false, metafile: true });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}
