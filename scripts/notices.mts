import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * The licences of the packages whose code went into the bundles, as those licences ask for.
 *
 * @throws Error naming a package without a licence file and name
 */
export function thirdPartyNotices(metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap((metafile) =>
    Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))].sort();
  return folders.map(notice).join('\n');
}

/** `node_modules/@a/b/c.js` -> `node_modules/@a/b` */
const packageFolder = (file: string): string | undefined => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

function notice(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const read = (name: RegExp): string | undefined => {
    const file = readdirSync(folder).find((one) => name.test(one));
    return file === undefined ? undefined : readFileSync(path.join(folder, file), 'utf8').trim();
  };
  const text = read(/^licen[cs]e(\.|$)/i) ?? manifest.license;
  if (text === undefined) throw new Error(`${manifest.name} says nothing of its licence`);
  // Apache License 2.0 §4(d): such a notice goes along.
  const attribution = read(/^notice(\.|$)/i);
  const parts = attribution === undefined ? [text] : [text, attribution];
  return `${manifest.name} ${manifest.version}\n${'='.repeat(60)}\n${parts.join('\n\n')}\n`;
}
