/**
 * Why a delivery may fail or stay in clear, each in one short sentence.
 *
 * The names are those of RFC 8460 §4.3 where it has one; the rest are ours.
 * `reply-timeout` is a server that greets and then stalls, `reply-invalid` one that does not keep to SMTP or to
 * bounded replies, `not-all-probed` a domain with more MX hosts or addresses than are looked at.
 */
const TEXTS = {
  // RFC 8460 §4.3.1: negotiation
  'starttls-not-supported': 'The server does not offer STARTTLS.',
  'certificate-host-mismatch': 'The certificate names neither the MX host nor the mail domain.',
  'certificate-expired': 'The certificate has expired.',
  'certificate-not-trusted': 'The certificate is not signed by a known CA.',
  'validation-failure': 'The certificate does not validate.',
  // RFC 8460 §4.3.2: policies
  'tlsa-invalid': 'The certificate matches none of the TLSA records.',
  'dnssec-invalid': 'The DNSSEC answer does not validate.',
  'dane-required': 'The domain promises DANE, and its TLSA records cannot be used.',
  'sts-policy-fetch-error': 'The MTA-STS policy cannot be fetched.',
  'sts-policy-invalid': 'The MTA-STS policy is not valid.',
  'sts-webpki-invalid': "The policy host's certificate does not validate.",
  // DNS and MX
  'null-mx': 'The domain takes no mail: it has a null MX.',
  'null-mx-mixed': 'A null MX stands beside others: some senders refuse all mail to the domain.',
  nxdomain: 'The domain does not exist.',
  'no-address': 'The MX host has no address.',
  'dns-temporary': 'The DNS gave no answer, so nothing is known.',
  'mx-is-cname': 'The MX host is an alias (CNAME), which RFC 5321 forbids.',
  'mx-is-ip': 'The MX is an IP address, which no certificate can name.',
  'address-not-public': 'The address is not public and was not probed.',
  'not-all-probed': 'The domain has more MX hosts or addresses than were probed.',
  // Connection and dialogue
  'connect-refused': 'The server refuses connections.',
  'connect-timeout': 'The server does not answer.',
  'connect-unreachable': 'The server cannot be reached from here.',
  'port25-blocked': 'Port 25 is blocked here, so the server cannot be tested from here.',
  'banner-timeout': 'The server connects but sends no greeting in time.',
  'refused-421': 'The server refused us for now.',
  'refused-5xx': 'The server refused us.',
  'reply-timeout': 'The server stopped answering.',
  'reply-invalid': "The server's replies are not SMTP or have no end.",
  'connection-lost': 'The server closed the connection.',
  // TLS and certificate
  'starttls-refused': 'The server offers STARTTLS and refuses it.',
  'handshake-failed': 'The TLS handshake fails.',
  'handshake-timeout': 'The TLS handshake does not finish in time.',
  'protocol-too-old': 'The server speaks only TLS 1.1 or older.',
  'plaintext-after-starttls': 'The server sent plain text where the TLS handshake begins, a sign of injection.',
  'certificate-self-signed': 'The certificate is self-signed.',
  'certificate-not-yet-valid': 'The certificate is not valid yet.',
  'certificate-chain-incomplete': 'The server most likely does not send the intermediate certificate.',
  'certificate-expires-soon': 'The certificate expires soon.',
  'cn-only': 'Only the common name of the certificate names the host.',
  'domain-name-only': 'The certificate names the mail domain and not the MX host.',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof TEXTS;

export const REASON_CODES = Object.keys(TEXTS) as readonly ReasonCode[];

export function reasonText(code: ReasonCode): string {
  return TEXTS[code];
}
