import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayAlso, REASON_CODES, reasonKind, type ReasonCode } from '../../src/mail/reasonCode.ts';
import { furtherReason, reasonAtHost, reasonPhrase, reasonSentence } from '../../src/mail/reasonWords.ts';
import { opening } from '../../src/text/words.ts';
import { expectGolden } from '../support/golden.ts';

/** What a certificate and what a server is at fault for. */
const FIRST = ['certificate-expired', 'certificate-chain-incomplete'] as const;

const HOST = 'mx1.acme.example';

/** Every form in which a reason is said. A form for relays stands only where it is another. */
function forms(code: ReasonCode): string {
  const ofDomain = said(code, 'domain');
  const ofRelay = said(code, 'relay').filter((line, index) => line !== ofDomain[index]);
  const also = mayAlso(code) === undefined ? '' : `, may also: ${mayAlso(code)}`;
  const lines = [...ofDomain, ...ofRelay.map((line) => `relay ${line}`)];
  return `${code} (${reasonKind(code)}${also})\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

const said = (code: ReasonCode, target: 'domain' | 'relay'): readonly string[] => [
  `sentence: ${reasonSentence(code, target)}`,
  `inside:   could not be tested: ${reasonPhrase(code, target).words}.`,
  `host:     ${opening(reasonAtHost(code, target, HOST))}.`,
  `inside:   mail bounces: ${reasonAtHost(code, target, HOST).words}.`,
  ...FIRST.map((first) => `further:  ${reasonPhrase(first, target).words}, and ${furtherReason(code, target, first)}.`),
];

describe('reasons', () => {
  it('read right in every form, for a domain and for a relay', () => {
    expectGolden(path.join(import.meta.dirname, 'reasonWords.txt'), REASON_CODES.map(forms).join('\n'));
  });

  it('are each one short sentence', () => {
    for (const code of REASON_CODES)
      for (const target of ['domain', 'relay'] as const)
        expect(reasonSentence(code, target), code).toMatch(/^[A-Z].{10,110}\.$/);
  });

  it('never speak of a mail domain or of recipients where mail goes through a relay', () => {
    for (const code of REASON_CODES)
      expect(reasonSentence(code, 'relay'), code).not.toMatch(/mail domain|the domain|recipient/i);
  });
});
