import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import { createSecureContext } from 'node:tls';
import type { ReasonCode } from '../mail/reasonCode.ts';
import type { CertificateKind, CertificateStore } from './certificates.ts';
import { listen, type Listener } from './sockets.ts';

/*
 * Policy hosts (RFC 8461 §3.3): `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`. One server plays them all and tells
 * them apart by the name in the handshake and in the request.
 */

export interface Policy {
  readonly about: string;
  /** Lines of the policy, for a domain with these MX hosts. */
  readonly lines: (mx: readonly string[]) => readonly string[];
  readonly status?: number;
  readonly type?: string;
  /** `slow`: only after a long time. `endless`: without an end. */
  readonly pace?: 'slow' | 'endless';
  readonly redirect?: boolean;
  readonly certificate?: CertificateKind;
  /** What a preflight makes of it. */
  readonly seen: 'enforce' | 'testing' | 'none' | 'broken' | 'unknown';
  readonly reasons: readonly ReasonCode[];
}

const policy =
  (mode: string, ...more: readonly string[]) =>
  (mx: readonly string[]): readonly string[] => [
    'version: STSv1',
    `mode: ${mode}`,
    ...mx.map((host) => `mx: ${host}`),
    'max_age: 604800',
    ...more,
  ];

const FETCH_ERROR = { seen: 'broken', reasons: ['sts-policy-fetch-error'] } as const;
const INVALID = { seen: 'broken', reasons: ['sts-policy-invalid'] } as const;
const WEBPKI = { seen: 'broken', reasons: ['sts-webpki-invalid'] } as const;
const ENFORCE = { lines: policy('enforce'), seen: 'enforce', reasons: [] } as const;
const TOO_LARGE = 'x'.repeat(70 * 1024);

const TABLE = {
  enforce: { about: 'enforces TLS', ...ENFORCE },
  testing: { about: 'tests', lines: policy('testing'), seen: 'testing', reasons: [] },
  none: { about: 'promises nothing any more', lines: policy('none'), seen: 'none', reasons: [] },
  wildcard: {
    about: 'enforces TLS for *.domain',
    ...ENFORCE,
    lines: (mx) => policy('enforce')(mx.map((host) => host.replace(/^[^.]+/, '*'))),
  },
  // RFC 8461 §3.2: the first of equal fields counts, unknown fields are ignored.
  duplicates: { about: 'says its mode twice', ...ENFORCE, lines: policy('enforce', 'mode: none', 'x-more: words') },
  'other-mx': { about: 'names other MX hosts', ...ENFORCE, lines: () => policy('enforce')(['mx.elsewhere.test']) },
  'wrong-type': { about: 'comes as text/html', ...FETCH_ERROR, lines: policy('enforce'), type: 'text/html' },
  redirect: { about: 'lies behind a redirect', ...FETCH_ERROR, lines: policy('enforce'), redirect: true },
  'not-found': { about: 'is not there', ...FETCH_ERROR, lines: () => ['Not found'], status: 404 },
  'too-large': { about: 'is larger than 64 KiB', ...FETCH_ERROR, lines: policy('enforce', `x-filler: ${TOO_LARGE}`) },
  // No answer in time proves nothing.
  slow: { about: 'takes longer than a minute', seen: 'unknown', reasons: [], lines: policy('enforce'), pace: 'slow' },
  endless: { about: 'never ends', ...FETCH_ERROR, lines: policy('enforce'), pace: 'endless' },
  'self-signed': {
    about: 'has a self-signed certificate',
    ...WEBPKI,
    lines: policy('enforce'),
    certificate: 'self-signed',
  },
  'wrong-name': {
    about: 'has a certificate for another host',
    ...WEBPKI,
    lines: policy('enforce'),
    certificate: 'wrong-name',
  },
  // RFC 8461 §3.3: the name must stand in the subject alternative name.
  'cn-only': {
    about: 'has its name in the common name only',
    ...WEBPKI,
    lines: policy('enforce'),
    certificate: 'cn-only',
  },
  'too-old': {
    about: 'is to be kept for more than a year',
    ...INVALID,
    lines: (mx) => policy('enforce')(mx).map((line) => line.replace(/^max_age: .*/, 'max_age: 31557601')),
  },
  'bad-mx': { about: 'names an MX that is no name', ...INVALID, lines: () => policy('enforce')(['mx.*.test']) },
  syntax: { about: 'is no policy', ...INVALID, lines: () => ['<!doctype html>', '<title>Welcome</title>'] },
  'bad-mode': { about: 'has a mode that does not exist', ...INVALID, lines: policy('strict') },
  'without-mx': { about: 'enforces and names no MX', ...INVALID, lines: () => policy('enforce')([]) },
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof TABLE;

export const POLICIES: Readonly<Record<PolicyName, Policy>> = TABLE;

/** A policy host of the lab. */
export interface PolicyHost {
  /** `mta-sts.DOMAIN` */
  readonly host: string;
  readonly policy: Policy;
  readonly mx: readonly string[];
}

export const POLICY_PATH = '/.well-known/mta-sts.txt';
const ENDLESS_BYTES = 32 * 1024 * 1024;

export interface PolicyRequest {
  readonly host: string;
  readonly path: string;
}

export interface PolicyOptions {
  readonly certificate: CertificateStore;
  /** How long a slow policy takes. */
  readonly slowMs: number;
  readonly seen: (request: PolicyRequest) => void;
}

export async function startPolicyServer(
  hosts: ReadonlyMap<string, PolicyHost>,
  { certificate, slowMs, seen }: PolicyOptions,
): Promise<Listener> {
  const fallback = await certificate('no-sni', { host: 'invalid.test', domain: 'invalid.test' });
  const server = createServer(
    {
      cert: fallback.certificate,
      key: fallback.key,
      SNICallback: (name, done) => {
        certificate(hosts.get(name)?.policy.certificate ?? 'good', { host: name, domain: name }).then(
          ({ certificate: cert, key }) => {
            done(null, createSecureContext({ cert, key }));
          },
          (error: unknown) => {
            done(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    },
    (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      seen({ host, path: request.url ?? '' });
      reply(hosts.get(host), request.url ?? '', slowMs, response);
    },
  );
  return listen(server);
}

const REAL_PATH = '/policy.txt';

function reply(host: PolicyHost | undefined, path: string, slowMs: number, response: ServerResponse): void {
  if (!host || (path !== POLICY_PATH && path !== REAL_PATH)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\r\n');
    return;
  }
  const { policy: said } = host;
  // RFC 8461 §3.3: redirects must not be followed; behind this one lies a policy that would do.
  if (said.redirect === true && path === POLICY_PATH) {
    response.writeHead(301, { location: `https://${host.host}${REAL_PATH}` }).end();
    return;
  }
  response.writeHead(said.status ?? 200, { 'content-type': said.type ?? 'text/plain' });
  const text = said
    .lines(host.mx)
    .map((line) => `${line}\r\n`)
    .join('');
  switch (said.pace) {
    case 'slow': {
      response.flushHeaders();
      const timer = setTimeout(() => response.end(text), slowMs);
      response.once('close', () => {
        clearTimeout(timer);
      });
      return;
    }
    case 'endless':
      pour(text, response);
      return;
    case undefined:
      response.end(text);
  }
}

/** Writes no faster than the client reads. */
function pour(text: string, response: ServerResponse): void {
  const chunk = text.repeat(200);
  let sent = 0;
  const more = (): void => {
    if (response.destroyed || sent > ENDLESS_BYTES) {
      response.end();
      return;
    }
    sent += chunk.length;
    response.write(chunk, more);
  };
  more();
}
