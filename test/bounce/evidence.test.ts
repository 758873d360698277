import { expect, it } from 'vitest';
import { EVIDENCE, evidenceIn, type EvidenceKind } from '../../src/bounce/evidence.ts';

/** What is recognised in a text, in the order in which it decides. */
const ROWS: readonly (readonly [text: string, kinds: readonly EvidenceKind[]])[] = [
  ['550 5.1.1 [internal] TLS negotiation failed', ['exact-text', 'enhanced-code', 'companion']],
  ['450 4.4.2 [internal] connection reset during STARTTLS', ['tls-stage', 'enhanced-code', 'companion']],
  ['550 5.7.1 encryption required', ['tls-words', 'enhanced-code', 'companion']],
  ['550 5.1.1 user unknown', ['enhanced-code', 'words', 'companion']],
  ['554 5.4.7 [internal] exceeded max time without delivery', ['expiry-text', 'companion']],
  ['4.4.7 mailbox is full', ['words', 'expiry-code']],
  ['4.4.7 bounce code: 1001', ['expiry-code', 'product-code']],
  ['550 bounce code: 1001', ['product-code', 'reply-code']],
  ['552', ['reply-code']],
  ['550 5.7.99', ['general', 'companion']],
  ['550 5.0.0', ['only-class', 'companion']],
  ['550 5.1.1 User unknown,during RCPT TO', ['enhanced-code', 'words', 'companion', 'other-stage']],
  ['250 2.0.0 during RCPT TO', ['other-stage', 'success']],
  ['450 4.2.1 account inactive', ['enhanced-code', 'words', 'companion', 'doubtful-text']],
  ['250 2.0.0 OK\n550 5.1.1 no', ['enhanced-code', 'companion', 'success']],
];

it.each(ROWS)('%s', (text, kinds) => {
  const { evidence } = evidenceIn(text, [{ start: 0, end: text.length }]);
  expect([...new Set(evidence.map(({ kind }) => kind))]).toEqual(kinds);
});

it('every kind of evidence is in a text', () => {
  const shown = new Set(ROWS.flatMap(([, kinds]) => kinds));
  expect(EVIDENCE.filter((kind) => !shown.has(kind))).toEqual([]);
});
