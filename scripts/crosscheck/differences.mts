import type { Outcome } from '../../src/mail/outcome.ts';
import type { Level } from './tools.mts';

/*
 * Where the other programs may say something else, and why. An entry that does not occur any more is an error, so that
 * the table stays as short as the truth.
 */

export type Check = Level | 'openssl';

export interface Difference {
  readonly domains: readonly string[];
  /** What they say instead. */
  readonly theirs: Readonly<Partial<Record<Check, Outcome>>>;
  readonly reason: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    domains: ['cn-only.test'],
    theirs: { secure: 'tls', openssl: 'tls' },
    reason:
      'OpenSSL, and Postfix with it, still takes the common name where there are no DNS names. RFC 9525 forbids it; ' +
      "Salesforce's text says 'common name'. Ours leaves it open.",
  },
  {
    domains: ['domain-only.test'],
    theirs: { secure: 'bounce', openssl: 'bounce' },
    reason:
      "They were told to match the MX host only. Salesforce's documents can be read so, or so that the mail domain is " +
      'enough. Ours leaves it open.',
  },
  {
    domains: ['partial-wildcard.test'],
    theirs: { openssl: 'tls' },
    reason:
      'openssl s_client lets mx* stand for a part of a label. RFC 9525 §6.3 forbids it, and Postfix sets ' +
      'X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS.',
  },
  {
    domains: ['megabyte-line.test'],
    theirs: { may: 'clear', encrypt: 'bounce', secure: 'bounce', openssl: 'bounce' },
    reason:
      'They cut the line and go on: STARTTLS is not in what is left. Ours gives up on a reply line of more than 4096 ' +
      'bytes, and does not know what the server offers.',
  },
  {
    domains: ['banner-554.test'],
    theirs: { openssl: 'bounce' },
    reason:
      'openssl s_client does not read reply codes: it goes on after a 554 and calls the next line a broken handshake. ' +
      'A server that refuses us has said nothing about TLS.',
  },
  {
    domains: ['needs-sni.test', 'dane-needs-sni.test', 'tls-needs-sni.test', 'tls-needs-sni-reset.test'],
    theirs: { secure: 'tls', openssl: 'tls' },
    reason: 'They name the host (SNI). It is not known whether Salesforce does, so ours leaves it open.',
  },
  {
    domains: ['tls-needs-sni.test', 'tls-needs-sni-reset.test'],
    theirs: { may: 'tls', encrypt: 'tls' },
    reason: 'The same.',
  },
  {
    domains: ['tls-without-sni.test', 'good-without-sni.test'],
    theirs: { may: 'clear', encrypt: 'bounce' },
    reason: 'They were told to name the host (SNI), which this server refuses.',
  },
  {
    domains: ['good-without-sni.test'],
    theirs: { secure: 'bounce', openssl: 'bounce' },
    reason: 'The same. Ours tries without the name first, as Postfix does by itself, and is content.',
  },
  {
    domains: ['client-certificate-tls12.test'],
    theirs: { may: 'clear', encrypt: 'bounce', secure: 'bounce', openssl: 'bounce' },
    reason: 'The handshake fails without a certificate of the client. It is not known whether Salesforce shows one.',
  },
  {
    domains: ['client-certificate-tls13.test', 'client-certificate-421.test'],
    theirs: { may: 'tls', encrypt: 'tls', secure: 'tls', openssl: 'tls' },
    reason:
      'They stop at the handshake. The server says only afterwards that it wants a certificate; mail gets no further.',
  },
  {
    domains: ['refused-550.test', 'refused-451.test', 'refused-ehlo.test', 'refused-starttls.test'],
    theirs: { may: 'clear', encrypt: 'bounce', secure: 'bounce', openssl: 'bounce' },
    reason: 'The server turns this client away. They take it for a server without TLS.',
  },
  {
    domains: ['spamd.test', 'masked-banner.test', 'masked-keyword.test', 'one-line-ehlo.test'],
    theirs: { may: 'clear', encrypt: 'bounce', secure: 'bounce', openssl: 'bounce' },
    reason: 'A firewall or a tarpit answers. They take it for the server.',
  },
  {
    domains: ['starttls-454.test'],
    theirs: { may: 'clear', encrypt: 'bounce', secure: 'bounce', openssl: 'bounce' },
    reason: 'STARTTLS is put off. They ask once; ours asks twice and does not know whether it ends.',
  },
];

const NO_SERVER = 'the DNS names no server that could be asked';
const NO_ADDRESS = 'its MX host has no address that could be asked';
const DNS_FAILS = 'the DNS gives no answer that counts';
const NOT_PUBLIC = 'its address is not public, and neither we nor they may connect to it';

/**
 * Domains without a server to ask. What ours makes of their DNS is in test/preflight; the other programs use the
 * machine's own resolver, which knows nothing of the lab.
 */
export const NOT_ASKED: Readonly<Record<string, string>> = {
  'null-mx.test': NO_SERVER,
  'nxdomain.test': NO_SERVER,
  'nothing.test': NO_SERVER,
  'mx-without-address.test': NO_ADDRESS,
  'mx-nxdomain.test': NO_ADDRESS,
  'dns-servfail.test': DNS_FAILS,
  'dns-refused.test': DNS_FAILS,
  'dns-timeout.test': DNS_FAILS,
  'dns-wrong-id.test': DNS_FAILS,
  'dns-wrong-question.test': DNS_FAILS,
  'dns-address-servfail.test': DNS_FAILS,
  'mx-alias-loop.test': DNS_FAILS,
  'mx-alias-chain.test': DNS_FAILS,
  'private-address.test': NOT_PUBLIC,
  'loopback-address.test': NOT_PUBLIC,
};
