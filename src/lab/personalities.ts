import type { SecureContextOptions } from 'node:tls';
import type { ReasonCode } from '../mail/reasonCode.ts';
import type { CertificateKind } from './certificates.ts';
import type { Seen } from './expected.ts';

/*
 * How the lab's mail servers behave. A personality is a table of moments and what the server does then; moments that
 * are left out go as RFC 5321 and RFC 3207 want it. No personality relays or stores mail.
 */

export interface Delays {
  /** Before a late banner. */
  readonly banner: number;
  /** Between two bytes of a drip. */
  readonly drip: number;
  /** Between two pieces of a reply that comes in pieces. */
  readonly piece: number;
}

export type Step =
  /** `{host}` stands for the server's name. */
  | { readonly do: 'send'; readonly text: string }
  | { readonly do: 'wait'; readonly for: keyof Delays }
  /** Byte by byte. */
  | { readonly do: 'drip'; readonly text: string }
  /** Again and again, up to so many bytes, as fast as the client reads. */
  | { readonly do: 'flood'; readonly text: string; readonly bytes: number }
  /** Until the client sends something. */
  | { readonly do: 'listen' }
  /** Sends the text, and goes on with a TLS handshake. */
  | { readonly do: 'handshake'; readonly text: string }
  /** Says nothing more, however long the client waits. */
  | { readonly do: 'hang' }
  | { readonly do: 'close' }
  | { readonly do: 'reset' };

export type Moment = 'connect' | 'EHLO' | 'HELO' | 'STARTTLS' | 'MAIL' | 'RCPT' | 'QUIT';

type Script = Readonly<Partial<Record<Moment, readonly Step[]>>>;

/** A handshake that the server breaks off when it has read the client's first message. */
export interface HelloRefusal {
  /** `large`: of more bytes than one segment holds. `unnamed`, `named`: without the host's name (SNI), or with it. */
  readonly of: 'large' | 'unnamed' | 'named';
  readonly by: 'alert' | 'reset' | 'silence';
}

export interface Personality {
  readonly about: string;
  /** Nobody listens: the port is closed, packets vanish, the network cannot be reached, or no server was ever there. */
  readonly deadEnd?: 'closed' | 'blackhole' | 'unreachable' | 'none';
  /** Absent: no STARTTLS. */
  readonly certificate?: CertificateKind;
  /** Shown to clients that do not name the server in the handshake. */
  readonly withoutSni?: CertificateKind;
  readonly tls?: Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
  /** Whether it wants a certificate of the client. */
  readonly clientCertificate?: 'asked' | 'required';
  readonly refusesHello?: HelloRefusal;
  /** What it says to the first client only, instead of what stands in `script`. */
  readonly firstScript?: Script;
  /** Its answer to EHLO inside TLS. */
  readonly ehloAfterTls?: readonly Step[];
  readonly script?: Script;
  /** What a preflight sees of such a host, and what it reports. */
  readonly seen: Seen;
  readonly reasons: readonly ReasonCode[];
}

const send = (text: string): Step => ({ do: 'send', text });
const reply = (...lines: readonly string[]): readonly Step[] => [send(lines.map((line) => `${line}\r\n`).join(''))];
const HANG: Step = { do: 'hang' };
const CLOSE: Step = { do: 'close' };
const RESET: Step = { do: 'reset' };
const LISTEN: Step = { do: 'listen' };
const BANNER = '220 {host} ESMTP lab\r\n';
const GO_AHEAD = '220 2.0.0 Go ahead\r\n';

/** Far more than any client may read, and still bounded. */
const ENDLESS_BYTES = 32 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** A fatal alert `handshake_failure` in a TLS 1.2 record (RFC 5246 §7.2). */
export const HANDSHAKE_FAILURE = '\x15\x03\x03\x00\x02\x02\x28';

/** The key share of ML-KEM, which makes the ClientHello large, came with OpenSSL 3.5; BoringSSL has it too. */
function hasLargeHello(): boolean {
  const [major = 0, minor = 0] = process.versions.openssl.split('.').map(Number);
  return 'electron' in process.versions || major > 3 || (major === 3 && minor >= 5);
}

const refusedBy = (seen: Seen, reason: ReasonCode) => ({ seen, reasons: [reason] }) as const;
const unverified = (certificate: CertificateKind, ...reasons: readonly ReasonCode[]) =>
  ({ certificate, seen: 'unverified', reasons }) as const;
