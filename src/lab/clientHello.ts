import type { Socket } from 'node:net';

/** What a server can tell from the first message of a handshake (RFC 8446 §4.1.2). */
export interface ClientHello {
  /** It does not fit into one segment of a usual network. */
  readonly large: boolean;
  /** It names a host (RFC 6066 §3). */
  readonly named: boolean;
  readonly unnamed: boolean;
}

/** The record that carries it: type, version, two bytes of length, content. */
const RECORD_HEADER = 5;
/** An Ethernet frame without the headers of IP and TCP. */
const SEGMENT_BYTES = 1460;
const SERVER_NAME_EXTENSION = 0;

/** Reads the message and puts it back. Undefined: the client left without one. */
export async function clientHello(socket: Socket, signal: AbortSignal): Promise<ClientHello | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  const whole = (): boolean => bytes.length >= RECORD_HEADER && bytes.length >= RECORD_HEADER + bytes.readUInt16BE(3);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('data', take);
      resolve();
    };
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (!whole()) return;
      socket.pause();
      done();
    };
    if (signal.aborted) done();
    signal.addEventListener('abort', done, { once: true });
    socket.on('data', take);
    socket.resume();
  });
  if (!whole()) return undefined;
  socket.unshift(bytes);
  const extensions = extensionsOf(bytes.subarray(RECORD_HEADER));
  if (!extensions) return undefined;
  const named = extensions.includes(SERVER_NAME_EXTENSION);
  return { large: bytes.length > SEGMENT_BYTES, named, unnamed: !named };
}

/** Undefined: it is no such message. */
function extensionsOf(message: Buffer): readonly number[] | undefined {
  try {
    return readExtensions(message);
  } catch {
    return undefined;
  }
}

/** The types of the extensions, in their order. @param message as it is sent, with its own header of four bytes */
function readExtensions(message: Buffer): readonly number[] {
  const types: number[] = [];
  // Header, version, random.
  let at = 4 + 2 + 32;
  at += 1 + message.readUInt8(at);
  at += 2 + message.readUInt16BE(at);
  at += 1 + message.readUInt8(at);
  const end = at + 2 + message.readUInt16BE(at);
  for (at += 2; at + 4 <= end; at += 4 + message.readUInt16BE(at + 2)) types.push(message.readUInt16BE(at));
  return types;
}
