import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNames } from '../../src/emailLog/read/replyWords.ts';
import { hidesCause, TLS_TROUBLE_TEXTS, tlsTrouble } from '../../src/emailLog/tlsFailure.ts';

describe('what is about a person is left out', () => {
  it.each<[string, string]>([
    [
      '550 5.1.1 <jane.roe@acme.example>: Recipient address rejected: User unknown in virtual mailbox table',
      '550 5.1.1 … Recipient address rejected: User unknown in … mailbox table',
    ],
    ['550 5.1.1 User jane.roe unknown', '550 5.1.1 User … unknown'],
    ['452 4.2.2 Mailbox of Jane Roe (jroe) is full', '452 4.2.2 Mailbox of … is full'],
    ['554 5.7.1 Message "Quarterly Figures" rejected', '554 5.7.1 Message … rejected'],
    [
      '421-4.7.0 Try again later, closing connection. (EHLO) a1-20020a05600c0d41si4242.7 - gsmtp',
      '421-4.7.0 Try again later, closing connection. (EHLO) …',
    ],
    ['451 4.7.5 [internal] TLS negotiation failed', '451 4.7.5 [internal] TLS negotiation failed'],
    ['550 see https://example.com/?user=jane', '550 see …'],
    ['550 TLSv1.2 required, host mx1.acme.example [192.0.2.1] has TLSv1', '550 TLSv1.2 required, host … has TLSv1'],
    ['during\r\nRCPT\tTO', 'during RCPT TO'],
    ['<jane@acme.example>', '…'],
    ['電子メール +1 555 0100', '…'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(withoutNames(text)).toBe(expected);
  });

  it('from any text: only words that were on the list before it came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const kept = withoutNames(text);
        expect(kept.length).toBeLessThanOrEqual(162);
        expect(kept).not.toMatch(/[\p{C}@]/u);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('of a megabyte in no time', () => {
    expect(withoutNames('a-'.repeat(500_000)).length).toBeLessThan(200);
    expect(withoutNames('('.repeat(1_000_000))).toBe('');
  });
});

describe('texts about TLS', () => {
  it.each(TLS_TROUBLE_TEXTS)('%s: %s', (trouble, text) => {
    expect(tlsTrouble(`451 4.7.5 [internal] ${text.toUpperCase()}.`)).toBe(trouble);
    // Nothing of them is lost when names are left out.
    expect(withoutNames(text)).toBe(text);
  });

  it.each<[string, string | null]>([
    ['550 5.1.1 user unknown', null],
    ['451 4.7.5 try again later', null],
    ['421 4.4.2 [internal] connection closed by remote host', null],
    ['450 4.7.1 hustlsome', null],
    ['550 5.7.4 TLS version of the recipient', 'named'],
    ['454 4.7.0 TLS not available due to local problem', 'named'],
    ['421 peer certificate has a problem', 'named'],
    ['421 4.4.2 connection dropped while handshaking TLS', 'no-tls'],
    ['421 4.3.2 too busy after STARTTLS', 'named'],
  ])('%s: %s', (text, trouble) => {
    expect(tlsTrouble(text)).toBe(trouble);
  });

  it.each<[string, boolean]>([
    ['554 5.4.7 [internal] exceeded max time without delivery', true],
    ['554 5.4.7 [internal] exceeded max retries without delivery', true],
    ['554 5.4.5 [internal] Delivery not attempted (message expired)', true],
    ['550 5.4.1 no such user', false],
    ['552 5.3.4 message size limit exceeded', false],
  ])('%s hides its cause: %s', (text, hides) => {
    expect(hidesCause(text)).toBe(hides);
  });
});
