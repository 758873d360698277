/**
 * The root certificates that decide whether a certificate is trusted.
 *
 * They are passed explicitly: a socket that is already connected does not get the system's certificates that VS Code
 * adds to Node's defaults, and without them a company's own CA would look unknown. One context of each kind serves a
 * whole run, since reading several hundred roots takes tens of milliseconds.
 */
import { constants, X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

export interface TrustStore {
  /** `system+mozilla`, or `mozilla` where this platform cannot read the system's; `+extra` with roots of the caller. */
  readonly label: string;
  /** TLS 1.2 and newer, as Salesforce speaks it. */
  readonly context: tls.SecureContext;
  /** The same with a ClientHello that fits into one segment: without the large key share of newer TLS libraries. */
  smallContext(): tls.SecureContext;
  /** TLS 1.2 alone, in which a server's request for a certificate can be seen. */
  tls12Context(): tls.SecureContext;
  /** TLS 1.2 with signatures and keys that are too weak for us, and perhaps not for others. */
  weakContext(): tls.SecureContext | undefined;
  /** TLS 1.1 and older, to explain a failure; undefined where the platform has none. */
  legacyContext(): tls.SecureContext | undefined;
  /** Whose root this very certificate is; undefined if it is no root. */
  rootLabel(certificate: X509Certificate): string | undefined;
  /** The roots that bear this name. */
  rootsNamed(subject: string): readonly X509Certificate[];
}

interface LabelledPem {
  readonly label: string;
  readonly pem: string;
}

/** The one that was made last: hovers come one after the other, and each would read the roots again. */
let latest: { readonly key: string; readonly store: TrustStore } | undefined;

/** @throws RangeError if an entry of `extra` holds no certificate that can be read */
export function trustStore(extra: readonly string[] = []): TrustStore {
  const key = JSON.stringify(extra);
  if (latest?.key !== key) latest = { key, store: newTrustStore(extra) };
  return latest.store;
}

function newTrustStore(extra: readonly string[]): TrustStore {
  const added = extra.flatMap((text) => certificatesIn(text));
  const base = platformRoots();
  const all: readonly LabelledPem[] = [...base.roots, ...added.map((pem) => ({ label: 'extra', pem }))];
  const label = added.length > 0 ? `${base.label}+extra` : base.label;
  const ca = all.map(({ pem }) => pem);
  let byDer: ReadonlyMap<string, string> | undefined;
  let bySubject: ReadonlyMap<string, readonly X509Certificate[]> | undefined;
  let small: tls.SecureContext | undefined;
  let tls12: tls.SecureContext | undefined;
  let weak: { readonly context: tls.SecureContext | undefined } | undefined;
  let legacy: { readonly context: tls.SecureContext | undefined } | undefined;
  return {
    label,
    context: modernContext(ca),
    smallContext: () => (small ??= modernContext(ca, { ecdhCurve: SMALL_GROUPS })),
    tls12Context: () => (tls12 ??= modernContext(ca, { maxVersion: 'TLSv1.2' })),
    weakContext: () => (weak ??= { context: lenientContext('TLSv1.2', 'TLSv1.2') }).context,
    legacyContext: () => (legacy ??= { context: lenientContext('TLSv1', 'TLSv1.1') }).context,
    rootLabel(certificate) {
      byDer ??= new Map(all.toReversed().map((root) => [derOf(root.pem), root.label]));
      return byDer.get(certificate.raw.toString('base64'));
    },
    rootsNamed(subject) {
      bySubject ??= groupedBySubject(readable(ca));
      return bySubject.get(subject) ?? [];
    },
  };
}

let platform: { readonly label: string; readonly roots: readonly LabelledPem[] } | undefined;

function platformRoots(): { readonly label: string; readonly roots: readonly LabelledPem[] } {
  if (platform) return platform;
  const mozilla = tls.rootCertificates.map((pem) => ({ label: 'mozilla', pem }));
  const known = new Set(mozilla.map(({ pem }) => derOf(pem)));
  const system = systemRoots().flatMap((pem) => {
    const der = derOf(pem);
    if (known.has(der)) return [];
    known.add(der);
    return [{ label: 'system', pem }];
  });
  const label = systemRoots().length > 0 ? 'system+mozilla' : 'mozilla';
  return (platform = { label, roots: [...system, ...mozilla] });
}

function systemRoots(): readonly string[] {
  // Node 22.15 and newer.
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof get !== 'function') return [];
  try {
    return tls.getCACertificates('system');
  } catch {
    return [];
  }
}

/** RFC 5746: OpenSSL 3 refuses servers without secure renegotiation, which other senders still talk to. */
const LENIENT = constants.SSL_OP_LEGACY_SERVER_CONNECT;

/** RFC 8446 §4.2.7. Their key shares have 32 to 97 bytes; that of ML-KEM, which OpenSSL 3.5 sends first, has 1,216. */
const SMALL_GROUPS = 'X25519:P-256:P-384';

function modernContext(ca: string[], more: tls.SecureContextOptions = {}): tls.SecureContext {
  const options: tls.SecureContextOptions = { ca, minVersion: 'TLSv1.2', secureOptions: LENIENT, ...more };
  try {
    // Level 2 would refuse short keys that mail servers still get through with, and call that "no TLS".
    return tls.createSecureContext({ ...options, ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=1` });
  } catch {
    // BoringSSL (Electron) knows no security levels.
    return tls.createSecureContext(options);
  }
}

/** OpenSSL 3 speaks TLS 1.1 and 1.0, and takes signatures with SHA-1, at security level 0 only. */
function lenientContext(minVersion: tls.SecureVersion, maxVersion: tls.SecureVersion): tls.SecureContext | undefined {
  const versions: tls.SecureContextOptions = { minVersion, maxVersion, secureOptions: LENIENT };
  for (const options of [{ ...versions, ciphers: 'DEFAULT:@SECLEVEL=0' }, versions]) {
    try {
      return tls.createSecureContext(options);
    } catch {
      // Try the next; a platform that can do neither leaves the failure unexplained.
    }
  }
  return undefined;
}

function certificatesIn(text: string): readonly string[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0 || readable(found).length < found.length)
    throw new RangeError('the CA certificates cannot be read: PEM with at least one certificate is needed');
  return found;
}

function readable(pems: readonly string[]): X509Certificate[] {
  return pems.flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function groupedBySubject(roots: readonly X509Certificate[]): ReadonlyMap<string, readonly X509Certificate[]> {
  const groups = new Map<string, X509Certificate[]>();
  for (const root of roots) {
    const group = groups.get(root.subject);
    if (group) group.push(root);
    else groups.set(root.subject, [root]);
  }
  return groups;
}

const derOf = (pem: string): string => pem.replace(/-----[^-]+-----|\s+/g, '');
