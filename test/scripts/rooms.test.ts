import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { circles, importGraph, type Module } from '../../scripts/importGraph.mts';
import { importFault, roomOf, ROOMS } from '../../scripts/rooms.mts';

const modules = importGraph(path.resolve('src'));

describe('the rooms of src/', () => {
  it('are those of the list', () => {
    expect([...new Set(modules.flatMap(({ file }) => roomOf(file) ?? []))].sort()).toEqual([...ROOMS].sort());
  });

  it('import only what they may', () => {
    const faults = modules.flatMap(({ file, imports }) =>
      imports.flatMap(({ of }) => (importFault(file, of) === undefined ? [] : `${file} > ${of}`)),
    );
    expect(faults).toEqual([]);
  });

  it('have no circle, not even of types', () => {
    expect(circles(modules)).toEqual([]);
  });

  it('keep the lab apart from what it tests', () => {
    const imports = modules.flatMap((one) => (roomOf(one.file) === 'lab' ? one.imports : []));
    const rooms = imports.flatMap(({ of }) => (of.endsWith('.ts') ? (roomOf(of) ?? of) : []));
    expect([...new Set(rooms)].sort()).toEqual(['lab', 'mail']);
  });

  it('have no folder with so many files that nobody finds one', () => {
    const counts = new Map<string, number>();
    for (const { file } of modules)
      counts.set(path.posix.dirname(file), (counts.get(path.posix.dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([folder, count]) => folder !== 'rules' && count > 25)).toEqual([]);
  });
});

describe('an import', () => {
  it.each([
    ['of a room before', 'review/compare.ts', 'project/facts.ts', undefined],
    ['of the same room', 'rules/a.ts', 'rules/preflight/b.ts', undefined],
    ['of a room behind', 'project/facts.ts', 'rules/rule.ts', /^project\/ imports only/],
    ['of a room behind, whose name is a folder here too', 'rules/a.ts', 'preflight/view.ts', /^rules\/ imports only/],
    ['of a door', 'editor/features.ts', 'extension.ts', /door/],
    ['of a room by a door', 'extension.ts', 'editor/features.ts', undefined],
    ['of VS Code by the editor', 'editor/check/hover.ts', 'vscode', undefined],
    ['of VS Code by another', 'language/hover.ts', 'vscode', /VS Code/],
    ["of Salesforce's tools by another", 'cli/strict.ts', '@salesforce/core', /sdr/],
    ['of Node', 'files/disk.ts', 'node:fs', undefined],
    ['of Node by a pure folder', 'preflight/report/text.ts', 'node:fs', /know Node/],
    ['of Node by a folder whose name only begins like one', 'enforcement/serverWords/text.ts', 'node:fs', /know Node/],
    ['of the network', 'preflight/probe/smtp.ts', 'node:net', undefined],
    ['of the network by another', 'git/program.ts', 'node:net', /touch the network/],
    ['of a package', 'formats/json.ts', 'jsonc-parser', undefined],
  ])('%s', (_, importer, imported, expected) => {
    const fault = importFault(importer, imported);
    if (expected) expect(fault).toMatch(expected);
    else expect(fault).toBeUndefined();
  });
});

describe('a circle', () => {
  const module = (file: string, ...of: readonly string[]): Module => ({
    file,
    lines: 1,
    imports: of.map((one) => ({ of: one, kind: 'type' as const })),
  });

  it.each([
    ['none', [module('a.ts', 'b.ts'), module('b.ts', 'c.ts'), module('c.ts')], []],
    ['of two', [module('a.ts', 'b.ts'), module('b.ts', 'a.ts'), module('c.ts', 'a.ts')], [['a.ts', 'b.ts']]],
    [
      'behind another',
      [module('a.ts', 'b.ts'), module('b.ts', 'c.ts'), module('c.ts', 'd.ts'), module('d.ts', 'b.ts')],
      [['b.ts', 'c.ts', 'd.ts']],
    ],
  ])('is found: %s', (_, graph, expected) => {
    expect(circles(graph)).toEqual(expected);
  });
});
