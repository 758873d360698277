import type { CheckSession, ModeFacts } from '../../src/enforcement/session.ts';

/** Modes and sessions to make verdicts of. */

export const NO_TLS: ModeFacts = { name: 'no-starttls', about: 'does not offer STARTTLS', serves: 'none' };
export const BROKEN: ModeFacts = { name: 'handshake-fails', about: 'breaks it off', serves: 'none' };
export const OLD: ModeFacts = { name: 'tls-1.1', about: 'is old', serves: 'none' };
export const SELF: ModeFacts = { name: 'self-signed', about: 'is self-signed', serves: 'unverified' };
export const GOOD: ModeFacts = { name: 'good', about: 'is good', serves: 'verified' };
export const INCOMPLETE: ModeFacts = {
  name: 'incomplete-chain',
  about: 'lacks one',
  serves: 'unverified',
  completable: true,
};
export const OLD_TLS = { protocol: 'TLSv1.1', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA', serverName: undefined };
export const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', serverName: undefined };

export const BASE: CheckSession = {
  number: 1,
  startedAt: 0,
  endedAt: 0,
  address: '203.0.113.5',
  port: 25,
  mode: NO_TLS,
  hello: 'a.mta.example.com',
  extended: true,
  starttls: 'not-asked',
  tls: undefined,
  failure: undefined,
  tlsError: undefined,
  reached: { clear: 'nothing', tls: 'nothing' },
  named: undefined,
  senderDomain: undefined,
  messages: [],
  commands: [],
  oddities: [],
  endedBy: 'quit',
  cut: undefined,
};
export const session = (more: Partial<CheckSession>): CheckSession => ({ ...BASE, ...more });
export const mail = (address: number, more: Partial<CheckSession> = {}): CheckSession => {
  const tls = more.mode !== undefined && more.mode.serves !== 'none';
  return session({
    reached: tls ? { clear: 'nothing', tls: 'message' } : { clear: 'message', tls: 'nothing' },
    messages: [{ address, size: 1, tls, headers: [] }],
    ...(tls ? { starttls: 'done', tls: TLS } : {}),
    ...more,
  });
};

export const OVER_OLD_TLS = {
  starttls: 'done',
  tls: OLD_TLS,
  reached: { clear: 'nothing', tls: 'message' },
  messages: [{ address: 1, size: 1, tls: true, headers: [] }],
} as const satisfies Partial<CheckSession>;
