import type { CertificateName } from '../pki.mts';
import type { Expected, Setup } from '../setup.mts';

type Parameters = Readonly<Record<string, string>>;

function postfix(
  name: string,
  certificates: readonly CertificateName[],
  expected: Expected,
  smtpd: Parameters = {},
  more: Partial<Setup> = {},
): Setup {
  return { name: `postfix-${name}`, server: { program: 'postfix', smtpd }, certificates, expected, ...more };
}

function postscreen(name: string, expected: Expected, parameters: Parameters): Setup {
  const server = { program: 'postfix', postscreen: parameters } as const;
  return { name: `postscreen-${name}`, server, certificates: ['valid'], expected };
}

const VERIFIED: Expected = { seen: 'verified' };
const unverified = (...reasons: readonly string[]): Expected => ({ seen: 'unverified', reasons });

const CERTIFICATES: readonly Setup[] = [
  postfix('valid', ['valid'], VERIFIED),
  postfix('expired', ['expired'], unverified('certificate-expired')),
  postfix('not-yet-valid', ['not-yet-valid'], unverified('certificate-not-yet-valid')),
  postfix('self-signed', ['self-signed'], unverified('certificate-self-signed')),
  postfix('unknown-ca', ['unknown-ca'], {
    seen: 'unverified',
    reasons: [['certificate-not-trusted', 'certificate-chain-incomplete']],
  }),
  postfix('missing-intermediate', ['missing-intermediate'], unverified('certificate-chain-incomplete')),
  postfix('wrong-name', ['wrong-name'], unverified('certificate-host-mismatch')),
  postfix('cn-only', ['cn-only'], { seen: 'doubtful', reasons: ['cn-only'] }),
  postfix('domain-only', ['domain-only'], { seen: 'doubtful', reasons: ['domain-name-only'] }),
  postfix('wildcard', ['wildcard'], VERIFIED),
  postfix('expired-intermediate', ['expired-intermediate'], unverified('certificate-expired')),
  postfix('rsa', ['rsa2048'], VERIFIED),
  postfix('p384', ['p384'], VERIFIED),
  postfix('ed25519', ['ed25519'], VERIFIED),
  postfix('rsa-and-ecdsa', ['rsa2048', 'valid'], VERIFIED),
];

/** OpenSSL 3 has TLS 1.1 at security level 0 only. */
const OLD_TLS: Parameters = {
  smtpd_tls_protocols: 'TLSv1, TLSv1.1',
  smtpd_tls_ciphers: 'medium',
  tls_medium_cipherlist: 'ALL:@SECLEVEL=0',
};
const REQUIRED = { smtpd_tls_security_level: 'encrypt' };

const TLS: readonly Setup[] = [
  postfix('no-tls', [], { seen: 'none', reasons: ['starttls-not-supported'] }),
  postfix(
    'no-tls-error-limit',
    [],
    { seen: 'none', reasons: ['starttls-not-supported'] },
    { smtpd_hard_error_limit: '1', smtpd_junk_command_limit: '1' },
  ),
  postfix('tls-1.1', ['valid'], { seen: 'none', reasons: ['protocol-too-old'] }, OLD_TLS),
  postfix('tls-1.2', ['valid'], VERIFIED, { smtpd_tls_protocols: 'TLSv1.2' }),
  postfix('tls-1.3', ['valid'], VERIFIED, { smtpd_tls_protocols: 'TLSv1.3' }),
  postfix('tls-required', ['valid'], VERIFIED, REQUIRED),
  postfix('smtputf8', ['valid'], VERIFIED, { smtputf8_enable: 'yes', smtpd_line_length_limit: '512' }),
  postfix(
    'not-advertised',
    ['valid'],
    { seen: 'none', reasons: ['starttls-not-supported'] },
    { smtpd_discard_ehlo_keywords: 'starttls' },
  ),
  postfix('anonymous-ciphers', [], { seen: 'none', reasons: ['handshake-failed'] }, { smtpd_tls_cert_file: 'none' }),
  postfix(
    'sni-map',
    ['self-signed'],
    { seen: 'sni-certificate', reasons: ['depends-on-sni'] },
    {},
    { sniCertificate: 'valid' },
  ),
  postfix('sni-map-spoils', ['valid'], VERIFIED, {}, { sniCertificate: 'self-signed' }),
  postfix('asks-client', ['valid'], VERIFIED, { smtpd_tls_ask_ccert: 'yes' }),
  postfix(
    'requires-client',
    ['valid'],
    { seen: 'client-certificate', reasons: ['client-certificate-required'] },
    { ...REQUIRED, smtpd_tls_req_ccert: 'yes' },
  ),
  postfix(
    'requires-client-1.2',
    ['valid'],
    { seen: 'client-certificate', reasons: ['client-certificate-required'] },
    { ...REQUIRED, smtpd_tls_req_ccert: 'yes', smtpd_tls_mandatory_protocols: 'TLSv1.2' },
  ),
];

