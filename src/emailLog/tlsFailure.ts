/**
 * Which texts of a failed delivery are about TLS. Stage words and `[internal]` texts are those of Momentum, Salesforce's
 * mail server (its manual; KB 000206241, KB 000388924); the others are what receiving servers say.
 */

/**
 * `no-tls`: the server offers no TLS, or it cannot be set up. `certificate`: it does not verify. `demanded`: the server
 * wants TLS and got none. `named`: TLS is named, and no more is known.
 */
export type TlsTrouble = 'no-tls' | 'certificate' | 'demanded' | 'named';

export const TLS_TROUBLES = ['no-tls', 'certificate', 'demanded', 'named'] as const satisfies readonly TlsTrouble[];

const TEXTS: readonly (readonly [TlsTrouble, readonly string[]])[] = [
  ['no-tls', ['STARTTLS required but not advertised', 'TLS negotiation failed']],
  [
    'certificate',
    [
      'remote node SSL certificate not signed by a valid CA',
      'SSL cert must be signed by a valid CA',
      'SSL certificate subject does not match host',
      'SSL cert common name does not match host',
      'certificate expired',
      'certificate not yet valid',
    ],
  ],
  [
    'demanded',
    [
      'Must issue a STARTTLS command first',
      'Must issue STARTTLS',
      'Must use TLS',
      'Session encryption is required',
      'A TLS connection is required',
      'TLS conversation required',
      'TLS required by recipient',
      'TLS required for RCPT domain',
      'TLS encryption required for mails from',
      'TLS 1.0 and 1.1 are not supported',
      'STARTTLS is mandatory',
      'STARTTLS is required to send mail',
      'STARTTLS is required for this sender',
      'STARTTLS required for mail delivery',
      'senders to use tls/ssl for smtp',
      'this route requires encryption (tls)',
      'this route requires tls version',
      'this route requires high-strength ciphers',
      'XGEMAIL_0006',
    ],
  ],
  // After all texts: the stage in which it happened says less than what was said. Behind the handshake it says least.
  ['no-tls', ['during STARTTLS', 'handshaking TLS', 'renegotiating TLS']],
  ['named', ['after STARTTLS']],
];

const FOLDED = TEXTS.flatMap(([trouble, texts]) => texts.map((text) => [trouble, text.toLowerCase()] as const));

/** Every text that decides, for tests. */
export const TLS_TROUBLE_TEXTS: readonly (readonly [TlsTrouble, string])[] = TEXTS.flatMap(([trouble, texts]) =>
  texts.map((text) => [trouble, text] as const),
);

const NAMED = /\b(start)?tls\b|\btls[v ]?1|\bssl(v\d)?\b|\bcertificate\b|\bhandshak/i;

/** `4.7.5` alone is no proof (other texts share it), so only words count. */
export function tlsTrouble(text: string): TlsTrouble | null {
  const folded = text.toLowerCase();
  const found = FOLDED.find(([, one]) => folded.includes(one));
  return found?.[0] ?? (NAMED.test(text) ? 'named' : null);
}

/**
 * Whether the text only says that time is up: `554 5.4.7 [internal] exceeded max time without delivery`. What went wrong
 * stands in the T rows of the same message.
 */
export const hidesCause = (text: string): boolean =>
  /\b5\.4\.7\b|\bexceeded max (time|retries)\b|\bmessage expired\b/i.test(text);
