import type { MailTarget, Outcome } from './outcome.ts';

/** What a reason says of a server. */
export type ReasonKind =
  /** The certificate fails. */
  | 'certificate'
  /** The certificate is valid only as one may read Salesforce's documents. */
  | 'doubt'
  /** There is no usable TLS. */
  | 'no-tls'
  /** No mail is taken, with or without TLS. */
  | 'no-mail'
  /** The server answers, and takes no mail from us. Its words are worth more than ours. */
  | 'refused'
  /** It decides nothing about TLS at the server. */
  | 'remark'
  /** What else stands between mail and TLS, or keeps us from knowing. */
  | 'other';

/** What a reason says, as it stands inside a sentence: `the server`, `does not offer STARTTLS`. */
export interface Clause {
  readonly subject: string;
  /** Whether the subject is the host, is the certificate of the host, or stays as it is where the host is named. */
  readonly about: 'host' | 'certificate' | 'else';
  readonly says: string;
}

interface Reason {
  readonly kind: ReasonKind;
  /** What may become of mail beside what was seen of the servers, whatever the TLS setting. */
  readonly mayAlso?: Outcome;
  /** Of a recipient's domain. */
  readonly domain: Clause;
  /** Of an email relay, which has a host of its own, found by MX like a domain's, and no recipients. */
  readonly relay: Clause | 'same';
}

const server = (says: string): Clause => ({ subject: 'the server', about: 'host', says });
const mxHost = (says: string): Clause => ({ subject: 'the MX host', about: 'host', says });
const certificate = (says: string): Clause => ({ subject: 'the certificate', about: 'certificate', says });
const clause = (subject: string, says: string): Clause => ({ subject, about: 'else', says });

/** Of the domain; a relay's host stands in its place. */
const domainOrHost = (says: string): Pick<Reason, 'domain' | 'relay'> => ({
  domain: clause('the domain', says),
  relay: clause("the relay's host", says),
});

/**
 * Why a delivery may fail or stay unencrypted: each reason with its kind and its words, for a domain and for a relay.
 *
 * The names are those of RFC 8460 §4.3 where it has one; the rest are ours.
 * `client-refused` is a server that turns this machine away after its greeting, `starttls-masked` one behind a firewall
 * or a tarpit, `starttls-deferred` one that answers STARTTLS with 4xx, twice; `depends-on-sni` one that shows other TLS
 * to those who name it; `large-client-hello` one that cannot take a ClientHello of more than one segment.
 * `reply-timeout` is a server that greets and then stalls, `reply-invalid` one that does not keep to SMTP or to
 * bounded replies, `not-all-probed` a domain with more MX hosts or addresses than are looked at.
 */
