import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.ts';
import { isRuleId } from '../../src/rules/ruleIds.ts';

const SRC = path.join(import.meta.dirname, '../../src');

/** What a rule's findings get beside being shown, the rule says itself: see `RuleTraits`. */
const ROOMS_WITHOUT_IDS = ['check', 'language', 'cli', 'editor'];

const STRING = /(['"`])([a-z]+(?:-[a-z]+)+)\1/g;

const idsIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(STRING)].map(([, , text = '']) => text).filter(isRuleId);

describe('ids of rules', () => {
  it('are known by what they are', () => {
    expect(RULES.map(({ id }) => isRuleId(id))).not.toContain(false);
    expect(isRuleId('no-such-rule')).toBe(false);
  });

  it.each(ROOMS_WITHOUT_IDS)('are no strings in %s/', (room) => {
    const files = readdirSync(path.join(SRC, room), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((file) => idsIn(path.join(SRC, room, file)).map((id) => `${file}: ${id}`))).toEqual([]);
  });

  it('are found where they stand', () => {
    expect(idsIn(path.join(SRC, 'rules/element-removed.ts'))).toEqual(['element-removed']);
  });
});

describe('traits of rules', () => {
  it('are those of few', () => {
    const traits = RULES.flatMap(({ id, tag, guided, asks }) =>
      [tag, guided, asks].flatMap((one) => (one === undefined ? [] : [`${id}: ${one}`])),
    );
    expect(traits).toEqual([
      'tls-required-unrestricted: Restrict TLS to listed domains…',
      'ip-address-host: host-name',
      'restrict-without-domains: List the domains…',
      'restrict-needs-tls-setting: Enter what Setup shows…',
      'tls-setting-unrecorded: Enter the TLS setting and domain list…',
      'domain-duplicate: unnecessary',
      'element-removed: deprecated',
      'element-deprecated: deprecated',
    ]);
  });
});
