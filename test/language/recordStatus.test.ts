import { expect, it } from 'vitest';
import { recordStatus } from '../../src/language/recordStatus.ts';
import { readProject } from '../../src/project/readProject.ts';
import { projectOf } from '../support/projects.ts';

it.each([
  [undefined, 'TLS setting not known'],
  ['{ "restrictTlsToDomains": ["a.example"] }', 'TLS setting not known'],
  ['{ "tlsSetting": "Sometimes" }', 'TLS setting not known'],
  ['{ "tlsSetting": "Preferred" }', 'TLS: Preferred, no domains'],
  ['{ "tlsSetting": "Required", "restrictTlsToDomains": [" "] }', 'TLS: Required, no domains'],
  ['{ "tlsSetting": "RequiredVerify", "restrictTlsToDomains": ["a.example", ""] }', 'TLS: Required Verify, 1 domain'],
  ['{ "tlsSetting": "Required", "restrictTlsToDomains": ["a.example", "b.example"] }', 'TLS: Required, 2 domains'],
])('of %s is %s', (text, expected) => {
  const record = { file: 'config/email-deliverability.json', role: 'record' as const };
  const facts = readProject(projectOf(text === undefined ? [] : [{ ...record, text }]));
  expect(recordStatus(facts)).toBe(expected);
});
