import type { Outcome } from '../../../src/mail/outcome.ts';
import type { Check } from './tools.mts';

/*
 * Where the other programs may say something else than we expect, and why. An entry that does not occur any more is an
 * error.
 */

export interface Difference {
  readonly setups: readonly string[];
  /** What they say instead. */
  readonly theirs: Readonly<Partial<Record<Check, Outcome>>>;
  readonly reason: string;
}

/** What all of them make of a server that looks like one without TLS. */
const AS_WITHOUT_TLS = {
  may: 'clear',
  encrypt: 'bounce',
  verify: 'bounce',
  secure: 'bounce',
  dane: 'clear',
  openssl: 'bounce',
} as const;
const AS_WITH_TLS = { may: 'tls', encrypt: 'tls', verify: 'tls', secure: 'tls', dane: 'tls' } as const;

export const DIFFERENCES: readonly Difference[] = [
  {
    setups: [
      'sendmail-access-reject',
      'sendmail-access-reject-no-tls',
      'sendmail-dnsbl',
      'rblsmtpd-temporary',
      'rblsmtpd-permanent',
    ],
    theirs: { ...AS_WITHOUT_TLS, swaks: 'bounce' },
    reason:
      'The server refuses this client: it greets, answers EHLO without extensions, and says no at MAIL. They take it for ' +
      'a server without TLS. What it does for other clients was not seen.',
  },
  {
    setups: ['exim-starttls-policy'],
    theirs: { ...AS_WITHOUT_TLS, swaks: 'bounce' },
    reason: 'The server refuses STARTTLS to this client, for a policy that it names. They do not read the text.',
  },
  {
    setups: ['exim-helo-refused', 'exim-proxy-protocol'],
    theirs: AS_WITHOUT_TLS,
    reason: 'The server refuses EHLO to this client. They take it for a server without TLS.',
  },
  {
    setups: ['postfix-helo-refused'],
    theirs: { ...AS_WITHOUT_TLS, openssl: 'tls' },
    reason: 'The same, and openssl s_client does not read reply codes: it gets TLS that no sender would try.',
  },
  {
    setups: ['postfix-dnsbl'],
    theirs: { openssl: 'bounce' },
    reason: 'openssl s_client does not read reply codes: it goes on after a 554 and has no handshake.',
  },
  {
    setups: ['postfix-no-tls-error-limit'],
    theirs: { openssl: 'unknown' },
    reason: 'openssl s_client begins a handshake that was not offered, and the server closes the connection.',
  },
  {
    setups: ['postfix-requires-client', 'postfix-requires-client-1.2'],
    theirs: { ...AS_WITH_TLS, openssl: 'tls', swaks: 'tls' },
    reason:
      'Postfix ends the handshake, and then answers every command with 421 No client certificate. They stop at the ' +
      'handshake; mail does not.',
  },
  {
    setups: ['exim-requires-client'],
    theirs: { ...AS_WITH_TLS, openssl: 'bounce' },
    reason: 'In TLS 1.3 the client is done before the server says that it wants a certificate.',
  },
  {
    setups: ['exim-requires-client-1.2'],
    theirs: { ...AS_WITHOUT_TLS, swaks: 'bounce' },
    reason:
      'In TLS 1.2 the handshake fails. Whether Salesforce has a certificate that the server would take is not known, so ' +
      'ours leaves it open.',
  },
  {
    setups: ['postfix-anonymous-ciphers'],
    theirs: { may: 'tls', encrypt: 'tls' },
    reason:
      'Below `verify`, Postfix takes ciphers without a certificate. OpenSSL does not offer them by default, and neither ' +
      'do we.',
  },
  {
    setups: ['postfix-sni-map-spoils'],
    theirs: { openssl: 'bounce' },
    reason: 'openssl asks for the host by its name (SNI) and gets a self-signed certificate. Without SNI all is well.',
  },
];
