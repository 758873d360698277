import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../../../src/mail/outcome.ts';
import { type Finger, readFinger, readOpenSsl } from '../tools.mts';
import { serverFolder } from './namespace.mts';
import type { Placed } from './placed.mts';
import { type Ran, run } from './processes.mts';
import { domainOf } from './setup.mts';

/** The columns: levels of `posttls-finger`, then the other programs. */
export const CHECKS = ['may', 'encrypt', 'verify', 'secure', 'dane', 'openssl', 'swaks'] as const;
export type Check = (typeof CHECKS)[number];

export interface Said {
  readonly outcome: Outcome;
  readonly text: string;
}

export interface Tools {
  readonly versions: string;
  readonly ask: (check: Check, placed: Placed) => Promise<Said>;
}

export const OWN_NAME = 'client.real.test';

/** Some servers greet after two seconds. */
const STEP_SECONDS = '5';
const MAX_MS = 7000;

export async function openTools(ca: string): Promise<Tools> {
  const folder = serverFolder('tools');
  const main = [
    'compatibility_level = 3.6',
    'inet_protocols = ipv4',
    `myhostname = ${OWN_NAME}`,
    'dnssec_probe = ns:real.test',
  ];
  writeFileSync(path.join(folder, 'main.cf'), `${main.join('\n')}\n`);
  const env = { MAIL_CONFIG: folder };
  const finger = (placed: Placed, level: string): Promise<Ran> =>
    run('posttls-finger', fingerArgs(placed, level, ca), { ms: MAX_MS, env });
  const versions = await Promise.all([
    run('postconf', ['-dh', 'mail_version'], { ms: MAX_MS, env }),
    run('openssl', ['version'], { ms: MAX_MS }),
    run('swaks', ['--version'], { ms: MAX_MS }),
  ]);
  return {
    versions: ['Postfix ', '', ''].map((name, index) => `${name}${firstLine(versions[index]?.text ?? '')}`).join(', '),
    ask: async (check, placed) => {
      switch (check) {
        case 'openssl':
          return readOpenSsl(await run('openssl', openSslArgs(placed, ca), { ms: MAX_MS }));
        case 'swaks':
          return readSwaks(await run('swaks', swaksArgs(placed), { ms: MAX_MS }));
        case 'may':
        case 'encrypt':
        case 'verify':
        case 'secure':
          return readFinger(await finger(placed, check), check);
        case 'dane':
          return readDane(readFinger(await finger(placed, 'dane'), 'dane'), () => finger(placed, 'dane-only'));
      }
    },
  };
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ \(.*/, '') ?? '';

/**
 * The domain, so that Postfix looks up the MX hosts as it does for mail. `verify` takes the name of the MX host, and
 * `secure` that of the domain too: the two ways to read Salesforce's documents.
 */
function fingerArgs({ setup }: Placed, level: string, ca: string): readonly string[] {
  const limits = ['-t', STEP_SECONDS, '-T', STEP_SECONDS];
  const names = level === 'verify' ? ['hostname'] : level === 'secure' ? ['nexthop', 'hostname'] : [];
  const protocols = ['-p', '>=TLSv1.2'];
  return ['-l', level, '-F', ca, ...protocols, ...limits, domainOf(setup), ...names];
}

/**
 * At the level `dane`, the text does not say whether TLSA records decide. At `dane-only` it says where they do not: then
 * TLS is as at `may`, or as at `encrypt` where there are records.
 */
async function readDane(said: Finger, askOnly: () => Promise<Ran>): Promise<Said> {
  if (said.outcome === 'unknown' || said.trust === 'Verified') return said;
  const { text } = await askOnly();
  const withTls = said.trust !== undefined;
  const outcome = /^posttls-finger: no TLSA records found/m.test(text)
    ? withTls
      ? 'tls'
      : 'clear'
    : withTls && text.includes('all TLSA records unusable')
      ? 'tls'
      : 'bounce';
  return { outcome, text: `${said.text}${text}` };
}

function openSslArgs({ host }: Placed, ca: string): readonly string[] {
  const server = ['-starttls', 'smtp', '-connect', `${host}:25`, '-name', OWN_NAME];
  const trust = ['-CAfile', ca, '-no-CApath', '-no-CAstore', '-verify_return_error'];
  const names = ['-servername', host, '-verify_hostname', host];
  return ['s_client', ...server, ...trust, ...names, '-min_protocol', 'TLSv1.2', '-brief'];
}

const swaksArgs = ({ host }: Placed): readonly string[] => [
  ...['--server', host, '--helo', OWN_NAME, '--to', 'somebody@real.test', '--from', 'somebody@real.test'],
  ...['--tls', '--tls-protocol', 'tlsv1_2,tlsv1_3', '--quit-after', 'TLS', '--timeout', STEP_SECONDS],
];

/** What `swaks` exits with where TLS was asked for and could not be had. */
const NO_TLS = 29;

/** It knows nothing of certificates: any TLS is good, and no TLS is a failure. */
function readSwaks({ exitCode, text }: Ran): Said {
  return { outcome: exitCode === 0 ? 'tls' : exitCode === NO_TLS ? 'bounce' : 'unknown', text };
}
