/**
 * What the system and the TLS library say when something fails, in words that are the same from run to run: without
 * the addresses, ports, thread ids and source paths that both put into theirs.
 */
import { evidenceText } from './untrustedText.ts';

/** The `code` that Node gives its errors; empty if there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The number of the alert that the other side sent (RFC 8446 §6); undefined if this error is none. */
export const alertOf = (error: unknown): number | undefined =>
  error instanceof Error ? alertIn(error.message) : undefined;

/** The text of an error, with its code where it has one. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return evidenceText(String(error));
  const code = errorCode(error);
  const known = SYSTEM[code];
  if (known !== undefined) return `${known} (${code})`;
  // What the system says names the address and the port.
  if ('syscall' in error && code !== '') return evidenceText(`${String(error.syscall)} failed (${code})`);
  const alert = alertOf(error);
  // Node's code of an alert differs with the version of the TLS library, and says no more than its number.
  if (alert !== undefined) return `TLS alert ${alert}${ALERTS[alert] === undefined ? '' : `: ${ALERTS[alert]}`}`;
  const text = libraryText(error.message);
  return evidenceText(code === '' || text.includes(code) ? text : `${code}: ${text}`);
}

/** Whose messages name the address and port, or differ by the moment at which the connection was lost. */
const SYSTEM: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ECONNABORTED: 'the connection was aborted',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ENETDOWN: 'the network is down',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine has no such kind of address',
  EACCES: 'this machine forbids the connection',
  EPERM: 'this machine forbids the connection',
};

/** `00C0…:error:0A000410:SSL routines:function:what is wrong:path:line:…`, as OpenSSL and BoringSSL write it. */
const LIBRARY = /error:[0-9a-f]+:[^:]*:[^:]*:([^:]*)/i;

const libraryText = (message: string): string => (LIBRARY.exec(message)?.[1] ?? message).replace(/\s+/g, ' ').trim();

function alertIn(message: string): number | undefined {
  const found = /SSL alert number (\d{1,3})/.exec(message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** RFC 8446 §6: each version of a library has words of its own for them. */
const ALERTS: Readonly<Record<number, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record MAC',
  22: 'record overflow',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown CA',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  109: 'missing extension',
  110: 'unsupported extension',
  112: 'unrecognized name',
  116: 'certificate required',
  120: 'no application protocol',
};
