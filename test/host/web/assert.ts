/** As much of `node:assert/strict` as the suites use. */

function fail(message: string | undefined, standard: string): never {
  throw new Error(message === undefined ? standard : `${message}: ${standard}`);
}

const shown = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value, undefined, 2));

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

export default {
  ok: (value: unknown, message?: string): void => {
    if (!value) fail(message, `${shown(value)} is not true`);
  },
  equal: (actual: unknown, expected: unknown, message?: string): void => {
    if (!Object.is(actual, expected)) fail(message, `${shown(actual)} is not ${shown(expected)}`);
  },
  deepEqual: (actual: unknown, expected: unknown, message?: string): void => {
    if (!same(actual, expected)) fail(message, `${shown(actual)}\nis not\n${shown(expected)}`);
  },
  match: (actual: string, pattern: RegExp, message?: string): void => {
    if (!pattern.test(actual)) fail(message, `${shown(actual)} does not match ${String(pattern)}`);
  },
  fail: (message: string): never => fail(message, 'failed'),
};
