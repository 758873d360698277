/**
 * A socket that is watched while TLS begins on it. Node does not tell whether the server asked for a certificate of
 * the client. Up to TLS 1.2 that request (RFC 5246 §7.4.4) is sent in plain text, and so it can be read on the way.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

export interface WatchedSocket {
  /** For the TLS library, in place of the socket. */
  readonly stream: Duplex;
  readonly askedForCertificate: () => boolean;
}

/** The flight of a server is its certificates and little more. */
const MAX_BYTES_KEPT = 32_768;
/** What waits for the TLS library: hundreds of sockets may be watched at once. */
const MAX_BYTES_WAITING = 8192;

export function watchedSocket(socket: Socket): WatchedSocket {
  let seen: Buffer = Buffer.alloc(0);
  const stream = new Duplex({
    readableHighWaterMark: MAX_BYTES_WAITING,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => socket.write(chunk, done),
    final: (done) => socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (seen.length < MAX_BYTES_KEPT) seen = Buffer.concat([seen, chunk.subarray(0, MAX_BYTES_KEPT - seen.length)]);
    if (!stream.push(chunk)) socket.pause();
  });
  socket.once('end', () => stream.push(null));
  socket.once('error', (error) => stream.destroy(error));
  socket.once('close', () => stream.destroy());
  return { stream, askedForCertificate: () => hasCertificateRequest(seen) };
}

/** RFC 5246 §6.2.1: a record is its type, two bytes of version, two bytes of length, and its content. */
const RECORD = { header: 5, handshake: 22 } as const;
/** RFC 5246 §7.4: a message is its type, three bytes of length, and its content. */
const MESSAGE = { header: 4, certificateRequest: 13 } as const;

/** @param bytes what a server sent since TLS began */
function hasCertificateRequest(bytes: Buffer): boolean {
  const handshake = plainHandshake(bytes);
  for (let at = 0; at + MESSAGE.header <= handshake.length;) {
    if (handshake.readUInt8(at) === MESSAGE.certificateRequest) return true;
    at += MESSAGE.header + handshake.readUIntBE(at + 1, 3);
  }
  return false;
}

/** The handshake messages up to the first record of another kind: what follows it is encrypted, or an alert. */
function plainHandshake(bytes: Buffer): Buffer {
  const fragments: Buffer[] = [];
  for (let at = 0; at + RECORD.header <= bytes.length && bytes.readUInt8(at) === RECORD.handshake;) {
    const end = at + RECORD.header + bytes.readUInt16BE(at + 3);
    fragments.push(bytes.subarray(at + RECORD.header, end));
    at = end;
  }
  return Buffer.concat(fragments);
}
