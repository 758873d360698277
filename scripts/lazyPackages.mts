import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

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

/** Keeps modules out of a bundle where they are imported with `import()`: each is a bundle of its own beside it. */
export function lazyModules(files: Readonly<Record<string, string>>): Plugin {
  const byPath = new Map(Object.entries(files).map(([entry, file]) => [path.resolve(entry), file]));
  return {
    name: 'lazy-modules',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: imported, kind, resolveDir }) => {
        const file = kind === 'dynamic-import' ? byPath.get(path.resolve(resolveDir, imported)) : undefined;
        return file === undefined ? undefined : { path: `./${file}`, external: true };
      });
    },
  };
}

/** Functions of ours that few projects need, by their modules. */
export type LazyFunctions = Readonly<Record<string, { readonly file: string; readonly imported: readonly string[] }>>;

/** Keeps modules out of a bundle whose functions are called at once, as packages are: each is read on first use. */
export function lazyFunctions(modules: LazyFunctions): Plugin {
  const byPath = new Map(Object.entries(modules).map(([entry, one]) => [path.resolve(entry), one]));
  return {
    name: 'lazy-functions',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: imported, kind, resolveDir, namespace }) => {
        if (namespace === 'lazy-functions') return { path: imported, external: true };
        const module = path.resolve(resolveDir, imported);
        return kind === 'import-statement' && byPath.has(module)
          ? { path: module, namespace: 'lazy-functions' }
          : undefined;
      });
      build.onLoad({ filter: /.*/, namespace: 'lazy-functions' }, ({ path: module }) => {
        const { file, imported } = byPath.get(module) ?? { file: '', imported: [] };
        return { contents: standIn(file, imported) };
      });
    },
  };
}
