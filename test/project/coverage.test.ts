import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainPattern, knownDomain } from '../../src/mail/domain.ts';
import {
  coveredAmong,
  entryCovers,
  isExact,
  listCoverage,
  type Coverage,
  type Entry,
} from '../../src/project/domains/coverage.ts';

const entryOf = (text: string): Entry & { readonly text: string } => ({ text, pattern: domainPattern(text) });

describe('an entry', () => {
  it.each<[string, string, Coverage]>([
    ['example.com', 'example.com', 'yes'],
    ['EXAMPLE.com.', 'example.com', 'yes'],
    ['example.com', 'mail.example.com', 'no'],
    ['*.example.com', 'mail.example.com', 'yes'],
    ['*.example.com', 'example.com', 'no'],
    // Not documented: whether `*` spans several labels.
    ['*.example.com', 'a.mail.example.com', 'unknown'],
    ['*.example.com', 'notexample.com', 'no'],
    ['*', 'example.com', 'unknown'],
    ['mail.*.com', 'mail.example.com', 'unknown'],
    ['*example.com', 'example.com', 'unknown'],
    ['192.0.2.1', 'example.com', 'no'],
    // Not documented: what Salesforce makes of an entry that is no domain. What plainly stands in it may be meant.
    ['user@example.com', 'example.com', 'unknown'],
    ['@example.com', 'example.com', 'unknown'],
    ['@example.com', 'mail.example.com', 'no'],
    ['https://example.com/', 'example.com', 'unknown'],
    ['example.com; other.example', 'other.example', 'unknown'],
    ['example.com other.example', 'example.com', 'unknown'],
    ['*@example.com', 'example.com', 'unknown'],
    ['<*.example.com>', 'mail.example.com', 'unknown'],
    ['', 'example.com', 'no'],
    ['exa mple.com', 'mple.com', 'no'],
  ])('%j covers mail to %s: %s', (text, domain, expected) => {
    expect(entryCovers(entryOf(text), knownDomain(domain))).toBe(expected);
  });
});

const labels = fc.array(fc.constantFrom('a', 'b', 'com'), { minLength: 1, maxLength: 4 });
const domain = labels.map((some) => knownDomain(some.join('.')));
const text = fc.oneof(
  domain,
  domain.map((one) => `*.${one}`),
  domain.map((one) => `jo@${one}`),
  domain.map((one) => `<*.${one}>`),
  fc.tuple(domain, domain).map((two) => two.join('; ')),
  fc.tuple(domain, domain).map(([one, other]) => `*.${one} ${other}`),
  fc.constantFrom('*', 'a.*.com', '*a.com', '192.0.2.1', '', 'https://a.com/', '@b.com', '*@b.com'),
);
const RANK: readonly Coverage[] = ['no', 'unknown', 'yes'];

describe('many at once', () => {
  it('a list answers as its entries would, one by one', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), domain, (texts, asked) => {
        const entries = texts.map(entryOf);
        const answers = entries.map((entry) => entryCovers(entry, asked));
        const best = answers.reduce<Coverage>((a, b) => (RANK.indexOf(b) > RANK.indexOf(a) ? b : a), 'no');
        const saying = entries.filter((_, index) => answers[index] === best);
        expect(listCoverage(entries)(asked)).toEqual({
          covers: best,
          by: best === 'yes' ? saying : best === 'unknown' ? saying.slice(0, 1) : [],
        });
      }),
      { seed: 20261128, numRuns: 2000 },
    );
  });

  it('an entry answers for many domains as for each of them', () => {
    fc.assert(
      fc.property(text, fc.array(domain, { maxLength: 8 }), (one, domains) => {
        const entry = entryOf(one);
        const { sure, maybe } = coveredAmong(domains, (name) => name)(entry);
        const having = (wanted: Coverage) => domains.filter((name) => entryCovers(entry, name) === wanted);
        expect([...sure].sort()).toEqual(having('yes').sort());
        expect([...new Set(maybe)].sort()).toEqual([...new Set(having('unknown'))].sort());
      }),
      { seed: 20261128, numRuns: 2000 },
    );
  });

  it('is fast where entries and domains are many', () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => entryOf(`*.*${index}.example`));
    const of = listCoverage(entries);
    const answers = Array.from({ length: 20_000 }, (_, index) => of(knownDomain(`a.b.c${index}.test`)));
    // A hundred thousand comparisons a domain would take minutes.
    expect(answers.every(({ covers, by }) => covers === 'unknown' && by.length === 1)).toBe(true);
  });
});

it.each([
  ['example.com', true],
  ['*.example.com', false],
  ['*', false],
  ['jo@example.com', false],
  ['192.0.2.1', false],
])('%s is one domain: %s', (one, expected) => {
  expect(isExact(entryOf(one))).toBe(expected);
});
