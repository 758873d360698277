import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { absentPackages } from '../../scripts/absentPackages.mts';
import * as xml from '../../src/formats/xml.ts';

test('entities of a document type are read without the package that is left out', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sf-deliverability-'));
  try {
    const outfile = path.join(folder, 'xml.cjs');
    await build({
      entryPoints: ['src/formats/xml.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      plugins: [absentPackages(['is-unsafe'])],
    });
    const { parseXml } = createRequire(import.meta.url)(outfile) as typeof xml;
    const text = '<!DOCTYPE a [<!ENTITY x "<script>alert(1)</script>">]><a><b>&x;</b></a>';
    expect(parseXml(text)).toEqual(xml.parseXml(text));
    expect(parseXml(text).roots).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
