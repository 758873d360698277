/**
 * One HTTPS request to one address, bounded in time and bytes. Redirects are not followed.
 * For DNS over HTTPS and MTA-STS policies; both say what must hold of the certificate, so it is always checked.
 */
import { type Agent, request, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { X509Certificate } from 'node:crypto';
import type { PeerCertificate, SecureContext } from 'node:tls';
import { errorCode, errorText } from './errorText.ts';
import { evidenceText } from './untrustedText.ts';
import type { Endpoint } from './options.ts';
import { within } from './deadline.ts';

export interface HttpsRequest {
  /** For the certificate, SNI and, if `headers` name no other, the Host header. An IP address: as in `connectTo`. */
  readonly host: string;
  readonly connectTo: Endpoint;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly context: SecureContext;
  readonly agent?: Agent;
  /** A name in the common name alone does not count. */
  readonly dnsIdOnly?: boolean;
  readonly mostBytes: number;
  readonly ms: number;
  readonly signal: AbortSignal;
  /** Whether the address that the socket is connected to may be talked to. */
  readonly accepts?: (address: string) => boolean;
}

export type HttpsAnswer =
  | { readonly kind: 'response'; readonly status: number; readonly type: string; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'timeout' }
  /** `certificate`: the host's certificate does not validate. */
  | { readonly kind: 'failed'; readonly certificate: boolean; readonly code: string; readonly text: string };

/** @throws only the reason of the signal */
export async function httpsRequest(wanted: HttpsRequest): Promise<HttpsAnswer> {
  try {
    const waited = await within(wanted.ms, wanted.signal, (until) => exchange(wanted, until));
    return waited.kind === 'value' ? waited.value : { kind: 'timeout' };
  } catch (error) {
    wanted.signal.throwIfAborted();
    return failedBy(error);
  }
}

export const failedBy = (error: unknown): HttpsAnswer => ({
  kind: 'failed',
  certificate: isCertificateError(error),
  code: errorCode(error),
  text: errorText(error),
});

function exchange(wanted: HttpsRequest, signal: AbortSignal): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      host: wanted.connectTo.host,
      port: wanted.connectTo.port,
      // RFC 6066 §3: no IP addresses. Empty, or else Node takes it from the Host header.
      servername: isIP(wanted.host) > 0 ? '' : wanted.host,
      // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      rejectUnauthorized: true,
      ...(wanted.dnsIdOnly === true ? { checkServerIdentity: checkDnsId } : {}),
      path: wanted.path,
      method: wanted.method,
      headers: { host: wanted.host, ...wanted.headers, 'content-length': wanted.body?.length ?? 0 },
      // Not in Node's types for https, though passed on to tls.connect.
      ...{ secureContext: wanted.context },
      agent: wanted.agent ?? false,
      maxHeaderSize: 16_384,
      signal,
    };
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= wanted.mostBytes) return;
        resolve({ kind: 'too-large' });
        outgoing.destroy();
      });
      response.on('end', () => {
        const type = evidenceText(response.headers['content-type'] ?? '', 100);
        resolve({ kind: 'response', status: response.statusCode ?? 0, type, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.on('socket', (socket) => {
      socket.once('connect', () => {
        if (wanted.accepts?.(socket.remoteAddress ?? '') === false) outgoing.destroy(new Error('address not public'));
      });
    });
    outgoing.end(wanted.body);
  });
}

/** RFC 8461 §3.3: DNS-ID only. Node falls back to the common name where there is no other. */
function checkDnsId(host: string, certificate: PeerCertificate): Error | undefined {
  const named = new X509Certificate(certificate.raw).checkHost(host, { subject: 'never', partialWildcards: false });
  if (named !== undefined) return undefined;
  return Object.assign(new Error(`the certificate does not name ${host}`), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}

/** The codes of OpenSSL's and BoringSSL's certificate verification as Node names them. */
function isCertificateError(error: unknown): boolean {
  const code = errorCode(error);
  // The server's word about ours, such as ALERT_CERTIFICATE_REQUIRED.
  if (code.includes('ALERT')) return false;
  return (
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' ||
    /CERT|ISSUER|SIGNATURE|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/.test(code)
  );
}