const NO_BANNER: Expected = { seen: 'unknown', reasons: [['banner-timeout', 'connection-lost', 'refused-421']] };
const DNSBL = 'dnsbl.plain.test';
const AT_ONCE = { smtpd_delay_reject: 'no' };

const REFUSALS: readonly Setup[] = [
  postfix(
    'dnsbl',
    ['valid'],
    { seen: 'unknown', reasons: ['refused-5xx'] },
    { ...AT_ONCE, smtpd_client_restrictions: `reject_rbl_client ${DNSBL}` },
  ),
  postfix('dnsbl-at-rcpt', ['valid'], VERIFIED, { smtpd_client_restrictions: `reject_rbl_client ${DNSBL}` }),
  postfix(
    'helo-refused',
    ['valid'],
    { seen: 'unknown', reasons: [['client-refused', 'refused-5xx']] },
    { ...AT_ONCE, smtpd_helo_restrictions: 'reject' },
  ),
  postfix(
    'tls-session-rate',
    ['valid'],
    { seen: 'deferred', reasons: ['starttls-deferred'] },
    { smtpd_client_new_tls_session_rate_limit: '1' },
    { usedUp: true },
  ),
  postfix(
    'connection-rate',
    ['valid'],
    { seen: 'unknown', reasons: ['refused-421'] },
    { smtpd_client_connection_rate_limit: '1' },
    { usedUp: true },
  ),
  // Two, since the server may learn late that a connection has ended.
  postfix('few-connections', ['wildcard'], VERIFIED, { smtpd_client_connection_count_limit: '2' }, { hosts: 5 }),
  postfix('late-banner', ['valid'], VERIFIED, { ...AT_ONCE, smtpd_client_restrictions: 'sleep 2' }),
  postfix('smtps-wrapper', ['valid'], NO_BANNER, { smtpd_tls_wrappermode: 'yes' }),
  postfix('proxy-protocol', ['valid'], NO_BANNER, {
    smtpd_upstream_proxy_protocol: 'haproxy',
    smtpd_upstream_proxy_timeout: '3s',
  }),
];

const POSTSCREEN: readonly Setup[] = [
  postscreen('pass', VERIFIED, { postscreen_greet_wait: '1s' }),
  postscreen('greet', VERIFIED, {
    postscreen_greet_wait: '2s',
    postscreen_greet_banner: 'mx.real.test wait',
    postscreen_greet_action: 'enforce',
  }),
  postscreen('deep', VERIFIED, {
    postscreen_greet_wait: '1s',
    postscreen_pipelining_enable: 'yes',
    postscreen_non_smtp_command_enable: 'yes',
    postscreen_bare_newline_enable: 'yes',
  }),
  postscreen(
    'dnsbl-drop',
    { seen: 'unknown', reasons: ['refused-5xx'] },
    { postscreen_dnsbl_sites: DNSBL, postscreen_dnsbl_action: 'drop', postscreen_greet_wait: '3s' },
  ),
  postscreen('dnsbl-at-rcpt', VERIFIED, {
    postscreen_dnsbl_sites: DNSBL,
    postscreen_dnsbl_action: 'enforce',
    postscreen_greet_wait: '3s',
  }),
  postscreen('proxy-protocol', NO_BANNER, {
    postscreen_upstream_proxy_protocol: 'haproxy',
    postscreen_upstream_proxy_timeout: '3s',
  }),
];

export const POSTFIX_SETUPS: readonly Setup[] = [...CERTIFICATES, ...TLS, ...REFUSALS, ...POSTSCREEN];
