import type { CertificateName } from '../pki.mts';
import type { Expected, Setup } from '../setup.mts';

interface Lines {
  readonly main?: readonly string[];
  readonly acl?: readonly string[];
}

function exim(
  name: string,
  certificates: readonly CertificateName[],
  expected: Expected,
  lines: Lines = {},
  more: Partial<Setup> = {},
): Setup {
  return { name: `exim-${name}`, server: { program: 'exim', ...lines }, certificates, expected, ...more };
}

const acl = (stage: string, ...statements: readonly string[]): Lines => ({
  main: [`acl_smtp_${stage} = acl_asked`],
  acl: ['acl_asked:', ...statements],
});

const VERIFIED: Expected = { seen: 'verified' };
const CLIENT: Expected = { seen: 'client-certificate', reasons: ['client-certificate-required'] };
const priority = (versions: string): Lines => ({ main: [`tls_require_ciphers = ${versions}`] });

/** Debian's Exim has GnuTLS, the other servers OpenSSL. */
export const EXIM_SETUPS: readonly Setup[] = [
  exim('no-tls', [], { seen: 'none', reasons: ['starttls-not-supported'] }),
  exim('valid', ['valid'], VERIFIED),
  exim('rsa', ['rsa2048'], VERIFIED),
  exim('expired', ['expired'], { seen: 'unverified', reasons: ['certificate-expired'] }),
  exim('missing-intermediate', ['missing-intermediate'], {
    seen: 'unverified',
    reasons: ['certificate-chain-incomplete'],
  }),
  exim(
    'tls-1.1',
    ['valid'],
    { seen: 'none', reasons: ['protocol-too-old'] },
    priority('NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:%COMPAT'),
  ),
  exim('tls-1.2', ['valid'], VERIFIED, priority('NORMAL:-VERS-ALL:+VERS-TLS1.2')),
  exim('tls-1.3', ['valid'], VERIFIED, priority('NORMAL:-VERS-ALL:+VERS-TLS1.3')),
  exim('asks-client', ['valid'], VERIFIED, { main: ['tls_try_verify_hosts = *', 'tls_verify_certificates = ROOT'] }),
  exim('requires-client', ['valid'], CLIENT, { main: ['tls_verify_hosts = *', 'tls_verify_certificates = ROOT'] }),
  exim('requires-client-1.2', ['valid'], CLIENT, {
    main: ['tls_verify_hosts = *', 'tls_verify_certificates = ROOT', ...(priority('NORMAL:-VERS-TLS1.3').main ?? [])],
  }),
  exim(
    'sni',
    ['self-signed'],
    { seen: 'sni-certificate', reasons: ['depends-on-sni'] },
    {},
    {
      sniCertificate: 'valid',
    },
  ),
  exim(
    'key-missing',
    ['valid'],
    { seen: 'deferred', reasons: ['starttls-deferred'] },
    {
      main: ['tls_privatekey = /nonexistent/key.pem'],
    },
  ),
  exim('delay', ['valid'], VERIFIED, acl('connect', 'accept delay = 2s')),
  exim(
    'refuses',
    ['valid'],
    { seen: 'unknown', reasons: ['refused-5xx'] },
    acl('connect', 'deny message = your address is listed'),
  ),
  exim(
    'defers',
    ['valid'],
    { seen: 'unknown', reasons: [['refused-421', 'client-refused']] },
    acl('connect', 'defer message = come back later'),
  ),
  exim(
    'helo-refused',
    ['valid'],
    { seen: 'unknown', reasons: [['client-refused', 'refused-5xx']] },
    acl('helo', 'deny message = rejected by local policy'),
  ),
  exim(
    'starttls-refused',
    ['valid'],
    { seen: 'none', reasons: ['starttls-refused'] },
    acl('starttls', 'deny message = not today'),
  ),
  exim(
    'starttls-policy',
    ['valid'],
    { seen: 'unknown', reasons: ['client-refused'] },
    acl('starttls', 'deny message = blocked by policy'),
  ),
  exim(
    'starttls-deferred',
    ['valid'],
    { seen: 'deferred', reasons: ['starttls-deferred'] },
    acl('starttls', 'defer message = not now'),
  ),
  exim('few-connections', ['wildcard'], VERIFIED, { main: ['smtp_accept_max_per_host = 2'] }, { hosts: 5 }),
  exim(
    'tls-on-connect',
    ['valid'],
    { seen: 'unknown', reasons: [['banner-timeout', 'connection-lost']] },
    {
      main: ['tls_on_connect_ports = 25'],
    },
  ),
  exim(
    'proxy-protocol',
    ['valid'],
    { seen: 'unknown', reasons: [['refused-5xx', 'client-refused']] },
    {
      main: ['hosts_proxy = *'],
    },
  ),
];