const VERIFIED = { certificate: 'good', seen: 'verified', reasons: [] } as const;
const by = (seen: Seen, ...reasons: readonly ReasonCode[]) => ({ seen, reasons }) as const;
const LARGE_HELLO: readonly ReasonCode[] = hasLargeHello() ? ['large-client-hello'] : [];
const REFUSED = by('unknown', 'client-refused');
const MASKED = by('unknown', 'starttls-masked');
const NO_TLS = refusedBy('no-tls', 'starttls-not-supported');
const BANNER_TIMEOUT = refusedBy('unknown', 'banner-timeout');
const LOST = refusedBy('unknown', 'connection-lost');
const NO_SMTP = refusedBy('unknown', 'reply-invalid');
const REPLY_TIMEOUT = refusedBy('unknown', 'reply-timeout');

/** Those that behave, or misbehave only by their certificate or their TLS versions. */
const WITH_TLS = {
  good: { about: 'does everything right', ...VERIFIED },
  'self-signed': { about: 'has a self-signed certificate', ...unverified('self-signed', 'certificate-self-signed') },
  expired: { about: 'has an expired certificate', ...unverified('expired', 'certificate-expired') },
  'not-yet-valid': {
    about: 'has a certificate for next month',
    ...unverified('not-yet-valid', 'certificate-not-yet-valid'),
  },
  'wrong-name': {
    about: 'has a certificate for another host',
    ...unverified('wrong-name', 'certificate-host-mismatch'),
  },
  'expired-wrong-name': {
    about: 'has an expired certificate for another host',
    ...unverified('expired-wrong-name', 'certificate-expired', 'certificate-host-mismatch'),
  },
  'missing-intermediate': {
    about: 'does not send the intermediate certificate',
    ...unverified('missing-intermediate', 'certificate-chain-incomplete'),
  },
  'other-ca': {
    about: 'has a certificate of an authority that nobody trusts',
    // Its root is not sent, so the chain has no end: a missing intermediate looks the same.
    ...unverified('other-ca', 'certificate-chain-incomplete'),
  },
  'other-root-sent': {
    about: 'sends a root that nobody trusts',
    ...unverified('other-root-sent', 'certificate-not-trusted'),
  },
  'partial-wildcard': {
    about: 'has a certificate for mx*.domain',
    ...unverified('partial-wildcard', 'certificate-host-mismatch'),
  },
  'client-certificate': {
    about: 'has a certificate that is good for clients only',
    ...unverified('client-only', 'validation-failure'),
  },
  'domain-only': {
    about: 'has a certificate for the mail domain only',
    certificate: 'domain-only',
    seen: 'doubtful',
    reasons: ['domain-name-only'],
  },
  'cn-only': {
    about: 'has its name in the common name only',
    certificate: 'cn-only',
    seen: 'doubtful',
    reasons: ['cn-only'],
  },
  wildcard: { about: 'has a wildcard certificate', ...VERIFIED, certificate: 'wildcard' },
  'wildcard-too-shallow': {
    about: 'has a wildcard certificate one label short',
    ...unverified('wildcard', 'certificate-host-mismatch'),
  },
  'expires-soon': {
    about: 'has a certificate that ends in five days',
    certificate: 'expires-soon',
    seen: 'verified',
    reasons: ['certificate-expires-soon'],
  },
  'expired-intermediate': {
    about: 'has a certificate of an authority that has expired',
    ...unverified('expired-intermediate', 'certificate-expired'),
  },
  'stray-certificate': {
    about: 'sends a certificate that issued nothing before the one that did',
    ...VERIFIED,
    certificate: 'stray-sent',
  },
  'needs-sni': {
    about: 'has its certificate only for those who name it',
    certificate: 'good',
    withoutSni: 'no-sni',
    seen: 'certificate-by-name',
    reasons: ['certificate-host-mismatch', 'certificate-self-signed', 'depends-on-sni'],
  },
  'tls-needs-sni': {
    about: 'has TLS only for those who name it',
    certificate: 'good',
    refusesHello: { of: 'unnamed', by: 'alert' },
    ...by('tls-by-name', 'depends-on-sni', 'handshake-failed'),
  },
  'tls-needs-sni-reset': {
    about: 'resets the handshake of those who do not name it',
    certificate: 'good',
    refusesHello: { of: 'unnamed', by: 'reset' },
    ...by('tls-by-name', 'depends-on-sni', 'handshake-failed'),
  },
  'tls-without-sni': {
    about: 'does not know its own name in the handshake, and has an expired certificate',
    certificate: 'expired',
    refusesHello: { of: 'named', by: 'alert' },
    ...by('unverified-tls-by-name', 'certificate-expired', 'depends-on-sni', 'handshake-failed'),
  },
  'good-without-sni': {
    // TLS with a certificate that verifies is sure enough: nobody asks a second time.
    about: 'has TLS only for those who do not name it',
    ...VERIFIED,
    refusesHello: { of: 'named', by: 'alert' },
  },
  'large-hello-reset': {
    about: 'resets the handshake of those whose first message is longer than a segment',
    ...VERIFIED,
    refusesHello: { of: 'large', by: 'reset' },
    reasons: LARGE_HELLO,
  },
  'large-hello-alert': {
    about: 'alerts those whose first message is longer than a segment',
    ...VERIFIED,
    refusesHello: { of: 'large', by: 'alert' },
    reasons: LARGE_HELLO,
  },
  'large-hello-silence': {
    about: 'never answers those whose first message is longer than a segment',
    ...VERIFIED,
    refusesHello: { of: 'large', by: 'silence' },
    reasons: LARGE_HELLO,
  },
  'large-hello-expired': {
    about: 'takes short first messages only, and has an expired certificate',
    ...unverified('expired', 'certificate-expired', ...LARGE_HELLO),
    refusesHello: { of: 'large', by: 'reset' },
  },
  'client-certificate-asked': {
    about: 'asks for a certificate of the client, and does without',
    ...VERIFIED,
    clientCertificate: 'asked',
  },
  'client-certificate-tls12': {
    about: 'wants a certificate of the client, in TLS 1.2',
    certificate: 'good',
    clientCertificate: 'required',
    tls: { maxVersion: 'TLSv1.2' },
    ...by('asks-certificate', 'client-certificate-required'),
  },
  'client-certificate-tls13': {
    about: 'wants a certificate of the client, in TLS 1.3',
    certificate: 'good',
    clientCertificate: 'required',
    tls: { minVersion: 'TLSv1.3' },
    ...by('asks-certificate', 'client-certificate-required'),
  },
  'client-certificate-421': {
    about: 'wants a certificate of the client, and says so after the handshake',
    certificate: 'good',
    ...by('asks-certificate', 'client-certificate-required'),
    ehloAfterTls: [...reply('421 4.7.1 {host} Error: No client certificate presented'), CLOSE],
  },
  'tls12-only': { about: 'speaks TLS 1.2 only', ...VERIFIED, tls: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } },
  'tls13-only': { about: 'speaks TLS 1.3 only', ...VERIFIED, tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } },
  'old-tls': {
    about: 'speaks TLS 1.0 and 1.1 only',
    certificate: 'good',
    // OpenSSL 3 allows these versions at security level 0 only; BoringSSL does not know the word.
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    ...refusedBy('no-tls', 'protocol-too-old'),
  },
} as const satisfies Record<string, Personality>;

