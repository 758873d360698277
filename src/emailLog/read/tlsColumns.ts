/** What the TLS columns of a D row say (KB 000383894). */

import type { ByteView } from './byteTable.ts';
import { type TlsVersion, TLS_VERSIONS } from '../model.ts';

/** Salesforce speaks TLS 1.2 and newer only: an older session, out of an old log, says nothing of today. */
export const isUsable = (version: TlsVersion): boolean => version === 'TLSv1.2' || version === 'TLSv1.3';

/** Beside the versions: `:` alone is unencrypted mail, `None` a hand-off between Salesforce's servers. */
export const UNSTATED = -1;
export const CLEAR = -2;
export const INTERNAL = -3;

/** Four ASCII characters as `getInt32` reads them. */
const word = (text: string): number => new DataView(new TextEncoder().encode(text).buffer).getInt32(0, true);

const TLSV = word('TLSv');
const TLS_1_2 = word('1.2:');
const TLS_1_3 = word('1.3:');
const VERI = word('Veri');
const FIED = word('fied');
const COLON = 58;
const DOT = 46;
const ZERO = 48;

/** The number of a TLS version, or one of the three above. */
export function readCipher({ bytes, words }: ByteView, start: number, end: number): number {
  const length = end - start;
  if (length >= 8 && words.getInt32(start, true) === TLSV) {
    const version = words.getInt32(start + 4, true);
    if (version === TLS_1_2) return FIRST_TLS + 2;
    if (version === TLS_1_3) return FIRST_TLS + 3;
  }
  if (length === 1 && bytes[start] === COLON) return CLEAR;
  if (length === 4 && isWord(bytes, start, 'none')) return INTERNAL;
  if (length < 4) return UNSTATED;
  if (isWord(bytes, start, 'tls')) return tlsVersion(bytes, start + 3, end);
  if (isWord(bytes, start, 'sslv'))
    return bytes[start + 4] === ZERO + 2 ? 0 : bytes[start + 4] === ZERO + 3 ? 1 : UNSTATED;
  return UNSTATED;
}

const OTHER = TLS_VERSIONS.indexOf('other');
const FIRST_TLS = TLS_VERSIONS.indexOf('TLSv1');

/** `v1.2:...`, `1.2`, `v1` */
function tlsVersion(bytes: Uint8Array, start: number, end: number): number {
  let at = ((bytes[start] ?? 0) | 32) === 118 ? start + 1 : start;
  const major = (bytes[at++] ?? 0) - ZERO;
  if (at > end || major < 0 || major > 9) return UNSTATED;
  const dotted = at + 1 < end && bytes[at] === DOT;
  const minor = dotted ? (bytes[at + 1] ?? 0) - ZERO : 0;
  if (dotted) at += 2;
  if (at < end && bytes[at] !== COLON) return UNSTATED;
  return major === 1 && minor >= 0 && minor <= 3 ? FIRST_TLS + minor : OTHER;
}

export type Verification = 'verified' | 'unverified' | 'unstated';

/** Filled only under Preferred Verify and Required Verify. */
export function readVerified({ bytes, words }: ByteView, start: number, end: number): Verification {
  if (end - start === 8 && words.getInt32(start, true) === VERI && words.getInt32(start + 4, true) === FIED)
    return 'verified';
  if (end - start === 8 && isWord(bytes, start, 'verified')) return 'verified';
  return end - start === 10 && isWord(bytes, start, 'unverified') ? 'unverified' : 'unstated';
}

function isWord(bytes: Uint8Array, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (((bytes[start + at] ?? 0) | 32) !== word.charCodeAt(at)) return false;
  return true;
}
