import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Endpoint } from '../../src/preflight/probe/options.ts';
import type { Outcome } from '../../src/mail/outcome.ts';

/*
 * The two programs that the engine is checked against: `posttls-finger` of Postfix and `openssl s_client`.
 *
 * Both are asked what Salesforce would ask: TLS 1.2 or newer, the MX host's name in the handshake (SNI), trust in the
 * lab's root only. What they do not let us choose is in the table of differences.
 */

/** Postfix's levels, by the Salesforce setting that they stand for: Preferred, Required, RequiredVerify. */
export const LEVELS = ['may', 'encrypt', 'secure'] as const;
export type Level = (typeof LEVELS)[number];

export interface Asked {
  /** The MX host: the name to send and to match. */
  readonly host: string;
  readonly at: Endpoint;
}

export interface Finger {
  readonly outcome: Outcome;
  /** How far Postfix trusts the certificate; undefined without TLS. */
  readonly trust: 'Verified' | 'Trusted' | 'Untrusted' | 'Anonymous' | undefined;
  readonly text: string;
}

export interface OpenSsl {
  readonly outcome: Outcome;
  /** The first fault of the certificate: `10` is "expired" (X509_V_ERR_*). */
  readonly fault: { readonly code: number; readonly text: string } | undefined;
  readonly text: string;
}

export interface Tools {
  readonly versions: string;
  readonly finger: (asked: Asked, level: Level) => Promise<Finger>;
  readonly openssl: (asked: Asked) => Promise<OpenSsl>;
  readonly close: () => void;
}

/** Seconds for one step of posttls-finger; openssl has no such limit. */
const STEP_SECONDS = 2;
/** Whatever a program is up to by then, it is ended: openssl waits on a tarpit for ever, and Postfix on a drip. */
const MAX_MS = 5000;
/** Endless replies come out at the other end of posttls-finger. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
const OWN_NAME = 'crosscheck.test';

/** @throws Error if one of the programs is not installed */
export async function openTools(ca: string): Promise<Tools> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-crosscheck-'));
  const close = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const caFile = path.join(folder, 'ca.pem');
    writeFileSync(caFile, ca);
    writeFileSync(
      path.join(folder, 'main.cf'),
      `compatibility_level = 3.6\ninet_protocols = all\nmyhostname = ${OWN_NAME}\n`,
    );
    const versions = await Promise.all([run('postconf', ['-dh', 'mail_version'], folder), run('openssl', ['version'])]);
    return {
      versions: versions.map(({ text }, index) => `${index === 0 ? 'Postfix ' : ''}${firstLine(text)}`).join(', '),
      finger: async (asked, level) =>
        readFinger(await run('posttls-finger', fingerArgs(asked, level, caFile), folder), level),
      openssl: async (asked) => readOpenSsl(await run('openssl', openSslArgs(asked, caFile))),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/ \(.*/, '') ?? '';

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

function fingerArgs({ host, at }: Asked, level: Level, caFile: string): readonly string[] {
  const seconds = String(STEP_SECONDS);
  const limits = ['-t', seconds, '-T', seconds];
  // Brackets: no MX lookup. The levels below `secure` do not match names.
  const destination = [`[${at.host}]:${at.port}`, ...(level === 'secure' ? [host] : [])];
  return ['-l', level, '-F', caFile, '-p', '>=TLSv1.2', '-s', host, ...limits, ...destination];
}

function openSslArgs({ host, at }: Asked, caFile: string): readonly string[] {
  const server = ['-starttls', 'smtp', '-connect', `${bracketed(at.host)}:${at.port}`, '-name', OWN_NAME];
  const trust = ['-CAfile', caFile, '-no-CApath', '-no-CAstore', '-verify_return_error'];
  const names = ['-servername', host, '-verify_hostname', host];
  return ['s_client', ...server, ...trust, ...names, '-min_protocol', 'TLSv1.2', '-brief'];
}

interface Ran {
  readonly text: string;
  /** Undefined: it had to be ended. */
  readonly exitCode: number | undefined;
}

function run(command: string, args: readonly string[], mailConfig?: string): Promise<Ran> {
  const env = {
    ...process.env,
    // Where posttls-finger lives, which is not in everybody's path.
    PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`,
    ...(mailConfig === undefined ? {} : { MAIL_CONFIG: mailConfig }),
  };
  const limits = { timeout: MAX_MS, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { ...limits, env, encoding: 'latin1' }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') {
        reject(new Error(`${command} is not installed (Debian: apt-get install postfix openssl)`));
        return;
      }
      const exitCode = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
      resolve({ text: `${stdout}${stderr}`, exitCode });
    });
    child.stdin?.end();
  });
}

/**
 * The exit code says nothing, so the text is read. The server's own words stand behind `< `, so they cannot be taken
 * for Postfix's. A server that could not be reached, refused us or fell silent has said nothing about TLS; one that ends
 * the handshake with an alert, or with bytes that are no TLS, has.
 */
export function readFinger(ran: Ran, level: Level | 'verify' | 'dane'): Finger {
  const text = ran.text.replaceAll(/^posttls-finger: /gm, '');
  const trust = /^(Verified|Trusted|Untrusted|Anonymous) TLS connection established/m.exec(
    text,
  )?.[1] as Finger['trust'];
  const verifies = level === 'verify' || level === 'secure';
  if (trust) return { outcome: !verifies || trust === 'Verified' ? 'tls' : 'bounce', trust, text };
  if (ran.exitCode === undefined || SAYS_NOTHING.test(text)) return { outcome: 'unknown', trust, text };
  if (!NO_TLS.test(text)) throw new Error(`posttls-finger says something that cannot be understood:\n${text}`);
  return { outcome: level === 'may' ? 'clear' : 'bounce', trust, text };
}

const SAYS_NOTHING = new RegExp(
  [
    'Failed to establish session',
    'SMTP service not available',
    '(fatal: )?(timeout|lost connection) while',
    '(EHLO|STARTTLS) rejected: 4(?!54)',
    'SSL_connect error to \\S+: (Connection|Broken|No route)',
  ]
    .map((start) => `^${start}`)
    .join('|'),
  'm',
);

/** It leaves after EHLO, without a word, where STARTTLS is not offered. */
const NO_TLS = /^(EHLO|STARTTLS) rejected: (5|454)|^SSL_connect error to \S+: -1|^> EHLO .*\n(< .*\n)+> QUIT/m;

/** Exits with 0 only where the chain and the name verify. */
export function readOpenSsl({ text, exitCode }: Ran): OpenSsl {
  if (exitCode === 0) return { outcome: 'tls', fault: undefined, text };
  const [, code, words = ''] = /^verify error:num=(\d+):(.*)$/m.exec(text) ?? [];
  if (code !== undefined) return { outcome: 'bounce', fault: { code: Number(code), text: words }, text };
  const lost = exitCode === undefined || /^(connect|write|read):errno=|unexpected eof while reading/m.test(text);
  return { outcome: lost ? 'unknown' : 'bounce', fault: undefined, text };
}
