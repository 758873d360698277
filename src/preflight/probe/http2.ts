/**
 * POST requests to one server over one HTTP/2 connection (RFC 9113), bounded in time and bytes. The certificate is
 * always checked. A server that does not speak HTTP/2 says so in the TLS handshake (ALPN, RFC 7301), and is asked no
 * second time.
 */
import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2';
import { isIP } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { within } from './deadline.ts';
import { errorCode } from './errorText.ts';
import { failedBy, type HttpsAnswer } from './http.ts';
import type { Endpoint } from './options.ts';
import { evidenceText } from './untrustedText.ts';

interface Http2Post {
  /** `host:port` as the URL has it. */
  readonly authority: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly ms: number;
  readonly signal: AbortSignal;
}

export interface Http2Sender {
  /** @returns `not-spoken` if the server has no HTTP/2 @throws only the reason of the signal */
  post(wanted: Http2Post): Promise<HttpsAnswer | 'not-spoken'>;
  close(): void;
}

export function http2Sender(to: Endpoint, context: SecureContext, mostBytes: number): Http2Sender {
  let current: Promise<ClientHttp2Session | undefined> | undefined;
  let isSpoken = true;
  const open = new Set<ClientHttp2Session>();
  const end = new AbortController();
  /** The connection that requests share; another one after it has ended or has not answered. */
  const shared = (authority: string, ms: number): Promise<ClientHttp2Session | undefined> => {
    if (current) return current;
    const mine = openSession(to, authority, context, AbortSignal.any([end.signal, AbortSignal.timeout(ms)]));
    current = mine;
    const forget = (): void => {
      if (current === mine) current = undefined;
    };
    mine.then((session) => {
      if (!session) return;
      open.add(session);
      session.on('error', forget).on('goaway', forget);
      session.on('close', () => {
        open.delete(session);
        forget();
      });
      if (end.signal.aborted) session.destroy();
    }, forget);
    return mine;
  };
  const send = async (wanted: Http2Post, isLast: boolean): Promise<HttpsAnswer | undefined> => {
    const used = shared(wanted.authority, wanted.ms);
    try {
      const waited = await within(wanted.ms, wanted.signal, async (until) => {
        const session = await used;
        return session ? exchange(session, wanted, mostBytes, until) : undefined;
      });
      if (waited.kind === 'value') return waited.value;
      // A connection that was cut on the way never says so.
      if (current === used) current = undefined;
      return { kind: 'timeout' };
    } catch (error) {
      wanted.signal.throwIfAborted();
      if (isLast || !isNotProcessed(error)) return failedBy(error);
      if (current === used) current = undefined;
      return send(wanted, true);
    }
  };
  return {
    async post(wanted) {
      if (!isSpoken) return 'not-spoken';
      const answer = await send(wanted, false);
      if (answer) return answer;
      isSpoken = false;
      return 'not-spoken';
    },
    close() {
      end.abort();
      for (const session of open) session.destroy();
    },
  };
}

/** RFC 9113 §8.7: the server did not look at it, as when the connection has had its number of requests. */
function isNotProcessed(error: unknown): boolean {
  const code = errorCode(error);
  if (['ERR_HTTP2_GOAWAY_SESSION', 'ERR_HTTP2_INVALID_SESSION', 'ECONNRESET'].includes(code)) return true;
  return code === 'ERR_HTTP2_STREAM_ERROR' && error instanceof Error && error.message.includes('REFUSED_STREAM');
}

/** Undefined: the server has no HTTP/2. */
async function openSession(
  to: Endpoint,
  authority: string,
  context: SecureContext,
  signal: AbortSignal,
): Promise<ClientHttp2Session | undefined> {
  const socket = await openTls(to, context, signal);
  if (socket.alpnProtocol !== 'h2') {
    socket.destroy();
    return undefined;
  }
  const session = connectHttp2(`https://${authority}`, {
    createConnection: () => socket,
    // One question has one short answer; what is more is not read.
    maxSessionMemory: 4,
    settings: { enablePush: false },
  });
  // A run that is over must not wait for the server to hang up.
  session.unref();
  return session;
}

function openTls(to: Endpoint, context: SecureContext, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: to.host,
      port: to.port,
      secureContext: context,
      // RFC 6066 §3: no IP addresses.
      servername: isIP(to.host) > 0 ? '' : to.host,
      // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      rejectUnauthorized: true,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    const abort = (): void => {
      socket.destroy(new Error('the preflight has ended'));
    };
    signal.addEventListener('abort', abort, { once: true });
    const over = (): void => {
      signal.removeEventListener('abort', abort);
    };
    socket.once('close', over);
    socket.once('secureConnect', () => {
      over();
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function exchange(
  session: ClientHttp2Session,
  { authority, path, headers, body }: Http2Post,
  mostBytes: number,
  signal: AbortSignal,
): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(
      {
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_AUTHORITY]: authority,
        [constants.HTTP2_HEADER_PATH]: path,
        ...headers,
        'content-length': body.length,
      },
      { signal },
    );
    const chunks: Buffer[] = [];
    let bytes = 0;
    let status = 0;
    let type = '';
    stream.on('response', (received) => {
      status = received[':status'] ?? 0;
      type = evidenceText(received['content-type'] ?? '', 100);
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= mostBytes) return;
      resolve({ kind: 'too-large' });
      stream.close(constants.NGHTTP2_CANCEL);
    });
    stream.on('end', () => {
      resolve({ kind: 'response', status, type, body: Buffer.concat(chunks) });
    });
    stream.on('error', reject);
    stream.on('close', () => {
      reject(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }));
    });
    stream.end(body);
  });
}
