import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/preflight/probe/errorText.ts';
import { evidenceText, transcript } from '../../src/preflight/probe/untrustedText.ts';

describe('text of strangers', () => {
  const CASES: readonly (readonly [string, string])[] = [
    ['250 mail.example.com', '250 mail.example.com'],
    ['Grüße, 日本 🎉', 'Grüße, 日本 🎉'],
    ['\u001b[31mred\u0007', String.raw`\x1b[31mred\x07`],
    ['a\r\nb\tc\0', String.raw`a\x0d\x0ab\x09c\x00`],
    ['\u202egnp.exe', String.raw`\u{202e}gnp.exe`],
    ['zero\u200bwidth \ufeff', String.raw`zero\u{200b}width \u{feff}`],
    ['\u2028', String.raw`\u{2028}`],
    ['\u{e0041}', String.raw`\u{e0041}`],
    ['half \ud83c', String.raw`half \u{d83c}`],
    ['\u009b31m', String.raw`\x9b31m`],
  ];
  for (const [raw, shown] of CASES)
    it(JSON.stringify(raw), () => {
      expect(evidenceText(raw)).toBe(shown);
    });

  it('is cut, also where the escapes are what makes it long', () => {
    expect(evidenceText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
    expect(evidenceText('\0'.repeat(300))).toHaveLength(301);
    expect(evidenceText('🎉🎉', 3)).toBe('🎉…');
  });

  it('never holds a control or an invisible character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(evidenceText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('errors', () => {
  const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });
  const OPENSSL = '805C4460577F0000:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure';
  const BORING = '137438953472:error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE';
  it.each<[about: string, error: unknown, shown: string]>([
    ['text', 'text', 'text'],
    [
      'of the system, with what differs from run to run',
      coded('connect ECONNREFUSED 127.0.0.1:39555', 'ECONNREFUSED'),
      'the connection was refused (ECONNREFUSED)',
    ],
    [
      'of a lost connection',
      coded('Client network socket disconnected before', 'ECONNRESET'),
      'the connection was reset (ECONNRESET)',
    ],
    ['another, in one line', coded('went\naway', 'EODD'), 'EODD: went away'],
    ['hostile', coded('\u001b[31m', 'EODD'), String.raw`EODD: \x1b[31m`],
    [
      'an alert, as OpenSSL has it',
      coded(`${OPENSSL}:../deps/a.c:1601:SSL alert number 40\n`, 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
      'TLS alert 40: handshake failure',
    ],
    [
      'an alert, as BoringSSL has it',
      coded(`${BORING}:../../b.cc:587:SSL alert number 40\n`, 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
      'TLS alert 40: handshake failure',
    ],
    ['an alert that has no name', coded('SSL alert number 200', 'ERR_SSL_X'), 'TLS alert 200'],
    [
      'another of OpenSSL',
      coded(
        '805C4460577F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/a.c:350:\n',
        'ERR_SSL_WRONG_VERSION_NUMBER',
      ),
      'ERR_SSL_WRONG_VERSION_NUMBER: wrong version number',
    ],
  ])('%s', (_, error, shown) => {
    expect(errorText(error)).toBe(shown);
  });
});

describe('a transcript', () => {
  it('is bounded', () => {
    const log = transcript();
    for (let line = 0; line < 1000; line++) log.add('server', `250-${line}`);
    expect(log.lines).toHaveLength(61);
    expect(log.lines.at(-1)).toEqual({ from: 'note', text: '…' });
  });
});