/** Those that get STARTTLS wrong. */
const STARTTLS = {
  'no-starttls': { about: 'does not offer STARTTLS', ...NO_TLS },
  'helo-only': { about: 'knows HELO only', ...NO_TLS, script: { EHLO: reply('502 5.5.1 Command not implemented') } },
  'starttls-on-greeting-line': {
    // RFC 5321 §4.1.1.1: the first line is the greeting, not an extension.
    about: 'says STARTTLS on the greeting line of EHLO only',
    ...NO_TLS,
    script: { EHLO: reply('250-STARTTLS', '250-PIPELINING', '250 8BITMIME') },
  },
  'lower-case': {
    about: 'offers starttls in lower case',
    ...VERIFIED,
    script: { EHLO: reply('250-{host}', '250-starttls', '250 help') },
  },
  'starttls-parameter': {
    // RFC 3207 has none; senders read the first word.
    about: 'offers STARTTLS with a parameter',
    ...VERIFIED,
    script: { EHLO: reply('250-{host}', '250-STARTTLS now', '250 HELP') },
  },
  'starttls-not-advertised': {
    about: 'has STARTTLS and does not offer it',
    ...NO_TLS,
    script: { STARTTLS: reply('220 2.0.0 Ready to start TLS') },
  },
  'unoffered-503': {
    about: 'answers STARTTLS as Exim does without TLS',
    ...NO_TLS,
    script: { STARTTLS: reply('503 STARTTLS command used when not advertised') },
  },
  'unoffered-454': {
    about: 'answers STARTTLS as Sendmail does without TLS',
    ...NO_TLS,
    script: { STARTTLS: reply('454 4.3.3 TLS not available after start') },
  },
  'refused-550': {
    about: 'greets those on a block list, and refuses all that follows, as Sendmail does',
    ...REFUSED,
    script: { EHLO: reply('250 {host} Hello'), STARTTLS: reply('550 5.7.1 Rejected: 192.0.2.99 listed at bl.test') },
  },
  'refused-451': {
    about: 'greets those on a block list, and puts off all that follows, as rblsmtpd does',
    ...REFUSED,
    script: { EHLO: reply('250-{host}', '250 PIPELINING'), STARTTLS: reply('451 http://bl.test/192.0.2.99') },
  },
  'refused-ehlo': {
    about: 'refuses EHLO by policy, and takes HELO',
    ...REFUSED,
    script: { EHLO: reply('550 5.7.1 Access denied by policy') },
  },
  'refused-starttls': {
    about: 'offers STARTTLS, and refuses it by policy',
    certificate: 'good',
    ...REFUSED,
    script: { STARTTLS: reply('554 5.7.1 Your address has a poor reputation') },
  },
  spamd: {
    about: 'is the tarpit of OpenBSD',
    ...MASKED,
    script: {
      connect: reply('220 {host} ESMTP spamd IP-based SPAM blocker; Sun Nov 29 2026'),
      EHLO: reply('250 spamd'),
    },
  },
  'masked-banner': {
    about: 'lies behind a firewall that masks its greeting',
    ...MASKED,
    script: {
      connect: reply('220 ****************************0*0**'),
      EHLO: reply('500 5.5.1 Command unrecognized: "XXXX"'),
    },
  },
  'masked-keyword': {
    about: 'lies behind a firewall that masks STARTTLS',
    ...MASKED,
    script: {
      EHLO: reply('250-{host}', '250-SIZE 10485760', '250 XXXXXXXA'),
      STARTTLS: reply('500 5.5.1 Command unrecognized: "XXXXXXXX"'),
    },
  },
  'one-line-ehlo': { about: 'answers EHLO with one line', ...MASKED, script: { EHLO: reply('250 {host}') } },
  'starttls-454': {
    about: 'answers STARTTLS with 454, again and again',
    certificate: 'good',
    ...by('deferred', 'starttls-deferred'),
    script: { STARTTLS: reply('454 4.7.0 TLS not available due to temporary reason') },
  },
  'starttls-454-once': {
    about: 'answers STARTTLS with 454 once',
    ...VERIFIED,
    firstScript: { STARTTLS: reply('454 4.7.0 Error: too many new TLS sessions from 192.0.2.99') },
  },
  'starttls-454-then-421': {
    about: 'answers STARTTLS with 454, and the next client with 421',
    certificate: 'good',
    ...refusedBy('unknown', 'refused-421'),
    firstScript: { STARTTLS: reply('454 4.7.0 TLS not available due to temporary reason') },
    script: { connect: [...reply('421 4.7.0 {host} Too many connections'), CLOSE] },
  },
  'starttls-501': {
    about: 'answers STARTTLS with 501',
    certificate: 'good',
    ...refusedBy('no-tls', 'starttls-refused'),
    script: { STARTTLS: reply('501 5.5.4 Syntax error') },
  },
  'handshake-garbage': {
    about: 'answers the handshake with text',
    certificate: 'good',
    ...refusedBy('no-tls', 'handshake-failed'),
    script: { STARTTLS: [send(GO_AHEAD), LISTEN, send('This is not TLS, sorry.\r\n'), CLOSE] },
  },
  'handshake-alert': {
    about: 'answers the handshake with a fatal alert',
    certificate: 'good',
    ...refusedBy('no-tls', 'handshake-failed'),
    script: { STARTTLS: [send(GO_AHEAD), LISTEN, send(HANDSHAKE_FAILURE), CLOSE] },
  },
  'handshake-reset': {
    about: 'resets the connection in the handshake',
    certificate: 'good',
    ...LOST,
    script: { STARTTLS: [send(GO_AHEAD), LISTEN, RESET] },
  },
  'handshake-stall': {
    about: 'falls silent after its 220 to STARTTLS',
    certificate: 'good',
    ...refusedBy('unknown', 'handshake-timeout'),
    script: { STARTTLS: [send(GO_AHEAD), HANG] },
  },
  'injected-plaintext': {
    // In one segment with the 220, so that it is there before the handshake whatever the timing (CVE-2011-0411).
    about: 'has plaintext injected behind its 220 to STARTTLS',
    ...VERIFIED,
    reasons: ['plaintext-after-starttls'],
    script: { STARTTLS: [{ do: 'handshake', text: `${GO_AHEAD}250-injected\r\n250 SIZE 1\r\n` }] },
  },
} as const satisfies Record<string, Personality>;

