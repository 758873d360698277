import { describe, expect, it } from 'vitest';
import { hostEntries, replaceHost } from '../../src/project/domains/hostEntries.ts';
import { readProject } from '../../src/project/readProject.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { projectOf } from '../support/projects.ts';

describe('hosts in a domain list', () => {
  const text =
    '{"restrictTlsToDomains": ["192.0.2.10", "acme.example", "*.acme.example", "192.0.2.0/24", "192.0.2.1-192.0.2.9", "192.0.2.*", "x@y", "http://[2001:DB8::1]/, 0300.0.2.12:25"]}';
  const entries = hostEntries(readProject(projectOf([{ file: 'record.json', role: 'record', text }])));

  it('are names and single addresses', () => {
    expect(entries.map(({ host, isAddress }) => `${host}${isAddress ? ' (address)' : ''}`)).toEqual([
      '192.0.2.10 (address)',
      'acme.example',
      '2001:db8::1 (address)',
      '192.0.2.12 (address)',
    ]);
  });

  it('are replaced where they stand', () => {
    const written = entries.map((entry) => {
      const after = applyEdits(text, replaceHost(entry, 'mx.acme.example').edits);
      return [
        text.slice(entry.at.range.start, entry.at.range.end),
        after.split('mx.acme.example').length - 1,
        after.length,
      ] as const;
    });
    expect(written.map(([before, times]) => [before, times])).toEqual([
      ['"192.0.2.10"', 1],
      ['"acme.example"', 1],
      ['http://[2001:DB8::1]/', 1],
      ['0300.0.2.12:25', 1],
    ]);
    for (const [before, , length] of written)
      expect(length).toBe(text.length - before.replaceAll('"', '').length + 'mx.acme.example'.length);
  });
});
