import type { Metafile } from 'esbuild';

/**
 * Holds a bundle to its promise to load fast: the parsers, and whatever else is a package, come with the checker.
 *
 * @throws Error naming, for each package in it, the imports that lead there
 */
export function requireShell({ inputs, outputs }: Metafile, bundle: string): void {
  const output = outputs[bundle];
  const used = new Set(
    Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  );
  /** Each module, and the imports that lead there; what is added meanwhile is looked at too. */
  const ways = new Map([[output?.entryPoint ?? '', output?.entryPoint ?? '']]);
  const faults: string[] = [];
  for (const [importer, way] of ways)
    for (const { path } of inputs[importer]?.imports ?? []) {
      if (!used.has(path) || ways.has(path) || isPackage(importer)) continue;
      ways.set(path, `${way} > ${path}`);
      if (isPackage(path)) faults.push(`${way} > ${path}`);
    }
  if (faults.length > 0) throw new Error(`${bundle} must load fast (docs/decisions/0004):\n${faults.join('\n')}`);
}

const isPackage = (path: string): boolean => path.startsWith('node_modules/');
