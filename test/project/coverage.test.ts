import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverageOf } from '../../src/project/domains/coverage.ts';
import { readProject } from '../../src/project/readProject.ts';
import { covers } from '../../src/mail/domain.ts';
import { projectOf } from '../support/projects.ts';

const labels = fc.array(fc.constantFrom('a', 'b', 'com'), { minLength: 1, maxLength: 4 });
const domain = labels.map((some) => some.join('.'));
const entry = fc.oneof(
  domain,
  domain.map((one) => `*.${one}`),
  fc.constantFrom('*', 'a.*.com', '192.0.2.1', '', 'x@a.com'),
);

it('answers as every entry by itself would', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), domain, (entries, asked) => {
      const text = JSON.stringify({ restrictTlsToDomains: entries });
      const project = readProject(projectOf([{ file: 'config/email-deliverability.json', role: 'record', text }]));
      const items = project.record?.list?.items ?? [];
      const wild = items.filter(({ pattern }) => pattern.kind === 'domain' && pattern.wildcard !== 'none');
      expect(coverageOf(items)(asked)).toEqual({
        names: items.filter((item) => !wild.includes(item) && covers(item.pattern, asked) === 'yes'),
        by: wild.find(({ pattern }) => covers(pattern, asked) === 'yes'),
        perhapsBy: wild.find(({ pattern }) => covers(pattern, asked) === 'unknown'),
      });
    }),
    { seed: 20261123, numRuns: 500 },
  );
});
