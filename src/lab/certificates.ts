import type { Issued, LeafRequest, Pki } from './pki.ts';

/** The certificates of the lab's servers, by what is right or wrong with them. */
export type CertificateKind = keyof typeof KINDS;

/** Whose certificate: the MX host, and the mail domain that it serves. */
interface Owner {
  readonly host: string;
  readonly domain: string;
}

const KINDS = {
  good: ({ host }) => ({ names: [host] }),
  'self-signed': ({ host }) => ({ names: [host], issuer: 'self' }),
  expired: ({ host }) => ({ names: [host], fromDays: -120, toDays: -30 }),
  'not-yet-valid': ({ host }) => ({ names: [host], fromDays: 30, toDays: 120 }),
  'expires-soon': ({ host }) => ({ names: [host], fromDays: -85, toDays: 5 }),
  'wrong-name': () => ({ names: ['mail.elsewhere.test'] }),
  // Node reports the expiry only; both must be found.
  'expired-wrong-name': () => ({ names: ['mail.elsewhere.test'], fromDays: -120, toDays: -30 }),
  'missing-intermediate': ({ host }) => ({ names: [host], sends: 'leaf' }),
  'expired-intermediate': ({ host }) => ({ names: [host], issuer: 'expired' }),
  'stray-sent': ({ host }) => ({ names: [host], sends: 'stray' }),
  'other-ca': ({ host }) => ({ names: [host], issuer: 'other' }),
  'other-root-sent': ({ host }) => ({ names: [host], issuer: 'other', sends: 'root' }),
  'domain-only': ({ domain }) => ({ names: [domain, `www.${domain}`] }),
  'cn-only': ({ host }) => ({ names: [], commonName: host }),
  wildcard: ({ domain }) => ({ names: [`*.${domain}`] }),
  // RFC 9525 §6.3: `*` is the whole left-most label, and one label only.
  'partial-wildcard': ({ domain }) => ({ names: [`mx*.${domain}`] }),
  'client-only': ({ host }) => ({ names: [host], usage: 'client' }),
  // What large hosters show to clients that do not say whom they want (RFC 6066 §3).
  'no-sni': () => ({ names: [], commonName: 'invalid.test', issuer: 'self' }),
} as const satisfies Record<string, (owner: Owner) => LeafRequest>;

export type CertificateStore = (kind: CertificateKind, owner: Owner) => Promise<Issued>;

/** Issues on first use and remembers, since most servers of a lab are never asked. */
export function certificateStore(pki: Pki): CertificateStore {
  const issued = new Map<string, Promise<Issued>>();
  return (kind, owner) => {
    const key = `${kind} ${owner.host} ${owner.domain}`;
    const known = issued.get(key) ?? pki.issue(KINDS[kind](owner));
    issued.set(key, known);
    return known;
  };
}