/** Those that refuse, stall, flood or dawdle. */
const TROUBLED = {
  nobody: { about: 'does not exist', deadEnd: 'none', seen: 'unknown', reasons: [] },
  refuse: { about: 'has a closed port', deadEnd: 'closed', ...refusedBy('unknown', 'connect-refused') },
  blackhole: { about: 'never answers a packet', deadEnd: 'blackhole', ...refusedBy('unknown', 'connect-timeout') },
  unreachable: { about: 'has no route to it', deadEnd: 'unreachable', ...refusedBy('unknown', 'connect-unreachable') },
  'banner-421': {
    about: 'greets with 421',
    ...refusedBy('unknown', 'refused-421'),
    script: { connect: [...reply('421 4.7.0 {host} Too many connections from your network'), CLOSE] },
  },
  'banner-554': {
    about: 'greets with 554',
    ...refusedBy('unknown', 'refused-5xx'),
    script: {
      connect: reply('554 5.7.1 {host} Your network is blocked\u001b[31m <b>here</b> | [why](https://example.test)'),
    },
  },
  'ehlo-421': {
    about: 'answers EHLO with 421',
    ...refusedBy('unknown', 'refused-421'),
    script: { EHLO: [...reply('421 4.3.2 {host} Shutting down'), CLOSE] },
  },
  reset: { about: 'resets every connection', ...LOST, script: { connect: [RESET] } },
  'close-at-ehlo': { about: 'hangs up on EHLO', ...LOST, script: { EHLO: [CLOSE] } },
  tarpit: { about: 'accepts and says nothing', ...BANNER_TIMEOUT, script: { connect: [HANG] } },
  'one-byte-a-second': {
    about: 'sends its banner byte by byte',
    ...BANNER_TIMEOUT,
    script: { connect: [{ do: 'drip', text: `220 {host} ${'very '.repeat(1000)}slow\r\n` }] },
  },
  'ehlo-stall': { about: 'greets, and does not answer EHLO', ...REPLY_TIMEOUT, script: { EHLO: [HANG] } },
  'starttls-stall': {
    about: 'does not answer STARTTLS',
    certificate: 'good',
    ...REPLY_TIMEOUT,
    script: { STARTTLS: [HANG] },
  },
  'not-smtp': {
    about: 'is no mail server',
    ...NO_SMTP,
    script: { connect: reply('SSH-2.0-OpenSSH_9.9') },
  },
  'late-banner': {
    about: 'waits before its banner, to catch spammers',
    ...VERIFIED,
    script: { connect: [{ do: 'wait', for: 'banner' }, send(BANNER)] },
  },
  'endless-banner': {
    about: 'never ends its banner',
    ...NO_SMTP,
    script: { connect: [{ do: 'flood', text: '220-{host} and so on\r\n', bytes: ENDLESS_BYTES }, HANG] },
  },
  'endless-ehlo': {
    about: 'never ends its answer to EHLO',
    ...NO_SMTP,
    script: { EHLO: [{ do: 'flood', text: '250-X-AND-SO-ON\r\n', bytes: ENDLESS_BYTES }, HANG] },
  },
  'megabyte-line': {
    about: 'sends a line of a megabyte',
    ...NO_SMTP,
    script: { EHLO: [send('250-'), { do: 'flood', text: 'x', bytes: MEGABYTE }, ...reply('', '250 HELP')] },
  },
  'split-replies': {
    about: 'sends its replies in pieces',
    ...VERIFIED,
    script: {
      connect: ['22', '0-{host} hello\r', '\n220', ' {host} ESMTP\r\n'].flatMap(inPieces),
      EHLO: ['250-{host}\r\n25', '0-START', 'TLS\r\n250', ' HELP\r', '\n'].flatMap(inPieces),
    },
  },
  greylisting: {
    // Shows only after MAIL FROM, which a preflight never sends.
    about: 'greylists every recipient',
    ...VERIFIED,
    script: { RCPT: reply('450 4.2.0 Greylisted, try again later') },
  },
} as const satisfies Record<string, Personality>;

function inPieces(text: string): readonly Step[] {
  return [{ do: 'wait', for: 'piece' }, send(text)];
}

const TABLE = { ...WITH_TLS, ...STARTTLS, ...TROUBLED } as const satisfies Record<string, Personality>;

export type PersonalityName = keyof typeof TABLE;

export const PERSONALITIES: Readonly<Record<PersonalityName, Personality>> = TABLE;