const REASONS = {
  // RFC 8460 §4.3.1: negotiation
  'starttls-not-supported': { kind: 'no-tls', domain: server('does not offer STARTTLS'), relay: 'same' },
  'certificate-host-mismatch': {
    kind: 'certificate',
    domain: certificate('is not valid for the MX host or the mail domain'),
    relay: certificate("is not valid for the relay's host name"),
  },
  'certificate-expired': { kind: 'certificate', domain: certificate('has expired'), relay: 'same' },
  'certificate-not-trusted': { kind: 'certificate', domain: certificate('is not signed by a known CA'), relay: 'same' },
  'validation-failure': { kind: 'certificate', domain: certificate('is not valid'), relay: 'same' },
  // RFC 8460 §4.3.2: policies
  'tlsa-invalid': { kind: 'other', domain: certificate('matches none of the TLSA records'), relay: 'same' },
  'dnssec-invalid': { kind: 'other', domain: clause('the DNSSEC answer', 'does not validate'), relay: 'same' },
  'dane-required': { kind: 'other', ...domainOrHost('promises DANE, and a server of it offers no TLS') },
  'sts-policy-fetch-error': { kind: 'other', domain: clause('the MTA-STS policy', 'cannot be fetched'), relay: 'same' },
  'sts-policy-invalid': { kind: 'other', domain: clause('the MTA-STS policy', 'is not valid'), relay: 'same' },
  'sts-webpki-invalid': {
    kind: 'other',
    domain: clause("the policy host's certificate", 'does not validate'),
    relay: 'same',
  },
  // DNS and MX
  'null-mx': { kind: 'no-mail', ...domainOrHost('does not accept mail: it has a null MX') },
  // Some senders take the null MX among others at its word, some do not.
  'null-mx-mixed': {
    kind: 'remark',
    mayAlso: 'bounce',
    domain: clause('a null MX', 'appears next to other MX records: some senders refuse all mail to the domain'),
    relay: clause('a null MX', 'appears next to other MX records: some senders send it no mail'),
  },
  nxdomain: { kind: 'no-mail', ...domainOrHost('does not exist') },
  'no-address': {
    kind: 'no-mail',
    domain: mxHost('has no address'),
    relay: { subject: "the relay's host", about: 'host', says: 'has no address' },
  },
  'dns-temporary': { kind: 'other', domain: clause('the DNS', 'gave no answer'), relay: 'same' },
  'mx-is-cname': { kind: 'remark', domain: mxHost('is an alias (CNAME), which RFC 5321 forbids'), relay: 'same' },
  'mx-is-ip': {
    kind: 'remark',
    domain: clause('the MX', 'is an IP address, which no certificate can name'),
    relay: 'same',
  },
  'address-not-public': {
    kind: 'other',
    domain: clause('the address', 'is not public and was not probed'),
    relay: 'same',
  },
  'not-all-probed': {
    kind: 'remark',
    mayAlso: 'unknown',
    ...domainOrHost('has more MX hosts or addresses than were probed'),
  },
  // Connection and dialogue
  'connect-refused': { kind: 'other', domain: server('refuses connections'), relay: 'same' },
  'connect-timeout': { kind: 'other', domain: server('does not answer'), relay: 'same' },
  'connect-unreachable': { kind: 'other', domain: server('cannot be reached from here'), relay: 'same' },
  'port25-blocked': {
    kind: 'other',
    domain: clause('port 25', 'is blocked here, so the server cannot be tested from here'),
    relay: clause('port 25', 'is blocked here, so the relay cannot be tested from here'),
  },
  'banner-timeout': { kind: 'other', domain: server('connects but sends no greeting in time'), relay: 'same' },
  'refused-421': { kind: 'refused', domain: server('temporarily refused the connection'), relay: 'same' },
  'refused-5xx': { kind: 'refused', domain: server('refused the connection'), relay: 'same' },
  'reply-timeout': { kind: 'other', domain: server('stopped answering'), relay: 'same' },
  'reply-invalid': {
    kind: 'other',
    domain: clause("the server's replies", 'are not SMTP or have no end'),
    relay: 'same',
  },
  'connection-lost': { kind: 'other', domain: server('closed the connection'), relay: 'same' },
  // TLS and certificate
  'client-refused': { kind: 'refused', domain: server('takes no mail from this machine'), relay: 'same' },
  'starttls-masked': {
    kind: 'other',
    domain: clause('a firewall or a tarpit', 'answers for the server, and does not show whether it has TLS'),
    relay: 'same',
  },
  'starttls-deferred': {
    kind: 'other',
    domain: server('offers STARTTLS, and answered it with a temporary error twice'),
    relay: 'same',
  },
  'starttls-refused': { kind: 'no-tls', domain: server('offers STARTTLS, then refuses it'), relay: 'same' },
  'handshake-failed': { kind: 'no-tls', domain: clause('the TLS handshake', 'fails'), relay: 'same' },
  'handshake-timeout': { kind: 'other', domain: clause('the TLS handshake', 'does not finish in time'), relay: 'same' },
  'protocol-too-old': { kind: 'no-tls', domain: server('speaks only TLS 1.1 or older'), relay: 'same' },
  'large-client-hello': {
    kind: 'remark',
    domain: server('has TLS only for senders whose first TLS message is short'),
    relay: 'same',
  },
  'depends-on-sni': {
    kind: 'other',
    domain: server('treats senders that name it in TLS (SNI) differently, and nobody knows whether Salesforce does'),
    relay: 'same',
  },
  'client-certificate-required': {
    kind: 'other',
    domain: server('wants a certificate of the sender for TLS'),
    relay: 'same',
  },
  'plaintext-after-starttls': {
    kind: 'remark',
    domain: server('sent plain text where the TLS handshake begins, a sign of injection'),
    relay: 'same',
  },
  'certificate-self-signed': { kind: 'certificate', domain: certificate('is self-signed'), relay: 'same' },
  'certificate-not-yet-valid': { kind: 'certificate', domain: certificate('is not valid yet'), relay: 'same' },
  'certificate-chain-incomplete': {
    kind: 'certificate',
    domain: certificate('most likely lacks an intermediate certificate'),
    relay: 'same',
  },
  'certificate-expires-soon': { kind: 'remark', domain: certificate('expires soon'), relay: 'same' },
  'cn-only': {
    kind: 'doubt',
    domain: clause('only the common name of the certificate', 'contains the host name'),
    relay: 'same',
  },
  'domain-name-only': {
    kind: 'doubt',
    domain: certificate('is valid for the mail domain but not for the MX host'),
    relay: certificate("is valid for the relay's host name but not for the MX host"),
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof REASONS;

/** In the order of the table. */
export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];

const TABLE: Readonly<Record<ReasonCode, Reason>> = REASONS;

export const reasonKind = (code: ReasonCode): ReasonKind => TABLE[code].kind;

/** What may become of mail beside what was seen of the servers; undefined for most reasons. */
export const mayAlso = (code: ReasonCode): Outcome | undefined => TABLE[code].mayAlso;

export function reasonClause(code: ReasonCode, target: MailTarget): Clause {
  const { domain, relay } = TABLE[code];
  return target === 'domain' || relay === 'same' ? domain : relay;
}
