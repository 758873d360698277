import type { Plugin } from 'esbuild';

/**
 * Evaluates packages on first use instead of when the bundle is loaded. The source keeps its plain imports; in the
 * bundle each named function becomes a call of the package's own, which is required then.
 *
 * @param packages the functions to export, by package
 */
export function lazyModules(packages: Readonly<Record<string, readonly string[]>>): Plugin {
  return {
    name: 'lazy-modules',
    setup(build) {
      const names = new RegExp(`^(${Object.keys(packages).join('|')})$`);
      build.onResolve({ filter: names }, ({ path, namespace, resolveDir }) =>
        // The stand-in's own require goes to the real package.
        namespace === 'lazy' ? undefined : { path, namespace: 'lazy', pluginData: resolveDir },
      );
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path, pluginData }) => ({
        resolveDir: String(pluginData),
        contents: [
          `let loaded; const real = () => (loaded ??= require(${JSON.stringify(path)}));`,
          ...(packages[path] ?? []).map((name) => `export const ${name} = (...args) => real().${name}(...args);`),
        ].join('\n'),
      }));
    },
  };
}
