/**
 * One TCP connection to a mail server: plain at first, then TLS. Every wait has a deadline and ends at once when the
 * run is aborted; whatever happens, `close` leaves no socket behind.
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { errorText } from './errorText.ts';
import type { Transcript } from './untrustedText.ts';
import type { Endpoint } from './options.ts';
import { brokenBy, type Broken, type Received, type ReplyReader, replyReader } from './replyReader.ts';
import { within } from './deadline.ts';
import { issuedChain, type TlsPeer } from './tls/peer.ts';
import { watchedSocket } from './tls/watchedSocket.ts';

/** What a client says first in TLS. */
export interface ClientHello {
  /** RFC 6066 §3: the host that is named (SNI). Undefined: none is. */
  readonly servername: string | undefined;
  readonly context: SecureContext;
  /** Watch whether the server asks for a certificate; slower, so only where that can explain a failure. */
  readonly watch: boolean;
}

/** RFC 6066 §3: a host name, never an address. Underscores are no part of one, and yet stand in MX records. */
export const canBeNamed = (host: string): boolean => isIP(host) === 0 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(host);

export const helloFor = (host: string, context: SecureContext): ClientHello => ({
  servername: canBeNamed(host) ? host : undefined,
  context,
  watch: false,
});

/** How long a server may take to hang up after its last word. */
const GRACE_MS = 50;

export type Connected = { readonly kind: 'connected'; readonly connection: Connection } | Broken;
type Handshaken = { readonly kind: 'tls'; readonly peer: TlsPeer } | Broken;

export interface Connection {
  /** The address that the socket is connected to, and ours. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  reply(ms: number): Promise<Received>;
  send(line: string): void;
  /**
   * Begins TLS. `injected`: bytes that came in plain text after the reply to STARTTLS; they are thrown away.
   * `askedForCertificate`: the server was seen to ask for one, up to TLS 1.2.
   */
  secure(
    hello: ClientHello,
    ms: number,
  ): Promise<Handshaken & { readonly injected: string; readonly askedForCertificate: boolean }>;
  /** Says QUIT, waits for the answer and for the server to hang up, and closes. */
  quit(ms: number): Promise<void>;
  close(): void;
}

/** @throws only the reason of `signal` */
export async function openConnection(
  to: Endpoint,
  ms: number,
  signal: AbortSignal,
  log: Transcript,
): Promise<Connected> {
  const socket = connectTcp({ host: to.host, port: to.port, noDelay: true });
  // Without a listener an error after the last wait would end the process.
  socket.on('error', () => undefined);
  try {
    const waited = await within(ms, signal, () => connected(socket));
    if (waited.kind === 'value') return { kind: 'connected', connection: connectionOver(socket, signal, log) };
    socket.destroy();
    return { kind: 'timeout' };
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    return brokenBy(error);
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
}

function connectionOver(socket: Socket, signal: AbortSignal, log: Transcript): Connection {
  let stream: Socket = socket;
  let reader: ReplyReader = replyReader(socket, log);
  /** After a failed handshake the connection speaks neither plain text nor TLS. */
  let usable = true;
  const close = (): void => {
    signal.removeEventListener('abort', close);
    stream.destroy();
    socket.destroy();
  };
  signal.addEventListener('abort', close, { once: true });
  const send = (line: string): void => {
    if (!stream.writable) return;
    log.add('client', line);
    stream.write(`${line}\r\n`);
  };
  return {
    remoteAddress: socket.remoteAddress ?? '',
    localAddress: socket.localAddress ?? '',
    reply: (ms) => reader.next(ms, signal),
    send,
    async secure(hello, ms) {
      const injected = reader.detach().toString('utf8', 0, 1000);
      const watched = hello.watch ? watchedSocket(socket) : undefined;
      const secured = tlsOver(watched?.stream ?? socket, hello);
      stream = secured;
      const shaken = await handshake(secured, ms, signal);
      if (shaken.kind === 'tls') reader = replyReader(secured, log);
      else usable = false;
      return { ...shaken, injected, askedForCertificate: watched?.askedForCertificate() ?? false };
    },
    async quit(ms) {
      if (usable && stream.writable) {
        send('QUIT');
        const answer = await reader.next(ms, signal);
        // A server that counts connections lets the next one in only when it is done with this one.
        if (answer.kind === 'reply') await reader.next(Math.min(ms, GRACE_MS), signal);
        close();
        return;
      }
      close();
      // The server learns of it a moment later; until then another connection would be a second one.
      await within(Math.min(ms, GRACE_MS), signal, () => new Promise<never>(() => undefined));
    },
    close,
  };
}

function tlsOver(socket: Duplex, { servername, context }: ClientHello): TLSSocket {
  const secured = connectTls({
    socket,
    secureContext: context,
    // The certificate is judged afterwards, and on more than one count.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(servername === undefined ? {} : { servername }),
  });
  secured.on('error', () => undefined);
  return secured;
}

async function handshake(secured: TLSSocket, ms: number, signal: AbortSignal): Promise<Handshaken> {
  try {
    const waited = await within(ms, signal, () => handshaken(secured));
    return waited.kind === 'value' ? { kind: 'tls', peer: peerOf(secured) } : waited;
  } catch (error) {
    signal.throwIfAborted();
    return brokenBy(error);
  }
}

function handshaken(secured: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    secured.once('secureConnect', resolve).once('error', reject);
    secured.once('close', () => {
      reject(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }));
    });
  });
}

function peerOf(secured: TLSSocket): TlsPeer {
  // Declared as an Error, in truth its code.
  const error: unknown = secured.authorizationError;
  const leaf = secured.getPeerX509Certificate();
  return {
    protocol: secured.getProtocol() ?? 'unknown',
    cipher: secured.getCipher().standardName,
    chain: leaf ? issuedChain(leaf).map(({ raw }) => raw) : [],
    authorizationError: secured.authorized ? undefined : typeof error === 'string' ? error : errorText(error),
  };
}
