import type { Plugin } from 'esbuild';

/**
 * Leaves packages out of a bundle for good: what is imported of one can be named and extended, and throws when it is
 * called. For the parts of a library that we never reach.
 */
export function absentPackages(names: readonly string[]): Plugin {
  return {
    name: 'absent-packages',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${names.join('|')})(/|$)`) }, ({ path }) => ({
        path,
        namespace: 'absent',
      }));
      build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({ contents: standIn(path), loader: 'js' }));
    },
  };
}

const standIn = (name: string): string => `
const absent = () => { throw new Error(${JSON.stringify(`${name} is not part of this program`)}); };
const stub = new Proxy(function () {}, { get: (target, key) => target[key] ?? stub, apply: absent, construct: absent });
module.exports = stub;
`;
